"""inverse-transform: the normal's quantile function, and draws through any quantile function.

Decides by: quantiles against the standard library's, from 1e-10 to 1 - 1e-10, to 2e-6 of the largest plus
1e-8. Draws by gates: 20,000 of each of three distributions, which count as 10,000 because antithetic pairs
are allowed, must follow it (Dvoretzky-Kiefer-Wolfowitz), the share in either tail of 1 % is binomial, and 120
samples of size 1 from as many seeds must follow it too; one seed must give one sample, another seed another.

Cannot see: for certain, a distribution function that is less than 0.054 away (0.49 in samples of size 1), or
a tail that holds between 0.43 % and 1.8 % where 1 % is right: beyond these the gates see it with a
probability of 1 - 1e-4. Dependence between draws is not judged: sorted samples pass, and so do pairs,
stratified draws, as long as nine numbers of ten are different.
"""

import numpy as np
from scipy import special, stats

from grader.checking import (
    Bad,
    Case,
    CheckError,
    as_array,
    binomial,
    call,
    check_cases,
    check_raises,
    dkw,
    fail,
    generator,
    hidden,
    ledger,
    name_of,
    visible,
)
from grader.checks._inverse_transform_mistakes import PPF_MISTAKES, about_draws, about_grid

PPF_NAMES = ("p", "mu", "sigma")
SAMPLE_NAMES = ("ppf", "size", "rng")
SIZE, SINGLES = 20_000, 120

SCALED = Case(
    "a mean and a standard deviation",
    (np.array([0.025, 0.5, 0.9]), 2.0, 3.0),
    np.array([-3.8798919536, 2.0, 5.8446546966]),
)


P = np.array([0.2, 0.6])
BAD = (
    Bad("a standard deviation of zero", (P, 0.0, 0.0), ("sigma",)),
    Bad("a negative standard deviation", (P, 0.0, -1.0), ("sigma",)),
    Bad("a standard deviation of NaN", (P, 0.0, np.nan), ("sigma",)),
    Bad("a mean of NaN", (P, np.nan, 1.0), ("mu",)),
    Bad("a negative probability", (np.array([0.2, -0.6]), 0.0, 1.0), ("p",)),
    Bad("NaN among the probabilities", (np.array([0.2, np.nan]), 0.0, 1.0), ("p",)),
)


def _ppf_refuses(normal_ppf):
    check_raises(normal_ppf, BAD, SCALED, "the quantiles", names=PPF_NAMES)


@visible
def check_ppf(normal_ppf):
    """Judge `normal_ppf` on values of the table of the normal distribution."""
    cases = [
        SCALED,
        Case(
            "the standard normal distribution",
            (np.array([0.8413447461, 0.0227501319, 0.5]), 0.0, 1.0),
            np.array([1.0, -2.0, 0.0]),
        ),
        Case(
            "the tails, p = 1e-10 and 1 - 1e-10",
            (np.array([1e-10, 1 - 1e-10]), -1.0, 0.5),
            np.array([-4.1806704512, 2.1806704448]),
        ),
    ]
    check_cases(normal_ppf, cases, "the quantiles", names=PPF_NAMES, mistakes=PPF_MISTAKES, atol=1e-8)
    _ppf_refuses(normal_ppf)
    return "quantiles of three normal distributions, tails included, and bad arguments are refused"


@hidden
def check_ppf_hidden(normal_ppf, oracle, reference, seed):
    """Judge `normal_ppf` for other parameters, from the centre to the tails."""
    rng = generator(seed)
    tails = 10.0 ** -rng.uniform(4, 10, size=6)
    cases = [
        Case("random probabilities", (rng.random(8), rng.normal(), rng.uniform(0.5, 4.0))),
        Case("a small standard deviation", (rng.random(8), rng.normal(), 10 ** rng.uniform(-4, -2))),
        Case("a large standard deviation", (rng.random(8), rng.normal(), 10 ** rng.uniform(2, 4))),
        Case("the lower tail", (tails, rng.normal(), rng.uniform(0.5, 4.0))),
        Case("the upper tail", (1 - tails, rng.normal(), rng.uniform(0.5, 4.0))),
        Case("one probability", (rng.random(1), rng.normal(), rng.uniform(0.5, 4.0))),
    ]
    sources = (oracle, reference)
    check_cases(
        normal_ppf, cases, "the quantiles", names=PPF_NAMES, sources=sources, mistakes=PPF_MISTAKES, atol=1e-8
    )
    return "quantiles for other means and standard deviations, from the centre to the tails"


@hidden
def check_ppf_errors(normal_ppf):
    """Judge which bad arguments `normal_ppf` refuses."""
    _ppf_refuses(normal_ppf)
    return "bad arguments are refused with a ValueError that names them"


def exponential(mean):
    """Return the quantile function of the exponential distribution with a given mean."""

    def exponential_ppf(p):
        return -mean * np.log1p(-np.asarray(p))

    exponential_ppf.__name__ = f"exponential({mean:.3g})"
    return exponential_ppf


def logistic(loc, scale):
    """Return the quantile function of the logistic distribution."""

    def logistic_ppf(p):
        return loc + scale * special.logit(p)

    logistic_ppf.__name__ = f"logistic({loc:.3g}, {scale:.3g})"
    return logistic_ppf


@visible
def check_sample(inverse_transform_sample):
    """Judge `inverse_transform_sample` on an exponential distribution."""
    _check_sampler(
        inverse_transform_sample, exponential(2.0), lambda x: stats.expon.cdf(x, 0.0, 2.0), (2400,)
    )
    return "reproducible draws that follow the exponential distribution"


@hidden
def check_sample_hidden(inverse_transform_sample, oracle, reference, seed):
    """Judge `inverse_transform_sample` on two logistic distributions."""
    rng = generator(seed)
    for stream in (1, 2):
        loc, scale = float(rng.normal()), float(rng.uniform(0.5, 3.0))
        ppf = logistic(loc, scale)

        def cdf(x, loc=loc, scale=scale):
            return oracle(x, loc, scale)

        with ledger():  # the reference is not a submission: its gate is not counted
            if not dkw(reference(ppf, SIZE, generator(seed, stream, 2)), cdf).passed:
                raise CheckError("the reference's sample does not follow the oracle's distribution")
        _check_sampler(inverse_transform_sample, ppf, cdf, (seed, stream), singles=stream == 1)
    return "draws of two other distributions, their tails and samples of one number"


def _check_sampler(function, ppf, cdf, seed, singles=True):
    title = name_of(function)
    same = [_draw(function, ppf, 5, generator(*seed, 0)) for _ in range(2)]
    other = _draw(function, ppf, 5, generator(*seed, 1))
    if not np.array_equal(*same):
        fail(
            title,
            "two generators with one seed must give one sample",
            cause="The randomness does not come from `rng` alone: `np.random` or a new generator is used.",
        )
    if np.array_equal(same[0], other):
        fail(
            title,
            "generators with different seeds must give different samples",
            cause=about_grid(cdf(other))
            or "The numbers do not depend on `rng`: a generator with a fixed seed is used in its place.",
        )
    draws = _draw(function, ppf, SIZE, generator(*seed, 2))
    # Antithetic pairs are allowed, so a half of the draws counts. Each tail of 1 % is binomial by itself,
    # which pairs only make narrower; DKW cannot see that far out.
    gates = (
        ("the draws must follow the distribution of `ppf`", dkw(draws, cdf, effective=SIZE // 2)),
        ("one draw in 100 must be in the lower 1 % tail", binomial(np.sum(draws < ppf(0.01)), SIZE, 0.01)),
        ("one draw in 100 must be in the upper 1 % tail", binomial(np.sum(draws > ppf(0.99)), SIZE, 0.01)),
    )
    for about, gate in gates:
        if not gate.passed:
            fail(
                title,
                about,
                given=f"ppf={ppf.__name__}, size={SIZE}",
                returned=f"{np.sum(draws < ppf(0.01))} draws below the 1 % quantile, "
                f"{np.sum(draws < ppf(0.5))} below the median, {np.sum(draws > ppf(0.99))} above 99 %",
                cause=about_draws(draws, ppf, cdf, generator(*seed, 2).random(SIZE)),
            )
    if (different := np.unique(draws).size) < 0.9 * SIZE:  # in single precision a dozen numbers come twice
        fail(
            title,
            "each draw comes from a uniform number of its own",
            given=f"ppf={ppf.__name__}, size={SIZE}",
            returned=f"{different} different numbers",
            cause="Draws are repeated: take `size` uniform numbers, and use each once.",
        )
    if not singles:
        return
    draws = np.concatenate([_draw(function, ppf, 1, generator(*seed, 3, k)) for k in range(SINGLES)])
    if not dkw(draws, cdf).passed:
        fail(
            title,
            "many samples of one number must follow the distribution of `ppf`",
            given=f"ppf={ppf.__name__}, size=1, {SINGLES} times with different seeds",
            returned=f"{np.unique(draws).size} different numbers",
            cause="The probabilities are a grid, perhaps shuffled, whose values are the same every time; "
            "they must be uniform random numbers.",
        )


def _draw(function, ppf, size, rng):
    value = call(function, ppf, size, rng, names=SAMPLE_NAMES)
    draws = as_array(value, name_of(function), "the sample")
    details = {
        "given": f"ppf={ppf.__name__}, size={size}",
        "expected": f"shape {(size,)}",
        "returned": f"shape {draws.shape}",
    }
    if draws.shape != (size,):
        cause = "`size` numbers are asked for, each from a uniform number of its own."
        if draws.ndim == 0:
            cause = "A single number came back: `rng.random()` draws one, `rng.random(size)` draws `size`."
        elif draws.ndim == 1:
            cause = f"{draws.size} numbers came back where {size} are asked for."
        fail(name_of(function), "the sample has the wrong shape", **details, cause=cause)
    if np.isnan(draws).any():
        cause = "`ppf` gives NaN outside 0 to 1: it takes uniform numbers from 0 to 1, no other ones."
        fail(name_of(function), "the sample holds NaN", **details, cause=cause)
    return draws

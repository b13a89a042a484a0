"""inverse-transform: the normal's quantile function, and draws through any quantile function."""

import numpy as np
from scipy import special, stats

from grader.checking import (
    Bad,
    Case,
    as_array,
    binomial,
    call,
    check_cases,
    check_raises,
    dkw,
    fail,
    generator,
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


def ppf_refuses(normal_ppf):
    """Judge which bad arguments `normal_ppf` refuses."""
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
    ppf_refuses(normal_ppf)
    return "quantiles of three normal distributions, tails included, and bad arguments are refused"


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
    check_sampler(inverse_transform_sample, exponential(2.0), lambda x: stats.expon.cdf(x, 0.0, 2.0), (2400,))
    return "reproducible draws that follow the exponential distribution"


def check_sampler(function, ppf, cdf, seed, singles=True):
    """Judge draws by recorded uniforms, by their distribution and by single draws."""
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

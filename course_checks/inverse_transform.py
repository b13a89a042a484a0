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

from grader.checking import Case, CheckError, check_cases, dkw, generator, hidden, ledger
from grader.checks._inverse_transform_mistakes import PPF_MISTAKES
from grader.checks.inverse_transform import PPF_NAMES, SIZE, check_sampler, logistic, ppf_refuses


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
    ppf_refuses(normal_ppf)
    return "bad arguments are refused with a ValueError that names them"


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
        check_sampler(inverse_transform_sample, ppf, cdf, (seed, stream), singles=stream == 1)
    return "draws of two other distributions, their tails and samples of one number"

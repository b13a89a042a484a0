"""importance: two importance-sampling estimators and Kish's effective sample size.

Decides by: both values for samples that are given, to 2e-6 of themselves, against cases with four values
worked out by hand and, hidden, sixteen against decimals of 28 digits: plain and self-normalised, one, three
and 600 dimensions, log densities off by 800 and 5,000, samples where the target vanishes, a single sample.

Cannot see: an error below 2e-6; a target that vanishes at all samples, which has no right answer.
"""

from grader.checking import Case, generator, hidden
from grader.checks.importance import judge, log_exponential, log_normal, refuses, square, total


@hidden
def check_hidden(importance_estimate, oracle, reference, seed):
    """Judge `importance_estimate` in one and many dimensions."""
    rng = generator(seed)
    loc, scale, wide = rng.normal(), rng.uniform(0.8, 1.2), rng.uniform(1.5, 2.5)
    line, space = rng.normal(0.0, wide, size=60), rng.normal(0.0, wide, size=(40, 3))
    many = rng.normal(0.0, 1.02, size=(12, 600))
    f, q, constant = square(), log_normal(0.0, wide), rng.uniform(1.0, 3.0)
    target = log_normal(loc, scale)
    cases = [
        Case("one dimension, a normalised target", (f, target, q, line, False)),
        Case("one dimension, a normalised target, self-normalised", (f, target, q, line, True)),
        Case("an f with both signs", (total(1.0 - loc), target, q, line, False)),
        Case("an f with both signs, self-normalised", (total(1.0 - loc), target, q, space, True)),
        Case("an unnormalised target, self-normalised", (f, log_normal(loc, scale, constant), q, line, True)),
        Case("a constant factor of the target", (f, log_normal(loc, scale, constant), q, line, False)),
        Case("a log density far above zero", (f, log_normal(loc, scale, 800.0), q, line[:8], True)),
        Case("a log density far below zero", (f, log_normal(loc, scale, -800.0), q, line[:8], True)),
        Case("a log density of thousands", (f, log_normal(loc, scale, 5000.0), q, line[:8], True)),
        Case("three dimensions", (f, target, q, space, False)),
        Case("three dimensions, self-normalised", (f, target, q, space, True)),
        Case("many dimensions", (f, log_normal(0.0, 1.0), log_normal(0.0, 1.02), many, False)),
        Case("samples where the target vanishes", (f, log_exponential(wide), q, line, False)),
        Case(
            "samples where the target vanishes, self-normalised",
            (f, log_exponential(wide, 1.0), q, line, True),
        ),
        Case("a single sample", (f, target, q, line[:1], False)),
        Case("a single sample, self-normalised", (f, target, q, line[:1], True)),
    ]
    judge(importance_estimate, cases, (oracle, reference))
    return "both estimates and the effective sample size in one and many dimensions"


@hidden
def check_errors(importance_estimate):
    """Judge which bad arguments `importance_estimate` refuses."""
    refuses(importance_estimate)
    return "bad arguments are refused with a ValueError that names them"

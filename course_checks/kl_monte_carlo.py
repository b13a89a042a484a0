"""kl-monte-carlo: the divergence as a mean over samples, with its standard error.

Decides by: estimate and standard error for samples that are given, so nothing is random: by hand and, hidden,
nine random problems against exactly rounded sums, each to 2e-6 of itself, with log densities off by up to
5,000 nats and once with samples whose moments make the estimate the closed form. The standard error may have
ddof 0 or 1.

Cannot see: which ddof was used; an error below 2e-6; densities other than factorised normals.
"""

import math

import torch
from torch.distributions import Normal, kl_divergence

from grader.checking import Case, generator, hidden
from grader.checks.kl_monte_carlo import judge, normal_log_density, refuses


@hidden
def check_hidden(kl_monte_carlo, oracle, reference, seed):
    """Judge `kl_monte_carlo` on random samples and where the estimate must be the closed form."""
    rng = generator(seed)

    def problem(n, d, offset_q=0.0, offset_p=0.0):
        mean_q, mean_p = rng.normal(0.0, 1.0, (2, d))
        scale_q, scale_p = rng.uniform(0.3, 0.8, d), rng.uniform(1.2, 2.0, d)
        samples = torch.from_numpy(mean_q + scale_q * rng.standard_normal((n, d)))
        log_q = normal_log_density(tuple(mean_q), tuple(scale_q), offset_q)
        return log_q, normal_log_density(tuple(mean_p), tuple(scale_p), offset_p), samples

    cases = [
        Case("random samples in three dimensions", problem(40, 3)),
        Case("one dimension", problem(25, 1)),
        Case("many samples", problem(2000, 2)),
        Case("fewer samples than dimensions", problem(3, 30)),
        Case("a log p that is not normalised", problem(40, 3, 0.0, 0.7)),
        Case("log densities far above zero", problem(40, 3, 800.0, 800.0)),
        Case("log densities far below zero", problem(40, 3, -5000.0, -5000.0)),
        Case("log densities far apart", problem(40, 3, 800.0, -800.0)),
        _matched(rng),
    ]
    for case in cases:
        judge(kl_monte_carlo, case, (oracle, reference))
    return "estimate and standard error for random samples, at any offset of the log densities"


def _matched(rng):
    """Return a case whose samples have exactly the mean and variance of q: the estimate is the divergence.

    Between normals log q - log p is quadratic, and so its mean depends on nothing else of the samples.
    """
    mean, scale, far, wide = 0.4, 0.6, -0.8, 1.5
    eps = rng.standard_normal(30)
    eps = (eps - eps.mean()) / eps.std()
    log_q, log_p = normal_log_density((mean,), (scale,)), normal_log_density((far,), (wide,))
    samples = torch.from_numpy(mean + scale * eps[:, None])
    exact = kl_divergence(Normal(mean, scale), Normal(far, wide)).item()
    error = (log_q(samples) - log_p(samples)).std().item() / math.sqrt(len(samples))
    return Case(
        "samples with the moments of q: the estimate is the divergence",
        (log_q, log_p, samples),
        (exact, error),
    )


@hidden
def check_errors(kl_monte_carlo):
    """Judge which bad arguments `kl_monte_carlo` refuses."""
    refuses(kl_monte_carlo)
    return "bad arguments are refused with a ValueError that names them"

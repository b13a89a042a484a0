"""elbo-identity: the misconceptions that its check recognises."""

import math

import numpy as np
from scipy import stats

from grader.checking import Mistake

__all__ = ["MISTAKES"]

_GRID = np.linspace(-12.0, 12.0, 401)
_WEIGHTS = stats.norm.pdf(_GRID) * (_GRID[1] - _GRID[0])


def _parts(mu_q, sigma_q, y, prior_scale, noise_scale):
    """Return, by quadrature over q, the expected log likelihood of each y, log prior and log q."""
    theta = mu_q + sigma_q * _GRID
    log_likelihood = stats.norm.logpdf(y.numpy()[:, None], theta, noise_scale) @ _WEIGHTS
    log_prior = stats.norm.logpdf(theta, 0.0, prior_scale) @ _WEIGHTS
    return log_likelihood, log_prior, stats.norm.logpdf(theta, mu_q, sigma_q) @ _WEIGHTS


def _from(combine):
    return lambda *args: combine(*_parts(*args))


def _at_mean(mu_q, sigma_q, y, prior_scale, noise_scale):
    """Return log likelihoods and log prior at the mean of q, as if q were a point."""
    return stats.norm.logpdf(y.numpy(), mu_q, noise_scale).sum(), stats.norm.logpdf(mu_q, 0.0, prior_scale)


def _plug_in(*args):
    return sum(_at_mean(*args)) - _parts(*args)[2]


def _spread_once(mu_q, sigma_q, y, prior_scale, noise_scale):
    each, prior, log_q = _parts(mu_q, sigma_q, y, prior_scale, noise_scale)
    return each.sum() + (len(y) - 1) * sigma_q**2 / (2 * noise_scale**2) + prior - log_q


def _prior_divergence_reversed(mu_q, sigma_q, y, prior_scale, noise_scale):
    theta = prior_scale * _GRID
    log_ratio = stats.norm.logpdf(theta, 0.0, prior_scale) - stats.norm.logpdf(theta, mu_q, sigma_q)
    return _parts(mu_q, sigma_q, y, prior_scale, noise_scale)[0].sum() - log_ratio @ _WEIGHTS


def _log_evidence(mu_q, sigma_q, y, prior_scale, noise_scale):
    covariance = noise_scale**2 * np.eye(len(y)) + prior_scale**2
    return stats.multivariate_normal(np.zeros(len(y)), covariance).logpdf(y.numpy())


def _right(*args):
    each, prior, log_q = _parts(*args)
    return each.sum() + prior - log_q


MISTAKES = (
    Mistake("The entropy of q is missing.", _from(lambda each, prior, log_q: each.sum() + prior)),
    Mistake(
        "The entropy of q has the wrong sign: the ELBO subtracts E_q[log q], so it adds the entropy.",
        _from(lambda each, prior, log_q: each.sum() + prior + log_q),
    ),
    Mistake(
        "The log prior is missing: the first term is the expected log *joint*.",
        _from(lambda each, prior, log_q: each.sum() - log_q),
    ),
    Mistake(
        "The divergence from q to the prior is added, not subtracted.",
        _from(lambda each, prior, log_q: each.sum() - prior + log_q),
    ),
    Mistake(
        "The log likelihoods are averaged over the observations; they must be summed.",
        _from(lambda each, prior, log_q: each.mean() + prior - log_q),
    ),
    Mistake(
        "The log joint is taken at the mean of q alone; its expectation also has the terms in sigma_q^2.",
        _plug_in,
    ),
    Mistake(
        "The term in sigma_q^2 is missing in the log likelihood.",
        lambda *args: _at_mean(*args)[0] + _parts(*args)[1] - _parts(*args)[2],
    ),
    Mistake(
        "The term in sigma_q^2 is missing in the log prior.",
        lambda *args: _parts(*args)[0].sum() + _at_mean(*args)[1] - _parts(*args)[2],
    ),
    Mistake(
        "The term in sigma_q^2 is counted once; the log likelihood of every observation has it.", _spread_once
    ),
    Mistake(
        "`prior_scale` and `noise_scale` are standard deviations; they are used as variances.",
        lambda m, s, y, prior, noise: _right(m, s, y, math.sqrt(prior), math.sqrt(noise)),
    ),
    Mistake(
        "All three scales are standard deviations; they are used as variances.",
        lambda m, s, y, prior, noise: _right(m, math.sqrt(s), y, math.sqrt(prior), math.sqrt(noise)),
    ),
    Mistake(
        "The constants log(2 pi) / 2 are dropped; each observation has one (prior and entropy cancel).",
        lambda *args: _right(*args) + len(args[2]) * math.log(2 * math.pi) / 2,
    ),
    Mistake(
        "The constants log(2 pi) / 2 are dropped in likelihood and prior, and kept in the entropy.",
        lambda *args: _right(*args) + (len(args[2]) + 1) * math.log(2 * math.pi) / 2,
    ),
    Mistake(
        "The entropy of a normal is log(sigma_q) + log(2 pi e) / 2; its 1/2 from the e is missing.",
        lambda *args: _right(*args) - 0.5,
    ),
    Mistake(
        "The divergence between q and the prior is taken the wrong way round.", _prior_divergence_reversed
    ),
    Mistake("This is the log evidence, which does not depend on q; the ELBO lies below it.", _log_evidence),
    Mistake("This is minus the ELBO.", lambda *args: -_right(*args)),
    Mistake(
        "This is minus the divergence from q to the posterior; the log evidence is still to be added.",
        lambda *args: _right(*args) - _log_evidence(*args),
    ),
)

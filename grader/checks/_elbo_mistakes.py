"""elbo: the misconceptions that its check recognises, as wrong formulas."""

import math

import torch
from torch.distributions import Normal, kl_divergence
from torch.nn import functional as F

from grader.checking import Mistake

__all__ = ["CUTS", "MISTAKES"]


def _parts(mu, rho, log_joint, eps, scale=F.softplus):
    """Return q, the samples, and log joint and log q at each of them."""
    q = Normal(mu, scale(rho), validate_args=False)
    theta = mu + scale(rho) * eps
    return q, theta, log_joint(theta), q.log_prob(theta).sum(-1)


def _from(combine, **kwargs):
    """Return the ELBO with `combine(log_joint, log_q)` of each sample in place of their difference's mean."""

    def gives(*args):
        _, _, log_joint, log_q = _parts(*args, **kwargs)
        return combine(log_joint, log_q)

    return gives


def _with_entropy(mu, rho, log_joint, eps):
    q, _, at_samples, _ = _parts(mu, rho, log_joint, eps)
    return at_samples.mean() + q.entropy().sum()


def _plus(extra):
    """Return the ELBO with `extra(q, eps)` added, a number or one number a sample."""

    def gives(*args):
        q, _, log_joint, log_q = _parts(*args)
        return (log_joint - log_q + extra(q, args[-1])).mean()

    return gives


def _at(point):
    """Return the ELBO with log joint taken at `point(mu, theta)`."""

    def gives(mu, rho, log_joint, eps):
        _, theta, _, log_q = _parts(mu, rho, log_joint, eps)
        return (log_joint(point(mu, theta)) - log_q).mean()

    return gives


def _held(hold_mu=True, hold_rho=True, hold_theta=False):
    """Return the ELBO whose log q takes some of its arguments as given."""

    def gives(mu, rho, log_joint, eps):
        _, theta, log_p, _ = _parts(mu, rho, log_joint, eps)
        inner = (value.detach() if hold else value for value, hold in ((mu, hold_mu), (rho, hold_rho)))
        mu_q, rho_q = inner
        q = Normal(mu_q, F.softplus(rho_q), validate_args=False)
        return (log_p - q.log_prob(theta.detach() if hold_theta else theta).sum(-1)).mean()

    return gives


def _log_2pi(extra):
    return lambda q, eps: extra * eps.shape[1] * math.log(2 * math.pi)


MISTAKES = (
    Mistake("This is the negative ELBO, a loss; the ELBO is asked for.", _from(lambda p, q: -(p - q).mean())),
    Mistake("log q is added; the ELBO subtracts it.", _from(lambda p, q: (p + q).mean())),
    Mistake("log q is missing: this is the expected log joint.", _from(lambda p, q: p.mean())),
    Mistake("The log joint is missing: this is the entropy of q.", _from(lambda p, q: -q.mean())),
    Mistake("This is the sum over the samples; the mean is asked for.", _from(lambda p, q: (p - q).sum())),
    Mistake("One number a sample came back; take their mean.", _from(lambda p, q: p - q)),
    Mistake(
        "log q is summed over the samples, the log joint averaged over them.",
        _from(lambda p, q: p.mean() - q.sum()),
    ),
    Mistake(
        "The mean was taken over samples and dimensions; the log of a product of factors is a sum.",
        lambda *args: _from(lambda p, q: (p - q / args[-1].shape[1]).mean())(*args),
    ),
    Mistake(
        "This is the log of the mean weight, a tighter bound; the ELBO is the mean of the log weights.",
        _from(lambda p, q: torch.logsumexp(p - q, 0) - math.log(len(p))),
    ),
    Mistake(
        "The entropy of q was put in by its formula; the sampled log q is asked for.",
        _with_entropy,
    ),
    Mistake(
        "sigma = exp(rho) is used; softplus(rho) is asked for.",
        _from(lambda p, q: (p - q).mean(), scale=torch.exp),
    ),
    Mistake(
        "sigma = exp(rho / 2) is used; softplus(rho) is asked for.",
        _from(lambda p, q: (p - q).mean(), scale=lambda rho: torch.exp(rho / 2)),
    ),
    Mistake(
        "softplus(rho) is used as a variance; it is the standard deviation.",
        _from(lambda p, q: (p - q).mean(), scale=lambda rho: F.softplus(rho).sqrt()),
    ),
    Mistake("log sigma is missing in log q.", _plus(lambda q, eps: -q.scale.log().sum())),
    Mistake("log sigma has the wrong sign in log q.", _plus(lambda q, eps: -2 * q.scale.log().sum())),
    Mistake("log q has -2 log sigma in place of -log sigma.", _plus(lambda q, eps: q.scale.log().sum())),
    Mistake("The constant -log(2 pi) / 2 of log q is missing in every dimension.", _plus(_log_2pi(-0.5))),
    Mistake("The square in log q lacks its factor 1/2.", _plus(lambda q, eps: 0.5 * (eps**2).sum(-1))),
    Mistake("The square is missing in log q.", _plus(lambda q, eps: -0.5 * (eps**2).sum(-1))),
    Mistake(
        "log q is evaluated at the noise, not at the samples.",
        lambda mu, rho, f, eps: _held_at_noise(mu, rho, f, eps),
    ),
    Mistake(
        "log q is the density of the noise; that of theta has -log sigma as well, and q its own mean.",
        lambda mu, rho, f, eps: (
            f(mu + F.softplus(rho) * eps) - Normal(0.0, 1.0).log_prob(mu + F.softplus(rho) * eps).sum(-1)
        ).mean(),
    ),
    Mistake(
        "The log joint is taken at the noise, not at the samples.",
        lambda mu, rho, f, eps: (f(eps) - _parts(mu, rho, f, eps)[3]).mean(),
    ),
    Mistake(
        "The log joint is taken at mu alone, not at the samples.", _at(lambda mu, theta: mu.expand_as(theta))
    ),
    Mistake("Only the first sample is used.", _from(lambda p, q: p[0] - q[0])),
    Mistake(
        "The divergence from q to N(0, 1) is subtracted; the log joint holds the prior, subtract log q.",
        lambda mu, rho, f, eps: (
            f(mu + F.softplus(rho) * eps).mean()
            - kl_divergence(Normal(mu, F.softplus(rho)), Normal(0.0, 1.0)).sum()
        ),
    ),
)


def _held_at_noise(mu, rho, log_joint, eps):
    q, _, log_p, _ = _parts(mu, rho, log_joint, eps)
    return (log_p - q.log_prob(eps).sum(-1)).mean()


CUTS = (
    Mistake(
        "mu and rho are detached inside log q: that gradient is unbiased too, but the full one is asked for.",
        _held(),
    ),
    Mistake("The gradient does not pass through log q at all.", _held(hold_theta=True)),
    Mistake(
        "The samples are detached inside log q: its gradient through theta is lost.",
        _held(hold_mu=False, hold_rho=False, hold_theta=True),
    ),
    Mistake("mu is detached inside log q.", _held(hold_rho=False)),
    Mistake("rho, or sigma, is detached inside log q.", _held(hold_mu=False)),
    Mistake(
        "The samples are detached inside the log joint: nothing pulls q towards the posterior.",
        _at(lambda mu, theta: theta.detach()),
    ),
    Mistake(
        "The samples are detached everywhere: gradients must pass through theta.",
        lambda mu, rho, f, eps: (
            f(_parts(mu, rho, f, eps)[1].detach())
            - Normal(mu, F.softplus(rho)).log_prob(_parts(mu, rho, f, eps)[1].detach()).sum(-1)
        ).mean(),
    ),
    Mistake("The gradient is that of a loss: its sign is wrong.", _from(lambda p, q: -(p - q).mean())),
)

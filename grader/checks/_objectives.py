"""Factories of the callables that the second notebook's checks hand out: log joints, test functions, ELBOs.

Each takes plain parameters and returns a function that is vectorised over the rows of its argument.
"""

import math

import numpy as np
import torch
from torch.nn import functional as F

__all__ = [
    "ENDLESS",
    "coupled_log_joint",
    "differentiable",
    "limited",
    "logistic_elbo",
    "normal_means_log_joint",
    "ramp",
    "step",
]

ENDLESS = "evaluated with more than"
"""What the exception of a callable says that will not be called without end."""


def normal_means_log_joint(y, prior_scale, noise_scale):
    """Return log P(y, theta) of theta_d ~ N(0, prior_scale^2) and y_d ~ N(theta_d, noise_scale^2)."""
    y = torch.tensor(y, dtype=torch.float64)
    constant = len(y) * math.log(2 * math.pi * prior_scale * noise_scale)

    def log_joint(theta):
        squares = (theta / prior_scale) ** 2 + ((y - theta) / noise_scale) ** 2
        return -0.5 * squares.sum(-1) - constant

    return log_joint


def coupled_log_joint(slope, coupling):
    """Return slope . theta + coupling * theta_1 * theta_D - sum of log cosh theta_d."""
    slope = torch.tensor(slope, dtype=torch.float64)

    def log_joint(theta):
        log_cosh = torch.logaddexp(theta, -theta) - math.log(2)
        return theta @ slope + coupling * theta[:, 0] * theta[:, -1] - log_cosh.sum(-1)

    return log_joint


def step(weights, low, high):
    """Return `high` where weights . theta is positive, else `low`: it has no gradient."""
    weights = torch.tensor(weights, dtype=torch.float64)

    def f(theta):
        positive = theta.detach() @ weights > 0
        return torch.where(positive, high, low).to(torch.float64)

    return f


def ramp(weights, offset):
    """Return offset + weights . theta + the square of theta's last component."""
    weights = torch.tensor(weights, dtype=torch.float64)

    def f(theta):
        return offset + theta @ weights + theta[:, -1] ** 2

    return f


def logistic_elbo(features, labels, prior_scale):
    """Return the Monte Carlo ELBO (mu, rho, eps) of a logistic regression with a prior scale per weight."""
    signed = torch.from_numpy(np.asarray(features) * (2.0 * np.asarray(labels) - 1.0)[:, None])
    prior_scale = torch.tensor(prior_scale, dtype=torch.float64)
    prior_constant = float(torch.log(prior_scale).sum())

    def elbo(mu, rho, eps):
        sigma = F.softplus(rho)
        theta = mu + sigma * eps
        log_likelihood = F.logsigmoid(theta @ signed.T).sum(-1)
        log_prior_minus_log_q = 0.5 * (eps**2 - (theta / prior_scale) ** 2).sum(-1)
        return (log_likelihood + log_prior_minus_log_q).mean() + torch.log(sigma).sum() - prior_constant

    return elbo


def limited(elbo, limit):
    """Return an ELBO that refuses to be evaluated with more than `limit` rows of noise in all."""
    rows = [0]

    def evaluate(mu, rho, eps):
        rows[0] += len(eps)
        if rows[0] > limit:
            raise RuntimeError(f"elbo was {ENDLESS} {limit} rows of noise")
        return elbo(mu, rho, eps)

    return evaluate


def differentiable(look, take):
    """Return an ELBO (mu, rho, eps) whose value and gradients are numbers that a plain callback gives.

    Parameters
    ----------
    look : callable
        Takes mu, rho and eps as arrays; returns a number for this evaluation, the value and the gradients in
        mu and in rho.
    take : callable
        Is called with an evaluation's number where its gradient is taken.
    """

    def elbo(mu, rho, eps):
        return _Look.apply(look, take, mu, rho, eps)[0]

    return elbo


class _Look(torch.autograd.Function):
    @staticmethod
    def forward(look, take, mu, rho, eps):
        number, value, by_mu, by_rho = look(*(_array(given) for given in (mu, rho, eps)))
        return mu.new_tensor(value), mu.new_tensor(by_mu), rho.new_tensor(by_rho), torch.tensor(number)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.take = inputs[1]
        ctx.mark_non_differentiable(*output[1:])
        ctx.save_for_backward(*output[1:])

    @staticmethod
    def backward(ctx, slope, *_):
        by_mu, by_rho, number = ctx.saved_tensors
        ctx.take(int(number))
        return None, None, slope * by_mu, slope * by_rho, None


def _array(values):
    return torch.as_tensor(values).detach().to(torch.float64).numpy().copy()

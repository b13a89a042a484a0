"""score-function: the misconceptions that its check recognises, as wrong formulas."""

import torch
from torch.distributions import Normal
from torch.nn import functional as F

from grader.checking import Mistake

__all__ = ["MISTAKES"]


def _weighted(
    weigh=lambda f: f, by_mu=lambda e, s: e / s, by_sigma=lambda e, s: (e**2 - 1) / s, link=torch.sigmoid
):
    """Return the mean of weights times scores, of which one part is replaced."""

    def gives(mu, rho, f, eps):
        sigma = F.softplus(rho)
        values = weigh(f(mu + sigma * eps))[:, None]
        return (values * by_mu(eps, sigma)).mean(0), (values * by_sigma(eps, sigma) * link(rho)).mean(0)

    return gives


def _surrogate(build):
    """Return the gradients of the mean of `build(f, theta, log_q)` by automatic differentiation."""

    def gives(mu, rho, f, eps):
        with torch.enable_grad():
            mu, rho = mu.clone().requires_grad_(), rho.clone().requires_grad_()
            theta = mu + F.softplus(rho) * eps

            def log_q(at):
                return Normal(mu, F.softplus(rho)).log_prob(at).sum(-1)

            total = build(f, theta, log_q).mean()
            slopes = torch.autograd.grad(total, (mu, rho), allow_unused=True)
        return tuple(torch.zeros_like(mu) if slope is None else slope for slope in slopes)

    return gives


def _right_with(change):
    return lambda *args: change(*_weighted()(*args), *args)


MISTAKES = (
    Mistake(
        "This is the gradient through the samples: it needs a differentiable f, the score function does not.",
        _surrogate(lambda f, theta, log_q: f(theta)),
    ),
    Mistake(
        "Gradients flow through the samples inside log q as well; take theta as given (`detach`).",
        _surrogate(lambda f, theta, log_q: f(theta).detach() * log_q(theta)),
    ),
    Mistake(
        "Gradients flow through the samples inside f and log q as well; take theta as given (`detach`).",
        _surrogate(lambda f, theta, log_q: f(theta) * log_q(theta)),
    ),
    Mistake(
        "Gradients flow through f as well, so both estimators are added up; take theta as given (`detach`).",
        _surrogate(lambda f, theta, log_q: f(theta) * log_q(theta.detach())),
    ),
    Mistake(
        "The gradient is weighted with q(theta): the score is the gradient of log q, not of q.",
        _surrogate(lambda f, theta, log_q: f(theta).detach() * log_q(theta.detach()).exp()),
    ),
    Mistake(
        "f is evaluated at the noise; it wants theta = mu + sigma eps.",
        lambda mu, rho, f, eps: _weighted(lambda _: f(eps))(mu, rho, f, eps),
    ),
    Mistake("The mean of f was subtracted: no baseline is asked for.", _weighted(lambda f: f - f.mean())),
    Mistake(
        "The mean of f over the other samples was subtracted: no baseline is asked for.",
        _weighted(lambda f: (f - f.mean()) * len(f) / (len(f) - 1)),
    ),
    Mistake("This is the mean of the score alone; weigh each sample with its f.", _weighted(torch.ones_like)),
    Mistake(
        "f and the score are averaged apart; the mean is that of their product.",
        _weighted(lambda f: f.mean().expand(len(f))),
    ),
    Mistake("log f is used in place of f.", _weighted(torch.log)),
    Mistake("This is the sum over the samples; the mean is asked for.", _weighted(lambda f: f * len(f))),
    Mistake("The sign is wrong: this is the direction of descent.", _weighted(lambda f: -f)),
    Mistake(
        "The second gradient is the one in sigma; the chain rule adds d sigma / d rho = sigmoid(rho).",
        _weighted(link=torch.ones_like),
    ),
    Mistake(
        "d sigma / d rho is sigmoid(rho); exp(rho) belongs to sigma = exp(rho).", _weighted(link=torch.exp)
    ),
    Mistake("d sigma / d rho is sigmoid(rho), not softplus(rho).", _weighted(link=F.softplus)),
    Mistake(
        "d sigma / d rho is sigmoid(rho), not its complement.", _weighted(link=lambda r: torch.sigmoid(-r))
    ),
    Mistake(
        "The score in mu is (theta - mu) / sigma^2, which is eps / sigma; here it is eps.",
        _weighted(by_mu=lambda e, s: e),
    ),
    Mistake(
        "The score in mu is (theta - mu) / sigma^2, which is eps / sigma; here it is eps / sigma^2.",
        _weighted(by_mu=lambda e, s: e / s**2),
    ),
    Mistake(
        "The score in sigma is (eps^2 - 1) / sigma: the -1, from log sigma in log q, is missing.",
        _weighted(by_sigma=lambda e, s: e**2 / s),
    ),
    Mistake(
        "The score in sigma is (eps^2 - 1) / sigma; here the division by sigma is missing.",
        _weighted(by_sigma=lambda e, s: e**2 - 1),
    ),
    Mistake(
        "The score in sigma is (eps^2 - 1) / sigma; here the square is missing.",
        _weighted(by_sigma=lambda e, s: (e - 1) / s),
    ),
    Mistake("The two gradients come back in the wrong order.", _right_with(lambda m, r, *_: (r, m))),
    Mistake(
        "sigma = exp(rho) is used; softplus(rho) is asked for.",
        lambda mu, rho, f, eps: _weighted(link=F.softplus)(
            mu, torch.log(torch.expm1(torch.exp(rho))), f, eps
        ),
    ),
)

"""What a growing number of dimensions does to rejection sampling and to Markov chains."""

import math

import numpy as np
from scipy import special

from grader.pictures.style import ANSWER, SECOND, THIRD, TRUTH, axes, picture


@picture
def draw_rejection():
    """Show how the share of accepted darts falls with the dimension, for a ball and for a normal density."""
    rng = np.random.default_rng(90)
    dimensions = np.arange(1, 21)
    ball = np.pi ** (dimensions / 2) / special.gamma(dimensions / 2 + 1) / 2.0**dimensions
    normal = (math.sqrt(2.0 * math.pi) * special.erf(4.0 / math.sqrt(2.0)) / 8.0) ** dimensions
    thrown, seen = 20_000, np.arange(1, 16)
    in_ball, under = [], []
    for d in seen:
        dart = rng.uniform(-1.0, 1.0, (thrown, d))
        squares = np.sum(dart**2, axis=1)
        in_ball.append(np.mean(squares < 1.0))
        under.append(np.mean(np.log(rng.random(thrown)) < -0.5 * 16.0 * squares))
    figure, ax = axes(height=3.6)
    ax.plot(dimensions, ball, color=ANSWER, label="ball inside its cube")
    ax.plot(
        dimensions, normal, color=SECOND, dashes=(4, 2), label="standard normal, proposals uniform on [-4, 4]"
    )
    for shares, marker, colour in ((in_ball, "o", ANSWER), (under, "s", SECOND)):
        shares = np.array(shares)
        ax.plot(seen[shares > 0], shares[shares > 0], marker, color=colour, mfc="none", ms=6)
    ax.axhline(1.0 / thrown, color=TRUTH, lw=1, dashes=(1, 2))
    ax.text(20, 1.25 / thrown, f"one dart in {thrown:,}", ha="right", va="bottom")
    ax.set(
        yscale="log",
        xlabel="dimensions d",
        ylabel="share of darts accepted",
        xticks=[1, 5, 10, 15, 20],
        title="Every further dimension costs a factor (marks: 20,000 darts thrown)",
    )
    ax.legend()
    return figure, (
        "On a logarithmic axis the share of accepted darts falls, from one dimension to twenty, to 2e-8 for "
        "a ball and to 1e-10 for a normal density; simulated shares stay near the lines until none is left."
    )


@picture
def draw_chains(metropolis_hastings):
    """Show the acceptance rates of random-walk Metropolis and of pCN as the prior's dimension grows."""
    dimensions, n_steps, step = (1, 3, 10, 30, 100, 300, 1000), 400, 0.5
    keep = math.sqrt(1.0 - step**2)
    rates = {1.0: [], keep: []}
    for shrink, found in rates.items():
        for d in dimensions:
            rng = np.random.default_rng([91, d])
            callables = _log_posterior, _normal_step(shrink, step), _log_normal_step(shrink, step)
            found.append(metropolis_hastings(*callables, rng.standard_normal(d), n_steps, rng)[1])
    figure, ax = axes(height=3.6)
    ax.plot(dimensions, rates[keep], "o-", color=THIRD, label="pCN: x' = 0.87 x + 0.5 ξ")
    ax.plot(dimensions, rates[1.0], "s--", color=SECOND, dashes=(4, 2), label="random walk: x' = x + 0.5 ξ")
    ax.set(
        xscale="log",
        xlabel="dimensions d of the prior N(0, I)",
        ylabel="acceptance rate",
        ylim=(-0.03, 1.03),
        title="One step size: the random walk comes to a halt, pCN ignores the dimension",
    )
    ax.legend(loc="center right")
    return figure, (
        "Your chain's acceptance rates from 1 to 1,000 dimensions, on a logarithmic axis: the random walk's "
        f"goes from {rates[1.0][0]:.2f} to {rates[1.0][-1]:.2f}; that of pCN lies between "
        f"{min(rates[keep]):.2f} and {max(rates[keep]):.2f} throughout."
    )


def _log_posterior(x):
    # A standard normal prior and a likelihood between 0.2 and 1 that looks at the first coordinate only.
    return -0.5 * np.dot(x, x) + math.log(0.2 + 0.8 / (1.0 + math.exp(-2.0 * x[0])))


def _normal_step(shrink, step):
    def propose(x, rng):
        return shrink * x + step * rng.standard_normal(x.size)

    return propose


def _log_normal_step(shrink, step):
    def log_proposal(x_to, x_from):
        difference = x_to - shrink * x_from
        return -0.5 * np.dot(difference, difference) / step**2

    return log_proposal

"""metropolis-hastings: a chain on a target with a narrow and a wide peak, step by step and as a whole."""

import math

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, DATA, FILLED, TRUTH, axes, picture


def _log_density(x):
    return math.log(4.0 * math.exp(-50.0 * (x + 1.0) ** 2) + 0.6 * math.exp(-0.5 * (x - 1.0) ** 2) + 1e-300)


def _propose(x, rng):
    return x + 0.5 + rng.standard_normal()


def _log_proposal(x_to, x_from):
    return -0.5 * (x_to - x_from - 0.5) ** 2


@picture
def draw(metropolis_hastings):
    """Show 300 steps of a chain whose proposals drift upwards, and a histogram of 40,000."""
    chain, rate = metropolis_hastings(
        _log_density, _propose, _log_proposal, 4.0, 40_000, np.random.default_rng(1)
    )
    chain = np.asarray(chain, float)
    narrow = np.mean(np.abs(chain + 1.0) < 0.3)
    grid = np.linspace(-2.5, 5.0, 751)
    density = 0.4 * stats.norm.pdf(grid, -1.0, 0.1) + 0.6 * stats.norm.pdf(grid, 1.0, 1.0)
    exact = np.trapezoid(density[np.abs(grid + 1.0) < 0.3], grid[np.abs(grid + 1.0) < 0.3])
    figure, (left, right) = axes(columns=2, height=3.4, sharey=True, width_ratios=[3, 2])
    left.plot(np.arange(1, 301), chain[:300], drawstyle="steps-post", color=ANSWER, lw=1.2)
    left.axhline(-1.0, color=DATA, dashes=(4, 2), lw=1.2)
    left.text(300, -1.5, "narrow peak at -1", ha="right", va="top")
    left.set(xlabel="step", ylabel="state x", title=f"Your chain accepts {rate:.2f} of the proposals")
    bins = np.linspace(-2.5, 5.0, 126)
    label = "your 40,000 steps"
    right.hist(
        chain, bins, density=True, orientation="horizontal", histtype="stepfilled", **FILLED, label=label
    )
    right.plot(density, grid, color=TRUTH, lw=1.2, label="target")
    right.set(xlabel="density (per unit of x)", title=f"Narrow peak: {narrow:.2f}, exact {exact:.2f}")
    right.legend()
    return figure, (
        "Left: the first 300 steps of your chain, from 4, where the target has a wide peak near 1 "
        f"and a narrow one at -1; it accepts {rate:.2f} of all proposals. Right: a "
        f"histogram of the chain beside the target's two peaks; {narrow:.2f} of the states are near -1, "
        f"exact is {exact:.2f}."
    )

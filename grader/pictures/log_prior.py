"""log-prior: the density of one weight, and what it implies for the probability of spam."""

import numpy as np
import torch
from scipy import special, stats

from grader.pictures.style import FILL, PALE, THIRD, TRUTH, axes, beside, picture

# Wide lines that differ in lightness: the truth is dashed on top of them.
SCALES = ((0.3, FILL), (1.0, THIRD), (3.0, PALE))
N_FEATURES = 10


def _density(log_prior, points, scale):
    """Return a one-dimensional density from the student's log prior of D = 1."""
    column = torch.tensor(points, dtype=torch.float64)[:, None]
    return np.exp(np.asarray(log_prior(column, scale), dtype=float))


@picture
def draw(log_prior):
    """Show the prior of a weight for three scales, and the spam probability of a message before training."""
    figure, (left, right) = axes(columns=2, height=3.6)
    weights = np.linspace(-6, 6, 241)
    logits = np.linspace(-7, 7, 281)
    spam = special.expit(logits)
    rng = np.random.default_rng(0)
    yours, exact = [], []
    for scale, colour in SCALES:
        yours.append(_density(log_prior, weights, scale))
        exact.append(stats.norm.pdf(weights, scale=scale))
        left.plot(weights, yours[-1], color=colour, lw=5, label=f"your prior, scale {scale:g}")
        left.plot(weights, exact[-1], color=TRUTH, lw=1, dashes=(4, 2))
        # A logit is a sum of weights; dz/dp = 1/(p(1-p)) turns its density into the probability's.
        implied = _density(log_prior, logits, scale * N_FEATURES**0.5) / (spam * (1 - spam))
        right.plot(spam, implied, color=colour, lw=4, label=f"scale {scale:g}")
        simulated = special.expit(rng.normal(scale=scale, size=(40_000, N_FEATURES)).sum(axis=1))
        right.hist(simulated, bins=40, range=(0, 1), density=True, histtype="step", color=TRUTH, lw=0.7)
    left.plot([], [], color=TRUTH, lw=1, dashes=(4, 2), label="truth")
    right.plot([], [], color=TRUTH, lw=0.7, label="simulated messages")
    left.set(
        xlabel="weight (log-odds)",
        ylabel="density (per unit of log-odds)",
        ylim=(-0.05, 1.95),
        title="The larger the scale, the flatter",
    )
    right.set(
        xlabel="probability of spam",
        ylabel="density (per unit of probability)",
        ylim=(0, 6),
        title="Wide weights, extreme messages",
    )
    left.legend()
    right.legend(loc="upper center")
    return figure, (
        f"Left: your densities of a weight with scales 0.3, 1 and 3, {beside(yours, exact)}. Right: the "
        "density of a message's spam probability that each implies: a hump around one half for 0.3, peaks at "
        "0 and 1 for 1 and for 3."
    )

"""log-joint: likelihood alone against likelihood and prior, for two weights and separable messages."""

import numpy as np
import torch
from matplotlib import colormaps, patheffects
from scipy import stats

from grader.pictures.style import FILL, SECOND, THIRD, TRUTH, axes, beside, headline, picture

FEATURES = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
LABELS = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
SCALE, WIDE = 2.0, 1e6
RAY = np.array([2.0, -1.0]) / 5**0.5
# The light half of the map, so that lines are seen on it.
BLUES = colormaps["Blues"](np.linspace(0.0, 0.5, 11))
LEVELS = np.array([-10.0, -6.0, -4.0, -2.5, -1.5, -0.8, -0.4, -0.15, -0.03])


def _answer(log_joint, theta, scale):
    """Return the student's log joint without the prior's constant, so that scales can be compared."""
    value = log_joint(*(torch.tensor(a, dtype=torch.float64) for a in (theta, FEATURES, LABELS)), scale)
    return np.asarray(value.detach() if hasattr(value, "detach") else value, float) - _constant(scale)


def _truth(theta, scale):
    signed = (theta @ FEATURES.T) * (2 * LABELS - 1)
    prior = stats.norm.logpdf(theta, scale=scale).sum(1) - _constant(scale)
    return prior - np.logaddexp(0, -signed).sum(1)


def _constant(scale):
    return 2 * stats.norm.logpdf(0.0, scale=scale)


@picture
def draw(log_joint):
    """Show the surface with a flat prior, with a prior of scale 2, and both along one ray."""
    figure, (left, middle, right) = axes(columns=3, height=3.5, width_ratios=(1, 1, 1.1))
    first, second = np.meshgrid(np.linspace(-4, 12, 81), np.linspace(-12, 4, 81))
    grid = np.column_stack([first.ravel(), second.ravel()])
    for ax, scale, title in (
        (left, WIDE, "Likelihood alone (dark is high)"),
        (middle, SCALE, "With the prior"),
    ):
        truth = _truth(grid, scale)
        levels = LEVELS + (0.0 if scale == WIDE else truth.max())
        answer = _answer(log_joint, grid, scale).reshape(first.shape)
        ax.contourf(first, second, answer, levels=[*levels, levels[-1] + 1], colors=BLUES, extend="both")
        ax.contour(
            first,
            second,
            truth.reshape(first.shape),
            levels=levels,
            colors=TRUTH,
            linewidths=0.8,
            linestyles="--",
        )
        (ray,) = ax.plot(*np.outer(RAY, (0.0, 12.5)), color=SECOND, lw=2.2, dashes=(1, 1))
        ray.set_path_effects([patheffects.withStroke(linewidth=4, foreground="white")])
        ax.set(xlabel="weight of term 1 (log-odds)", title=title)
        ax.grid(False)
        if scale == SCALE:
            ax.plot(*grid[truth.argmax()], "P", color=SECOND, ms=10, mec=TRUTH, label="exact maximum")
            highest = grid[np.argmax(answer)]
            ax.legend(loc="lower left")
    left.set_ylabel("weight of term 2 (log-odds)")
    middle.tick_params(labelleft=False)
    length = np.linspace(0, 12.5, 126)
    along = length[:, None] * RAY
    said = []
    for scale, colour, label in ((WIDE, THIRD, "likelihood alone"), (SCALE, FILL, "with the prior")):
        yours, truth = _answer(log_joint, along, scale), _truth(along, scale)
        said.append(beside(yours, truth))
        right.plot(length, yours, color=colour, lw=5, label=label)
        right.plot(length, truth, color=TRUTH, lw=1, dashes=(4, 2))
    right.plot([], [], color=TRUTH, lw=1, dashes=(4, 2), label="truth")
    right.axhline(0, color=TRUTH, lw=0.8)
    right.set(
        xlabel="distance (log-odds)",
        ylabel="log joint (nats), up to a constant",
        ylim=(-13, 0.6),
        title="Yours, along the dotted ray",
    )
    right.legend(loc="lower left")
    headline(figure, "The likelihood climbs without end; with a prior there is one maximum")
    return figure, (
        "Contours over two weights. Without a prior the exact surface rises for ever to the lower right; "
        "with a prior of standard deviation 2 it has one maximum near (2.2, -1.4), yours on the grid is at "
        f"({highest[0]:.1f}, {highest[1]:.1f}). Along the ray the exact likelihood creeps up to 0 while the "
        f"joint turns and falls; your likelihood alone is {said[0]}, your joint {said[1]}."
    )

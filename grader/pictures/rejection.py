"""rejection: darts at a curve with two peaks, and what a rejection sampler makes of them."""

import numpy as np

from grader.pictures.style import ANSWER, DATA, FILLED, TRUTH, axes, picture

LOW, HIGH, CEILING = -4.0, 4.0, 1.2


def _density(x):
    return np.exp(-0.5 * ((x + 1.5) / 0.5) ** 2) + 0.6 * np.exp(-0.5 * ((x - 1.0) / 0.9) ** 2)


@picture
def draw(rejection_sample):
    """Show 600 darts under and above an unnormalised curve, and the samples over its normalised density."""
    rng = np.random.default_rng(26)
    x, height = rng.uniform(LOW, HIGH, 600), rng.uniform(0.0, CEILING, 600)
    under = height < _density(x)
    samples, rate = rejection_sample(_density, LOW, HIGH, CEILING, 4000, rng)
    samples = np.asarray(samples, float)
    grid = np.linspace(LOW, HIGH, 801)
    area = np.sum(_density(grid)) * (grid[1] - grid[0])
    figure, (left, right) = axes(columns=2, height=3.4, sharex=True)
    left.plot(x[~under], height[~under], "x", color=DATA, ms=3.5, mew=0.9, label="refused")
    left.plot(x[under], height[under], ".", color=ANSWER, ms=6, label="accepted")
    left.plot(grid, _density(grid), color=TRUTH)
    left.axhline(CEILING, color=TRUTH, lw=1.2, dashes=(4, 2), label="ceiling")
    left.set(xlabel="x", ylabel="unnormalised density", ylim=(0, 1.6), title="Darts under the curve are kept")
    left.legend(ncols=3, loc="upper right")
    right.hist(
        samples, 50, range=(LOW, HIGH), density=True, histtype="stepfilled", **FILLED, label="your samples"
    )
    right.plot(grid, _density(grid) / area, color=TRUTH, label="normalised density")
    share = area / (CEILING * (HIGH - LOW))
    right.set(xlabel="x", ylabel="density (per unit of x)")
    right.set_title(f"Your rate {rate:.3f}, area's share {share:.3f}")
    right.legend()
    return figure, (
        "Left: 600 darts over a rectangle; those below a curve with two peaks are accepted. Right: a "
        f"histogram of your {samples.size:,} samples, {np.mean(samples < 0):.2f} of them below zero; under "
        f"the curve it is {_density(grid[grid < 0]).sum() / _density(grid).sum():.2f}. Your rate is "
        f"{rate:.3f}, the area's share {share:.3f}."
    )

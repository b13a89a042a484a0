"""expectation: Monte Carlo estimates with their standard errors, for one and for several sample sizes."""

import numpy as np

from grader.pictures.style import ANSWER, TRUTH, axes, picture

MEAN, SPREAD = np.exp(-0.5), (1 - np.exp(-1.0)) / np.sqrt(2)


@picture
def draw(monte_carlo_expectation):
    """Show 100 estimates of E[cos x], x standard normal, and the mean standard error for six sample sizes."""
    rng = np.random.Generator(np.random.PCG64(31))
    figure, (left, right) = axes(columns=2, height=3.4)
    pairs = np.array([monte_carlo_expectation(np.cos, rng.normal(size=100)) for _ in range(100)], float)
    pairs = pairs.reshape(100, 2)
    crossing = int(np.sum(np.abs(pairs[:, 0] - MEAN) <= 2 * pairs[:, 1]))
    left.axhline(MEAN, color=TRUTH, lw=1.4, label="exact", zorder=3)
    look = {"fmt": "o", "ms": 2, "lw": 1, "color": ANSWER}
    left.errorbar(np.arange(1, 101), pairs[:, 0], 2 * pairs[:, 1], label="yours, ± 2 standard errors", **look)
    left.set(
        xlabel="repetition", ylabel="estimate of E[cos x]", title=f"{crossing} of 100 bars cross the truth"
    )
    left.margins(y=0.3)
    left.legend(loc="upper left", ncols=2)
    sizes = 4 ** np.arange(2, 8)
    errors = [
        np.mean([float(monte_carlo_expectation(np.cos, rng.normal(size=size))[1]) for _ in range(10)])
        for size in sizes
    ]
    right.loglog(sizes, SPREAD / np.sqrt(sizes), color=TRUTH, lw=1.2, label="exact")
    right.loglog(sizes, errors, "o", color=ANSWER, label="yours, mean of 10")
    right.set(
        xlabel="samples S",
        ylabel="standard error of the estimate",
        title="Four times the samples, half the error",
    )
    right.legend()
    return figure, (
        f"Left, a hundred estimates with bars of two standard errors; {crossing} bars cross the line of the "
        "exact value 0.607. Right, the standard error against the number of samples on logarithmic axes, a "
        f"falling straight line, with your dots: {errors[0]:.2g} for {sizes[0]} samples, exact "
        f"{SPREAD / np.sqrt(sizes[0]):.2g}, and {errors[-1]:.2g} for {sizes[-1]:,}, exact "
        f"{SPREAD / np.sqrt(sizes[-1]):.2g}."
    )

"""inverse-transform: uniform numbers carried through a normal PPF, and the sample they make."""

import numpy as np
from scipy import stats

from grader.pictures.style import DATA, FILL, FILLED, SECOND, TRUTH, axes, beside, picture


@picture
def draw(normal_ppf, inverse_transform_sample):
    """Show how evenly spaced probabilities crowd under the PPF, and 5,000 draws of a normal distribution."""
    mu, sigma = 170.0, 8.0
    exact = stats.norm(mu, sigma)
    figure, (left, right) = axes(columns=2, height=3.5)

    p = np.linspace(0.001, 0.999, 300)
    left.plot(exact.ppf(p), p, color=TRUTH, lw=1, label="exact", zorder=3)
    left.plot(
        np.asarray(normal_ppf(p, mu, sigma)),
        p,
        color=FILL,
        lw=5,
        label="your PPF",
    )
    even = (np.arange(14) + 0.5) / 14
    landed = np.asarray(normal_ppf(even, mu, sigma))
    start = exact.ppf(0.0005)
    left.hlines(even, start, landed, color=DATA, lw=0.7)
    left.vlines(landed, 0.0, even, color=DATA, lw=0.7)
    left.plot(landed, np.zeros(even.size), "|", color=SECOND, ms=9, clip_on=False, label="where they land")
    left.set(
        xlabel="x (cm)", ylabel="probability p", title="Even steps in p crowd at the mean", ylim=(0.0, 1.0)
    )
    left.set_xlim(start, exact.ppf(0.9995))
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=3, columnspacing=0.8, handlelength=1.6)

    sample = np.asarray(
        inverse_transform_sample(
            lambda u: normal_ppf(u, mu, sigma), 5000, np.random.Generator(np.random.PCG64(24))
        )
    )
    x = np.linspace(start, exact.ppf(0.9995), 300)
    right.hist(sample, 45, density=True, histtype="stepfilled", **FILLED, label="5,000 of your draws")
    right.plot(x, exact.pdf(x), color=TRUTH, lw=1.2, label="normal density")
    right.set(xlabel="x (cm)", ylabel="density (per cm)")
    right.set_title(f"Your draws: mean {sample.mean():.1f}, spread {sample.std():.1f} cm")
    right.set_ylim(0.0, 1.45 * exact.pdf(mu))
    right.legend(loc="upper left")
    return figure, (
        "Left: a normal distribution function; evenly spaced probabilities land close together near the mean "
        f"of 170 cm and far apart in the tails; your PPF is {beside(landed, exact.ppf(even))}. Right: a "
        f"histogram of 5,000 draws with mean {sample.mean():.1f} and standard deviation {sample.std():.1f} "
        "cm, and the density of the normal, with 170 and 8."
    )

"""kde-quantile: a density estimate's CDF read backwards, and two ways to sample from it."""

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, DATA, FILLED, SECOND, TRUTH, axes, beside, picture


@picture
def draw(kde_ppf):
    """Show quantiles on the CDF of a small data set, and two ways to sample from it."""
    data, bandwidth = np.array([0.0, 0.6, 1.1, 1.3, 5.2, 6.0, 6.3]), 0.45
    x = np.linspace(-2.0, 9.0, 300)
    cdf = np.mean([stats.norm.cdf(x, d, bandwidth) for d in data], axis=0)
    pdf = np.mean([stats.norm.pdf(x, d, bandwidth) for d in data], axis=0)
    figure, (left, right) = axes(columns=2, height=3.5)

    p = np.array([0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.99])
    quantiles = np.asarray(kde_ppf(p, data, bandwidth))
    left.plot(x, cdf, color=TRUTH, lw=1, label="CDF of the estimate")
    left.hlines(p, x[0], quantiles, color=DATA, lw=0.7)
    left.vlines(quantiles, 0.0, p, color=DATA, lw=0.7)
    left.plot(quantiles, p, "o", color=ANSWER, ms=5, label="your quantiles")
    left.plot(data, np.zeros(data.size), "^", color=SECOND, ms=6, clip_on=False, label="data")
    left.set(xlabel="x", ylabel="probability p", title="Quantiles also lie beyond the data", ylim=(0.0, 1.0))
    left.set_xlim(x[0], x[-1])
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=3, columnspacing=0.8, handlelength=1.6)

    rng = np.random.Generator(np.random.PCG64(26))
    through = np.asarray(kde_ppf(rng.random(4000), data, bandwidth))
    picked = rng.choice(data, size=4000) + bandwidth * rng.standard_normal(4000)
    bins = np.linspace(-1.75, 8.0, 40)
    right.hist(
        through, bins, density=True, histtype="stepfilled", **FILLED, label="uniform numbers through your PPF"
    )
    right.hist(
        picked,
        bins,
        density=True,
        histtype="step",
        color=SECOND,
        lw=1.5,
        ls="--",
        label="a data point plus noise",
    )
    right.plot(x, pdf, color=TRUTH, lw=1.2, label="density of the estimate")
    right.set(xlabel="x", ylabel="density (per unit of x)", title="Two ways to sample, one distribution")
    right.set_ylim(0.0, 1.7 * pdf.max())
    right.legend(loc="upper right")
    return figure, (
        "Left: the distribution function of a density estimate of seven values in two groups; your quantiles "
        f"are {beside(np.interp(quantiles, x, cdf), p)}, the outermost at {quantiles[0]:.2f} and "
        f"{quantiles[-1]:.2f}, with data from 0 to 6.3. Right: a histogram of your draws through the "
        f"quantile function, mean {through.mean():.2f}, one of data points plus noise, mean "
        f"{picked.mean():.2f}, and the density."
    )

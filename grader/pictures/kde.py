"""kde: a density estimate with two bandwidths, and its distribution function."""

import numpy as np
from scipy import optimize, stats

from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, beside, picture

__all__ = ["draw", "scott", "sheather_jones"]


def scott(data):
    """Return Scott's bandwidth, a standard deviation in the unit of the data."""
    return 1.06 * np.std(data, ddof=1) * len(data) ** -0.2


def sheather_jones(data):
    """Return the bandwidth of Sheather and Jones, a standard deviation in the unit of the data.

    It solves their equation for h, in which the roughness of the unknown density's second derivative is
    estimated from the data with a pilot bandwidth that depends on h (Sheather & Jones 1991, Journal of the
    Royal Statistical Society B 53, 683-690).
    """
    data = np.asarray(data, float)
    n = data.size
    differences = data[:, None] - data

    def mean_derivative(order, width):
        # Derivatives of the normal density are Hermite polynomials times the density.
        z = differences / width
        polynomial = np.polynomial.hermite_e.hermeval(z, [0] * order + [1])
        total = np.sum(polynomial * np.exp(-0.5 * z**2)) / np.sqrt(2 * np.pi)
        return total / (n * (n - 1) * width ** (order + 1))

    spread = min(np.std(data, ddof=1), stats.iqr(data) / 1.349)
    fourth = mean_derivative(4, 1.24 * spread * n ** (-1 / 7))
    sixth = -mean_derivative(6, 1.23 * spread * n ** (-1 / 9))
    pilot = 1.357 * (fourth / sixth) ** (1 / 7)

    def equation(h):
        return (1 / (2 * np.sqrt(np.pi) * n * mean_derivative(4, pilot * h ** (5 / 7)))) ** 0.2 - h

    return optimize.brentq(equation, 0.05 * scott(data), 1.5 * scott(data))


@picture
def draw(kde_pdf, kde_cdf):
    """Show 150 values from a mixture with three peaks, estimated with two bandwidths."""
    weights, centres, widths = (0.35, 0.35, 0.3), (-1.2, 0.8, 6.0), (0.4, 0.5, 0.7)
    rng = np.random.Generator(np.random.PCG64(25))
    which = rng.choice(3, size=150, p=weights)
    data = rng.normal(np.take(centres, which), np.take(widths, which))
    x = np.linspace(-5.0, 10.5, 400)
    truth = sum(w * stats.norm.pdf(x, c, s) for w, c, s in zip(weights, centres, widths, strict=True))
    narrow, wide = sheather_jones(data), scott(data)

    figure, (left, right) = axes(columns=2)
    left.plot(x, truth, color=TRUTH, lw=1, label="true density")
    followed, blurred = (np.asarray(kde_pdf(x, data, h), float) for h in (narrow, wide))
    left.plot(x, followed, color=ANSWER, dashes=(4, 2), label=f"Sheather-Jones, h = {narrow:.2f}")
    left.plot(x, blurred, color=SECOND, dashes=(1, 1), label=f"Scott, h = {wide:.2f}")
    left.plot(data, np.full(data.size, -0.008), "|", color=DATA, ms=6, label="data")
    left.set(xlabel="x", ylabel="density (per unit of x)", title="Scott's rule blurs the close peaks")
    left.set_ylim(-0.02, 1.4 * truth.max())
    left.legend(loc="upper right")

    right.ecdf(data, color=TRUTH, lw=1, label="share of the data up to x")
    cdf = np.asarray(kde_cdf(x, data, narrow), float)
    right.plot(x, cdf, color=ANSWER, dashes=(4, 2), label="your CDF, Sheather-Jones")
    right.plot(x, np.asarray(kde_cdf(x, data, wide)), color=SECOND, dashes=(1, 1), label="your CDF, Scott")
    right.set(xlabel="x", ylabel="probability of at most x", title="The CDF smooths the steps")
    right.legend(loc="upper left")
    return figure, (
        "Left: a true density with two close peaks and one apart; your estimate with the Sheather-Jones "
        f"bandwidth has {_peaks(followed)} peaks, the one with Scott's has {_peaks(blurred)}. Right: your "
        "distribution functions along the steps of the data, Scott's less steep; with Sheather-Jones it is "
        f"{beside(cdf, np.mean(data <= x[:, None], axis=1), 0.06)}, the share of the data."
    )


def _peaks(density):
    """Count the peaks that are higher than a tenth of the highest one."""
    inner = density[1:-1]
    return int(np.sum((inner > density[:-2]) & (inner >= density[2:]) & (inner > 0.1 * density.max())))

"""bic: Laplace's approximation of a coin's evidence, and the evidence of polynomials of rising degree."""

import math

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, DATA, SECOND, THIRD, TRUTH, axes, picture

HEADS, TOSSES = 7, 10
N, NOISE_SCALE, COEFFICIENTS = 60, 0.5, (0.3, -0.9, 0.7, 1.0)


@picture
def draw(bic, log_evidence_bic):
    """Show Laplace's Gaussian beside the exact joint, and three curves over the number of parameters."""
    figure, (left, right) = axes(columns=2, height=3.8)
    _laplace(left)
    best = _polynomials(right, bic, log_evidence_bic)
    return figure, (
        "Left, the joint of a coin's bias and its data, a skewed peak at 0.7, and a dashed Gaussian of about "
        "the same area. Right, by number of parameters: the maximum of the log likelihood never falls, the "
        f"exact log evidence peaks at 4 parameters, your log evidence at {best[0]} and minus half your BIC "
        f"at {best[1]}."
    )


def _laplace(ax):
    theta = np.linspace(0.001, 1.3, 600)
    joint = stats.binom.pmf(HEADS, TOSSES, theta)
    mode = HEADS / TOSSES
    height, curvature = stats.binom.pmf(HEADS, TOSSES, mode), TOSSES / (mode * (1 - mode))
    gaussian = height * np.exp(-0.5 * curvature * (theta - mode) ** 2)
    area = height * math.sqrt(2 * math.pi / curvature)
    inside = theta <= 1
    ax.fill_between(theta[inside], joint[inside], color=DATA, alpha=0.35, lw=0)
    ax.plot(theta[inside], joint[inside], color=TRUTH, label=f"joint, area {1 / (TOSSES + 1):.4f}")
    ax.plot(theta, gaussian, color=SECOND, dashes=(4, 2), label=f"Gaussian, area {area:.4f}")
    ax.set(
        xlabel="bias of the coin θ",
        ylabel="P(Y, θ) for 7 heads in 10 tosses",
        title=f"Laplace's area is {100 * (area * (TOSSES + 1) - 1):.0f} % too large",
    )
    ax.set_ylim(0, 0.38)
    ax.legend(loc="upper left")


def _polynomials(ax, bic, log_evidence_bic):
    rng = np.random.Generator(np.random.PCG64(51))
    x = np.linspace(-1, 1, N)
    y = np.polynomial.legendre.legval(x, COEFFICIENTS) + rng.normal(0.0, NOISE_SCALE, size=N)
    sizes = np.arange(1, 11)
    maximum, exact, yours, from_bic = [], [], [], []
    for k in sizes:
        design = np.polynomial.legendre.legvander(x, k - 1)
        fit = design @ np.linalg.lstsq(design, y, rcond=None)[0]
        maximum.append(stats.norm.logpdf(y, fit, NOISE_SCALE).sum())
        covariance = NOISE_SCALE**2 * np.eye(N) + design @ design.T
        exact.append(stats.multivariate_normal(np.zeros(N), covariance).logpdf(y))
        yours.append(np.asarray(log_evidence_bic(float(maximum[-1]), int(k), N)).item())
        from_bic.append(-np.asarray(bic(float(maximum[-1]), int(k), N)).item() / 2)
    ax.plot(sizes, maximum, color=THIRD, dashes=(1, 1), label="maximum of the log likelihood")
    ax.plot(sizes, exact, color=TRUTH, lw=1.4, label="exact log evidence")
    ax.plot(sizes, yours, "o", color=ANSWER, mfc="white", ms=9, mew=1.5, label="your log evidence")
    ax.plot(sizes, from_bic, "x", color=SECOND, ms=5, mew=1.5, label="−½ your BIC")
    peaks = tuple(int(sizes[np.argmax(values)]) for values in (yours, from_bic))
    ax.set(
        xlabel="parameters k of the polynomial",
        ylabel="log evidence (nats)",
        title=f"Exact peak at k = {sizes[np.argmax(exact)]}, yours at {peaks[0]}",
    )
    ax.set_xticks(sizes)
    ax.legend()
    return peaks

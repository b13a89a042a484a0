"""evidence: Monte Carlo estimates of a log evidence that is known exactly."""

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, picture

Y, PRIOR_SCALE = np.array([1.2, 2.9, 2.1, 3.4, 1.8]), 3.0


def _log_likelihood(theta):
    return np.sum(stats.norm.logpdf(Y, np.asarray(theta)[..., None], 1.0), axis=-1)


@picture
def draw(log_evidence_monte_carlo):
    """Show prior, likelihood and 40 prior samples, and five running estimates from up to 3,000 samples."""
    rng = np.random.Generator(np.random.PCG64(41))
    covariance = np.eye(Y.size) + PRIOR_SCALE**2
    exact = stats.multivariate_normal(np.zeros(Y.size), covariance).logpdf(Y)
    runs = rng.normal(0.0, PRIOR_SCALE, size=(5, 3000))
    figure, (left, right) = axes(columns=2, height=3.4)
    theta = np.linspace(-9, 9, 400)
    likelihood = np.exp(_log_likelihood(theta))
    likelihood /= likelihood.sum() * (theta[1] - theta[0])
    left.plot(theta, stats.norm.pdf(theta, 0.0, PRIOR_SCALE), color=DATA, dashes=(4, 2), label="prior")
    left.plot(theta, likelihood, color=SECOND, label="likelihood, rescaled")
    left.plot(runs[0, :40], np.full(40, -0.04), "|", color=ANSWER, ms=9, label="40 samples of the prior")
    left.set(xlabel="parameter θ", ylabel="density (per unit of θ)", title="Few samples of the prior fit")
    left.set_ylim(-0.08, 1.3)
    left.legend(loc="upper left")
    sizes = np.unique(np.geomspace(20, 3000, 22).astype(int))
    last = []
    for number, run in enumerate(runs):
        estimates = [np.asarray(log_evidence_monte_carlo(_log_likelihood, run[:s])).item() for s in sizes]
        last.append(estimates[-1])
        label = None if number else "yours, five runs"
        right.semilogx(sizes, estimates, "o-", color=ANSWER, lw=1, ms=2.5, label=label)
    right.axhline(exact, color=TRUTH, lw=1.6, dashes=(6, 2), label="exact", zorder=3)
    off = np.max(np.abs(np.array(last) - exact))
    right.set(xlabel="samples S", ylabel="log P(Y) (nats)", title=f"Five runs end up to {off:.2f} nats off")
    right.legend()
    return figure, (
        "Left, a wide prior around zero and a narrow likelihood near 2.3, with ticks for 40 prior samples, "
        "few of them under the likelihood. Right, five estimates of the log evidence against the number of "
        f"samples: with 3,000 they lie from {min(last):.2f} to {max(last):.2f}; the exact value is "
        f"{exact:.2f}."
    )

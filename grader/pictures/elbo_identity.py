"""elbo-identity: the ELBO rises to the log evidence as q moves from the prior to the posterior."""

import numpy as np
import torch
from scipy import stats

from grader.pictures.style import ANSWER, DATA, FILLED, SECOND, TRUTH, axes, beside, picture


@picture
def draw(elbo_linear_gaussian, kl_normal):
    """Show nine q between prior and posterior, and for each its ELBO and divergence, stacked."""
    y, prior_scale, noise_scale = np.array([1.9, 0.7, 2.8, 1.4]), 1.5, 1.2
    variance = 1 / (prior_scale**-2 + len(y) * noise_scale**-2)
    mean, scale = variance * y.sum() / noise_scale**2, np.sqrt(variance)
    covariance = noise_scale**2 * np.eye(len(y)) + prior_scale**2
    log_evidence = stats.multivariate_normal(np.zeros(len(y)), covariance).logpdf(y)

    steps = np.linspace(0.0, 1.0, 9)
    means, scales = steps * mean, prior_scale ** (1 - steps) * scale**steps
    pairs = list(zip(means.tolist(), scales.tolist(), strict=True))
    elbos = np.array(
        [float(elbo_linear_gaussian(m, s, torch.from_numpy(y), prior_scale, noise_scale)) for m, s in pairs]
    )
    divergences = np.array([float(kl_normal(m, s, float(mean), float(scale))) for m, s in pairs])

    figure, (left, right) = axes(columns=2, height=3.5)
    theta = np.linspace(-3.5, 4.0, 300)
    for m, s in pairs[1:-1]:
        left.plot(theta, stats.norm.pdf(theta, m, s), color=ANSWER, lw=0.9, alpha=0.7)
    left.plot([], [], color=ANSWER, lw=0.9, label="$q$ on the way")
    left.plot(
        theta, stats.norm.pdf(theta, 0, prior_scale), color=DATA, dashes=(4, 2), label="prior: the first $q$"
    )
    left.plot(theta, stats.norm.pdf(theta, mean, scale), color=TRUTH, label="posterior: the last $q$")
    left.plot(y, np.zeros_like(y) + 0.012, "^", color=SECOND, label="observations")
    left.set(xlabel=r"$\theta$", ylim=(0, 1.0), title="q goes from prior to posterior")
    left.set_ylabel(r"density (per unit of $\theta$)")
    left.legend(loc="upper left")

    floor = np.floor(min(elbos.min(), log_evidence)) - 1
    right.bar(steps, elbos - floor, 0.09, floor, **FILLED, label="your ELBO")
    right.bar(
        steps,
        divergences,
        0.09,
        elbos,
        color="white",
        edgecolor=SECOND,
        hatch="////",
        label="your KL to the posterior",
    )
    right.axhline(log_evidence, color=TRUTH, lw=1.6, label=rf"$\log P(Y)$ = {log_evidence:.3f}")
    right.set(
        ylim=(floor, log_evidence + 0.42 * (log_evidence - floor)),
        xlabel="step of $q$: 0 is the prior, 1 the posterior",
        ylabel="ELBO and divergence (nats)",
        title="The ELBO climbs to the log evidence",
    )
    right.legend(loc="upper left")
    return figure, (
        "Left: densities of nine q, from a wide prior at zero to a narrow posterior near 1.5. Right: "
        f"for each q a bar of your ELBO, from {elbos[0]:.2f} to {elbos[-1]:.2f} nats, with a hatched bar of "
        f"your divergence on top, from {divergences[0]:.2f} to {divergences[-1]:.2f}; the stacks end "
        f"{beside(elbos + divergences, log_evidence, 0.001)}, the line of the log evidence."
    )

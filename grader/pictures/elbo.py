"""elbo: how Monte Carlo estimates of the ELBO scatter, for a q that is too wide and for the posterior."""

import math

import numpy as np
import torch

from grader.checks._objectives import normal_means_log_joint
from grader.pictures.style import ANSWER, SECOND, TRUTH, axes, picture

SIZES = (1, 10, 100)
REPEATS = 400
Y, PRIOR_SCALE, NOISE_SCALE = 1.5, 2.0, 1.0


def _exact(mu, sigma):
    """Return the log evidence and the ELBO of N(mu, sigma^2) for one observation."""
    variance = PRIOR_SCALE**2 + NOISE_SCALE**2
    log_evidence = -0.5 * (math.log(2 * math.pi * variance) + Y**2 / variance)
    posterior_variance = 1 / (PRIOR_SCALE**-2 + NOISE_SCALE**-2)
    posterior_mean = posterior_variance * Y / NOISE_SCALE**2
    ratio = sigma**2 / posterior_variance
    divergence = 0.5 * (ratio - 1 - math.log(ratio) + (mu - posterior_mean) ** 2 / posterior_variance)
    return log_evidence, log_evidence - divergence, posterior_mean, math.sqrt(posterior_variance)


@picture
def draw(elbo_monte_carlo):
    """Show 400 estimates each from 1, 10 and 100 samples beside the exact ELBO and the log evidence."""
    generator = torch.Generator().manual_seed(6)
    log_joint = normal_means_log_joint([Y], PRIOR_SCALE, NOISE_SCALE)
    _, _, mean, deviation = _exact(0.0, 1.0)
    figure, panels = axes(columns=2, height=3.4, sharey=True)
    jitter = np.random.Generator(np.random.PCG64(2)).uniform(-0.25, 0.25, REPEATS)
    for ax, (title, mu, sigma) in zip(
        panels,
        (("q is too wide", mean, 1.5 * deviation), ("q is the posterior", mean, deviation)),
        strict=True,
    ):
        log_evidence, exact, _, _ = _exact(mu, sigma)
        arguments = [
            torch.tensor([value], dtype=torch.float64) for value in (mu, math.log(math.expm1(sigma)))
        ]
        for place, size in enumerate(SIZES):
            values = [
                float(
                    elbo_monte_carlo(
                        *arguments, log_joint, torch.randn(size, 1, generator=generator, dtype=torch.float64)
                    )
                )
                for _ in range(REPEATS)
            ]
            ax.plot(place + jitter, values, "o", color=ANSWER, ms=2.5, alpha=0.45)
            ax.plot(place, np.mean(values), "D", color=SECOND, mec="white", ms=8)
        ax.axhline(log_evidence, color=TRUTH, ls=":", lw=1.6, label="log evidence")
        ax.axhline(exact, color=TRUTH, ls="--", lw=1.2, label="exact ELBO")
        ax.set(title=title, xticks=range(len(SIZES)), xticklabels=SIZES, xlabel="samples S in one estimate")
    panels[0].plot([], [], "o", color=ANSWER, ms=4, label="one estimate")
    panels[0].plot([], [], "D", color=SECOND, label="their mean")
    panels[0].set(ylabel="ELBO (nats)", ylim=(log_evidence - 5.2, log_evidence + 1.0))
    panels[0].legend(loc="lower right", ncols=2)
    return figure, (
        "Left, q too wide: clouds of ELBO estimates from 1, 10 and 100 samples get narrower around the exact "
        "ELBO, which lies below the log evidence; some estimates lie above it. Right, q equal to the "
        "posterior: all estimates lie on the log evidence, without any scatter."
    )

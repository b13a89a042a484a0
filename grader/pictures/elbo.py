"""elbo: how Monte Carlo estimates of the ELBO scatter, for a q that is too wide and for the posterior."""

import math

import numpy as np
import torch

from grader.checks._objectives import normal_means_log_joint
from grader.pictures.style import ANSWER, FILL, SECOND, TRUTH, axes, picture

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
    scatter, means = [], []
    for ax, (title, mu, sigma) in zip(
        panels,
        (("q too wide", mean, 1.5 * deviation), ("q the posterior", mean, deviation)),
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
            ax.plot(place + jitter, values, "o", color=FILL, mec=ANSWER, mew=0.3, ms=2.8)
            ax.plot(place, np.mean(values), "D", color=SECOND, mec=TRUTH, ms=7)
            if place == 0:
                scatter.append(np.std(values))
        means.append(np.mean(values))
        ax.axhline(log_evidence, color=TRUTH, ls=":", lw=1.6, label="log evidence")
        ax.axhline(exact, color=TRUTH, ls="--", lw=1.2, label="exact ELBO")
        ax.set_title(f"{title}: scatter {scatter[-1]:.2f} nats")
        ax.set(xticks=range(len(SIZES)), xticklabels=SIZES, xlabel="samples S in one estimate")
    panels[0].plot([], [], "o", color=FILL, mec=ANSWER, mew=0.5, ms=4, label="one estimate")
    panels[0].plot([], [], "D", color=SECOND, mec=TRUTH, label="their mean")
    panels[0].set(ylabel="ELBO (nats)", ylim=(log_evidence - 5.2, log_evidence + 1.0))
    panels[0].legend(loc="lower right", ncols=2)
    return figure, (
        "Left, q too wide: clouds of your ELBO estimates from 1, 10 and 100 samples; with 100 "
        f"their mean is {means[0]:.2f} nats, the exact ELBO {_exact(mean, 1.5 * deviation)[1]:.2f}, below "
        f"the log evidence of {log_evidence:.2f}. Right, q equal to the posterior: from one sample the "
        f"estimates scatter by {scatter[1]:.2f} nats around {means[1]:.2f}."
    )

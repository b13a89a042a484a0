"""kl-monte-carlo: the estimate closes in on the divergence, unless the evidence is missing."""

import numpy as np
import torch
from torch.distributions import Normal, kl_divergence

from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, picture


@picture
def draw(kl_monte_carlo):
    """Show estimates with error bars for growing samples, with posterior and with joint."""
    posterior = Normal(torch.tensor(1.0).double(), torch.tensor(0.8).double())
    q = Normal(torch.tensor(0.4).double(), torch.tensor(0.5).double())
    log_evidence, exact = -2.3, kl_divergence(q, posterior).item()
    sizes = np.geomspace(30, 100_000, 12).astype(int)
    draws = np.random.Generator(np.random.PCG64(0)).standard_normal((sizes.sum(), 1))
    samples = torch.split(q.mean + q.stddev * torch.from_numpy(draws), sizes.tolist())

    def log_q(theta):
        return q.log_prob(theta).sum(-1)

    def log_posterior(theta):
        return posterior.log_prob(theta).sum(-1)

    def log_joint(theta):
        return log_posterior(theta) + log_evidence

    last = []
    figure, (left, right) = axes(columns=2, height=3.4)
    for ax, log_p, colour, marker, title in (
        (left, log_posterior, ANSWER, "o", "Posterior: ends at {:.3f} nats"),
        (right, log_joint, SECOND, "s", "Joint instead: ends at {:.3f} nats"),
    ):
        found = [tuple(map(float, kl_monte_carlo(log_q, log_p, rows))) for rows in samples]
        estimates, errors = np.array(found).T
        last.append(estimates[-1])
        ax.axhline(exact, color=TRUTH, lw=1.2, label=f"exact KL: {exact:.3f}")
        ax.errorbar(
            sizes,
            estimates,
            2 * errors,
            fmt=marker,
            ms=4,
            color=colour,
            capsize=3,
            label="yours, ± 2 standard errors",
        )
        ax.set(xscale="log", xlabel="number of samples $S$", ylabel="estimate of the KL (nats)")
        ax.set_title(title.format(estimates[-1]))
    right.axhline(exact - log_evidence, color=DATA, dashes=(4, 2), label=r"exact KL $-\,\log P(Y)$")
    left.set_ylim(exact - 0.4, exact + 0.5)
    right.set_ylim(-0.3, exact - log_evidence + 0.6)
    left.legend()
    right.legend(loc="upper right", bbox_to_anchor=(1, 0.62))
    return figure, (
        "Left: twelve of your estimates from 30 to 100,000 samples, the last one "
        f"{last[0]:.3f} nats, with error bars and the line of the exact divergence, {exact:.3f}. Right: the "
        f"same with the joint density; the last one is {last[1]:.3f} nats, and a dashed line lies at "
        f"{exact - log_evidence:.3f}, higher by minus the log evidence."
    )

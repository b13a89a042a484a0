"""train: the trace of the ELBO while a straight line is fitted, and where q ends."""

import math

import numpy as np
import torch
from matplotlib.patches import Ellipse
from torch.nn import functional as F

from grader.pictures.style import ANSWER, DATA, TRUTH, axes, picture

N_STEPS, LEARNING_RATE = 400, 0.03
X = np.linspace(0.0, 2.0, 9)
Y = np.array([-1.32, -0.11, 0.43, -0.26, 1.0, 1.79, 0.93, 2.32, 2.45])
DESIGN = np.column_stack([np.ones_like(X), X])
PRIOR_SCALE, NOISE_SCALE = 3.0, 0.7


def _line_elbo(mu, rho, eps):
    """Return the Monte Carlo ELBO of an intercept and a slope."""
    sigma = F.softplus(rho)
    theta = mu + sigma * eps
    residuals = (torch.from_numpy(Y) - theta @ torch.from_numpy(DESIGN).T) / NOISE_SCALE
    squares = (residuals**2).sum(-1) + ((theta / PRIOR_SCALE) ** 2 - eps**2).sum(-1)
    constant = len(Y) * math.log(math.sqrt(2 * math.pi) * NOISE_SCALE) + 2 * math.log(PRIOR_SCALE)
    return torch.log(sigma).sum() - 0.5 * squares.mean() - constant


def _truth():
    """Return the posterior's mean and covariance, the log evidence, and the largest mean-field ELBO."""
    covariance_y = NOISE_SCALE**2 * np.eye(len(Y)) + PRIOR_SCALE**2 * DESIGN @ DESIGN.T
    log_evidence = -0.5 * (
        np.linalg.slogdet(2 * np.pi * covariance_y)[1] + Y @ np.linalg.solve(covariance_y, Y)
    )
    precision = DESIGN.T @ DESIGN / NOISE_SCALE**2 + np.eye(2) / PRIOR_SCALE**2
    mean = np.linalg.solve(precision, DESIGN.T @ Y / NOISE_SCALE**2)
    # The best factorised normal has the posterior's mean and the reciprocals of the precision's diagonal.
    gap = 0.5 * (np.log(np.diag(precision)).sum() - np.linalg.slogdet(precision)[1])
    return mean, np.linalg.inv(precision), log_evidence, log_evidence - gap


def _ellipse(mean, covariance, **style):
    variances, directions = np.linalg.eigh(covariance)
    angle = np.degrees(np.arctan2(directions[1, 1], directions[0, 1]))
    return Ellipse(mean, *(4 * np.sqrt(variances[::-1])), angle=angle, fill=False, **style)


@picture
def draw(fit_mean_field):
    """Show the traces with 1 and with 30 samples a step, and q beside the exact posterior."""
    mean, covariance, log_evidence, best = _truth()
    start = torch.tensor([0.6, 0.0], dtype=torch.float64), torch.tensor([-1.0, -1.0], dtype=torch.float64)
    figure, (left, right) = axes(columns=2, height=3.6)
    last = []
    for n_samples, colour, width in ((1, DATA, 0.7), (30, ANSWER, 1.3)):
        generator = torch.Generator().manual_seed(11)
        mu, rho, trace = fit_mean_field(
            _line_elbo, *(part.clone() for part in start), N_STEPS, LEARNING_RATE, n_samples, generator
        )
        trace = [float(value) for value in trace]
        last.append(np.mean(trace[-100:]))
        left.plot(trace, color=colour, lw=width, label=f"{n_samples} sample{'s'[: n_samples - 1]} a step")
    left.axhline(log_evidence, color=TRUTH, ls=":", lw=1.6, label="log evidence")
    left.axhline(best, color=TRUTH, ls="--", lw=1.2, label="largest ELBO of a factorised normal")
    left.set(
        xlabel="step",
        ylabel="ELBO (nats)",
        title=f"Traces end at {last[0]:.1f} and {last[1]:.1f} nats",
        ylim=(best - 27, best + 4),
    )
    left.legend(loc="lower right")
    mu, sigma = (
        np.array([float(value) for value in part]) for part in (mu, F.softplus(torch.as_tensor(rho)))
    )
    first = (start[0].numpy(), F.softplus(start[1]).numpy())
    right.add_patch(_ellipse(first[0], np.diag(first[1] ** 2), color=DATA, ls="-.", label="q at the start"))
    right.add_patch(_ellipse(mean, covariance, color=TRUTH, ls="--", label="exact posterior"))
    right.add_patch(_ellipse(mu, np.diag(sigma**2), color=ANSWER, lw=2.4, label="your q after training"))
    right.set(
        xlabel=r"intercept $\theta_1$",
        ylabel=r"slope $\theta_2$",
        title=f"q ends {np.hypot(*(mu - mean)):.2f} from the centre",
        xlim=(-2.1, 1.7),
        ylim=(-1.0, 3.6),
    )
    right.legend(loc="upper right")
    return figure, (
        "Left: your two traces of the ELBO. Over the last 100 steps that with a single sample a step "
        f"averages {last[0]:.1f} nats, that with 30 averages {last[1]:.1f}; the largest "
        f"mean-field ELBO is {best:.1f}, the log evidence {log_evidence:.1f}. Right: the upright ellipse of "
        f"your q ends at ({mu[0]:.2f}, {mu[1]:.2f}); the posterior's tilted one is at ({mean[0]:.2f}, "
        f"{mean[1]:.2f})."
    )

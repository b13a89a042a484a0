"""mean-field: a factorised normal against a correlated posterior."""

import numpy as np
import torch
from scipy import stats

from grader.pictures.style import FILL, SECOND, TRUTH, axes, picture


@picture
def draw(log_q):
    """Show a correlated posterior with its best mean-field and its best full-rank normal."""
    mean, scales, correlation = np.array([0.5, -0.3]), np.array([1.0, 0.7]), 0.9
    covariance = np.outer(scales, scales) * np.array([[1.0, correlation], [correlation, 1.0]])
    posterior = stats.multivariate_normal(mean, covariance)
    best = 1 / np.sqrt(np.diag(np.linalg.inv(covariance)))
    rho = np.log(np.expm1(best))

    across, up = np.linspace(-2.6, 3.6, 121), np.linspace(-2.7, 2.1, 121)
    grid = np.stack(np.meshgrid(across, up), -1)
    points = torch.from_numpy(grid.reshape(-1, 2))
    mine = log_q(points, torch.from_numpy(mean), torch.from_numpy(rho))
    mine = np.asarray(mine.detach() if isinstance(mine, torch.Tensor) else mine).reshape(grid.shape[:2])

    figure, (left, right) = axes(columns=2, height=3.7)
    # The height of a normal falls by exp(-k^2 / 2) from its peak to its ellipse of k standard deviations.
    peak_q = -np.log(2 * np.pi * best.prod())
    left.contourf(across, up, mine, [peak_q - 2.0, peak_q - 0.5, np.inf], colors=["#d9ebf6", FILL])
    peak = posterior.logpdf(mean)
    left.contour(
        across,
        up,
        posterior.logpdf(grid),
        [peak - 2.0, peak - 0.5],
        colors=TRUTH,
        linestyles="solid",
        linewidths=1.3,
    )
    fitted = _full_rank(mean, covariance)
    left.contour(
        across,
        up,
        fitted.logpdf(grid),
        [peak - 2.0, peak - 0.5],
        colors=SECOND,
        linestyles="dotted",
        linewidths=2.6,
    )
    left.set(
        xlabel=r"$\theta_1$",
        ylabel=r"$\theta_2$",
        title="Mean field misses the tilt",
        aspect="equal",
    )

    left.text(3.5, -2.6, "ellipses of 1 and 2\nstandard deviations", ha="right", va="bottom")

    line = np.stack([across, np.full_like(across, mean[1])], -1)
    along = log_q(torch.from_numpy(line), torch.from_numpy(mean), torch.from_numpy(rho))
    along = np.asarray(along.detach() if isinstance(along, torch.Tensor) else along)
    other = -np.log(best[1]) - 0.5 * np.log(2 * np.pi)
    density = np.exp(along - other)
    centre = density @ across / density.sum()
    spread = np.sqrt(density @ (across - centre) ** 2 / density.sum())
    right.fill_between(across, density, color=FILL, lw=0, label="mean-field, your log_q")
    right.plot(across, stats.norm.pdf(across, mean[0], scales[0]), color=TRUTH, lw=1.3, label="posterior")
    right.plot(
        across,
        stats.norm.pdf(across, fitted.mean[0], np.sqrt(fitted.cov[0, 0])),
        ":",
        color=SECOND,
        lw=2.6,
        label="full-rank normal",
    )
    right.set(
        xlabel=r"$\theta_1$",
        ylabel=r"density (per unit of $\theta_1$)",
        ylim=(0, 1.3),
        title=f"Spread {spread:.2f} instead of {scales[0]:.2f}",
    )
    right.legend(loc="upper left")
    return figure, (
        "Left: ellipses of a correlated posterior are tilted; those of the mean-field normal are "
        "upright, shaded and far shorter than the long axis; those of the full-rank normal are dotted "
        "and lie on the posterior's. Right: the marginal of the first parameter has the standard "
        f"deviation {spread:.2f} by your mean-field density, {scales[0]:.2f} in the posterior; the full-rank "
        "one coincides with the posterior's."
    )


def _full_rank(mean, covariance):
    """Return the full-rank normal that maximises the ELBO, by natural-gradient steps from a standard normal.

    A step takes the precision towards minus the Hessian of the log joint, and the mean along its gradient.
    """
    precision = np.linalg.inv(covariance)
    centre, own = np.zeros(2), np.eye(2)
    for _ in range(60):
        own = 0.7 * own + 0.3 * precision
        centre = centre + 0.3 * np.linalg.solve(own, precision @ (mean - centre))
    return stats.multivariate_normal(centre, np.linalg.inv(own))

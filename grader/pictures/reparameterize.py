"""reparameterize: the same noise under four settings of mu and rho."""

import numpy as np
import torch
from matplotlib.patches import Ellipse

from grader.pictures.style import ANSWER, SECOND, TRUTH, axes, picture

SETTINGS = (
    ("start", (0.0, 0.0), (1.0, 1.0)),
    ("mu moves", (2.5, 1.5), (1.0, 1.0)),
    ("one rho grows", (0.0, 0.0), (2.0, 1.0)),
    ("both rho shrink", (0.0, 0.0), (0.6, 0.6)),
)
MARKERS = "os^Dv<>P"


@picture
def draw(reparameterize):
    """Show 400 samples in two dimensions, eight of them marked, for each of four settings."""
    noise = torch.randn(400, 2, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    corners = torch.tensor([[np.cos(a), np.sin(a)] for a in np.arange(8) * np.pi / 4], dtype=torch.float64)
    noise[:8] = 1.4 * corners
    figure, panels = axes(columns=4, height=2.7, sharex=True, sharey=True)
    for ax, (title, mu, sigma) in zip(panels, SETTINGS, strict=True):
        mu, sigma = (torch.tensor(values, dtype=torch.float64) for values in (mu, sigma))
        theta = reparameterize(mu, torch.log(torch.expm1(sigma)), noise.clone())
        theta = np.asarray(theta.detach() if isinstance(theta, torch.Tensor) else theta)
        ax.plot(*theta[8:].T, ".", color=ANSWER, ms=2.5, alpha=0.5)
        for marker, point in zip(MARKERS, theta, strict=False):
            ax.plot(*point, marker, color=SECOND, mec="white", mew=0.5, ms=5.5)
        ellipse = Ellipse(mu.tolist(), *(4 * sigma).tolist(), fill=False, color=TRUTH, ls="--", lw=1.2)
        ax.add_patch(ellipse)
        ax.plot(*mu, "+", color=TRUTH, ms=9)
        ax.set(title=title, xlabel=r"$\theta_1$", xlim=(-5.5, 5.5), ylim=(-5.5, 5.5), aspect="equal")
    panels[0].set_ylabel(r"$\theta_2$")
    return figure, (
        "Four clouds of samples made from the same noise, with eight marked samples around each mean: the "
        "cloud shifts with mu, widens and narrows with rho, and every mark keeps its place. A dashed ellipse "
        "at two standard deviations surrounds most of each cloud."
    )

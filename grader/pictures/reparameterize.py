"""reparameterize: the same noise under four settings of mu and rho."""

import numpy as np
import torch
from matplotlib.patches import Ellipse

from grader.pictures.style import FILL, SECOND, TRUTH, axes, beside, headline, picture

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
    figure, panels = axes(columns=4, height=2.9, sharex=True, sharey=True)
    yours, exact = [], []
    for ax, (title, mu, sigma) in zip(panels, SETTINGS, strict=True):
        mu, sigma = (torch.tensor(values, dtype=torch.float64) for values in (mu, sigma))
        theta = reparameterize(mu, torch.log(torch.expm1(sigma)), noise.clone())
        theta = np.asarray(theta.detach() if isinstance(theta, torch.Tensor) else theta)
        yours.append(theta)
        exact.append(np.asarray(mu + sigma * noise))
        ax.plot(*theta[8:].T, ".", color=FILL, ms=3)
        for marker, point in zip(MARKERS, theta, strict=False):
            ax.plot(*point, marker, color=SECOND, mec=TRUTH, mew=0.5, ms=5.5)
        ellipse = Ellipse(mu.tolist(), *(4 * sigma).tolist(), fill=False, color=TRUTH, ls="--", lw=1.2)
        ax.add_patch(ellipse)
        ax.plot(*mu, "+", color=TRUTH, ms=9)
        ax.set(title=title, xlabel=r"$\theta_1$", xlim=(-6.5, 6.5), ylim=(-6.5, 6.5), aspect="equal")
    panels[0].set_ylabel(r"$\theta_2$")
    headline(figure, "One noise, four settings: mu shifts the cloud, rho stretches it")
    return figure, (
        "Four clouds of your samples, made from the same noise, with eight marked ones. The exact ellipse, "
        "dashed, of two standard deviations shifts with mu and is wider or narrower with rho. Your samples "
        f"are {beside(yours, exact)}, where every mark keeps its place in the cloud."
    )

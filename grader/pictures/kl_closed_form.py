"""kl-closed-form: what either direction of the divergence prefers, and how it grows with the scale."""

import numpy as np
from scipy import optimize, stats

from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, beside, picture

_GRID = np.linspace(-9.0, 9.0, 1201)
_STEP = _GRID[1] - _GRID[0]


def _two_modes(theta):
    return 0.65 * stats.norm.pdf(theta, -2.0, 0.7) + 0.35 * stats.norm.pdf(theta, 2.2, 0.9)


def _mode_seeking():
    """Return mean and standard deviation of the normal q that minimises KL(q || p), by quadrature."""
    log_p = np.log(_two_modes(_GRID))

    def divergence(parameters):
        log_q = stats.norm.logpdf(_GRID, parameters[0], np.exp(parameters[1]))
        return np.exp(log_q) @ (log_q - log_p) * _STEP

    mean, log_scale = optimize.minimize(divergence, (-1.5, 0.0), method="Nelder-Mead").x
    return mean, np.exp(log_scale)


def _mass_covering():
    """Return mean and standard deviation of the normal q that minimises KL(p || q): those of p."""
    mean = _two_modes(_GRID) @ _GRID * _STEP
    return mean, np.sqrt(_two_modes(_GRID) @ (_GRID - mean) ** 2 * _STEP)


def _quadrature(scale_q, scale_p):
    theta = np.linspace(-10.0, 10.0, 801) * scale_q
    log_q = stats.norm.logpdf(theta, 0.0, scale_q)
    return np.exp(log_q) @ (log_q - stats.norm.logpdf(theta, 0.0, scale_p)) * (theta[1] - theta[0])


def _both(scales):
    return [(s, 1.0) for s in scales.tolist()], [(1.0, s) for s in scales.tolist()]


@picture
def draw(kl_normal):
    """Show the best normals for a target with two modes, and the divergence of two normals by scale."""
    figure, (left, right) = axes(columns=2, height=3.4)
    left.fill_between(_GRID, _two_modes(_GRID), color=DATA, alpha=0.5, lw=0, label="target $p$")
    left.plot(
        _GRID, stats.norm.pdf(_GRID, *_mode_seeking()), color=ANSWER, label=r"$q$ of least KL$(q\,\|\,p)$"
    )
    left.plot(
        _GRID,
        stats.norm.pdf(_GRID, *_mass_covering()),
        color=SECOND,
        dashes=(4, 2),
        label=r"$q$ of least KL$(p\,\|\,q)$",
    )
    left.set(xlim=(-7, 7), ylim=(0, 0.62), xlabel=r"$\theta$", title="One mode, or all the mass")
    left.set_ylabel(r"density (per unit of $\theta$)")
    left.legend(loc="upper right")

    scales = np.geomspace(0.25, 3.0, 56)
    marks = scales[::5]
    right.plot(
        scales,
        [float(kl_normal(0.0, float(s), 0.0, 1.0)) for s in scales],
        color=ANSWER,
        label=r"your KL$(q\,\|\,p)$",
    )
    right.plot(
        scales,
        [float(kl_normal(0.0, 1.0, 0.0, float(s))) for s in scales],
        color=SECOND,
        dashes=(4, 2),
        label=r"your KL$(p\,\|\,q)$",
    )
    exact_q, exact_p = ([_quadrature(*pair) for pair in pairs] for pairs in _both(marks))
    yours_q, yours_p = ([float(kl_normal(0.0, q, 0.0, p)) for q, p in pairs] for pairs in _both(marks))
    for marker, exact, label in (
        ("o", exact_q, r"exact KL$(q\,\|\,p)$"),
        ("s", exact_p, r"exact KL$(p\,\|\,q)$"),
    ):
        right.plot(marks, exact, marker, ms=5, mfc="none", mec=TRUTH, label=label)
    right.axhline(0.0, color=TRUTH, lw=0.8)
    right.set(
        ylim=(-0.3, 4.5),
        xlabel=r"$\sigma_q$, where $p$ has mean 0 and $\sigma_p = 1$",
        ylabel="divergence (nats)",
        title="Two directions, two values",
    )
    right.legend()
    return figure, (
        "Left: a target with two modes; the normal of least KL(q||p) sits on the larger mode, that of least "
        "KL(p||q) is wide and covers both. Right: both divergences between two normals by the scale of q. "
        "The exact ones are zero at scale one, KL(p||q) rises steeply for narrow q, KL(q||p) for wide q; "
        f"your KL(q||p) is {beside(yours_q, exact_q)}, your KL(p||q) {beside(yours_p, exact_p)}."
    )

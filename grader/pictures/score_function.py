"""score-function: two unbiased gradients of one expectation, and how much they scatter."""

import numpy as np
import torch

from grader.pictures.style import ANSWER, SECOND, TRUTH, axes, picture

SIZES = (1, 3, 10, 30, 100, 300)
REPEATS = 250
MU, SIGMA = 1.0, 1.0


def _f(theta):
    return theta[:, 0] ** 2 + 4


def _exact_deviations():
    """Return the standard deviations of both one-sample estimates, by quadrature."""
    eps, weights = np.polynomial.hermite_e.hermegauss(30)
    weights = weights / weights.sum()
    theta = MU + SIGMA * eps
    score = (theta**2 + 4) * eps / SIGMA
    return tuple(np.sqrt(weights @ (g - weights @ g) ** 2) for g in (score, 2 * theta))


@picture
def draw(score_function_gradient):
    """Compare the score function with the gradient through the samples, for growing numbers of samples."""
    generator = torch.Generator().manual_seed(3)
    mu = torch.tensor([MU], dtype=torch.float64)
    rho = torch.log(torch.expm1(torch.tensor([SIGMA], dtype=torch.float64)))
    score, path = np.empty((2, len(SIZES), REPEATS))
    for row, size in enumerate(SIZES):
        for repeat in range(REPEATS):
            eps = torch.randn(size, 1, generator=generator, dtype=torch.float64)
            score[row, repeat] = float(score_function_gradient(mu.clone(), rho.clone(), _f, eps)[0][0])
            path[row, repeat] = float(2 * (MU + SIGMA * eps).mean())
    figure, (left, right) = axes(columns=2, height=3.3)
    places = np.arange(len(SIZES))
    jitter = np.random.Generator(np.random.PCG64(1)).uniform(-0.13, 0.13, REPEATS)
    for values, shift, colour, marker, name in (
        (score, -0.2, ANSWER, "o", "score function (yours)"),
        (path, 0.2, SECOND, "^", "reparameterization"),
    ):
        left.plot([], [], marker, color=colour, ms=4, label=name)
        for place, row in zip(places, values, strict=True):
            left.plot(place + shift + jitter, row, marker, color=colour, ms=2, alpha=0.4)
    left.axhline(2 * MU, color=TRUTH, ls="--", lw=1.2, label="exact gradient")
    left.set(
        xticks=places,
        xticklabels=SIZES,
        xlabel="samples S in one estimate",
        ylabel=r"estimate of the gradient in $\mu$",
        title=f"At S = 300: mean {score[-1].mean():.2f}, exact {2 * MU:.0f}",
        ylim=(2 * MU - 25, 2 * MU + 32),
    )
    left.legend(loc="upper right")
    ratio = np.mean(score.std(1) / path.std(1))
    labels = ("score function (yours)", "reparameterization")
    for values, exact, label, style in zip(
        (score, path), _exact_deviations(), labels, ((ANSWER, "o"), (SECOND, "^")), strict=True
    ):
        right.loglog(SIZES, exact / np.sqrt(SIZES), color=TRUTH, lw=1, ls="--")
        right.loglog(SIZES, values.std(1), style[1], color=style[0], ms=7, label=label)
    right.set(
        xlabel="samples S in one estimate",
        ylabel="standard deviation of the estimate",
        title=f"Yours scatters {ratio:.1f} times as much",
    )
    right.legend()
    return figure, (
        "Left: clouds of gradient estimates from 1 to 300 samples; with 300 the mean of your "
        f"score function is {score[-1].mean():.2f}, that of the reparameterization {path[-1].mean():.2f}, "
        "the exact value 2. Right: standard deviations beside exact, parallel, falling dashed lines; yours "
        f"is {ratio:.1f} times that of the reparameterization."
    )

"""importance: estimates with a wide, a narrow and a one-sided proposal as samples come in."""

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, SECOND, THIRD, TRUTH, axes, picture


@picture
def draw(importance_estimate):
    """Show E[Z^2] of a standard normal, estimated with three proposals from up to 2,000 samples."""
    target = stats.norm(0.0, 1.0)
    proposals = (
        ("wide", stats.norm(0.0, 1.5), ANSWER, (4, 2)),
        ("narrow", stats.norm(0.0, 0.5), SECOND, (1, 1)),
        ("positive only", stats.halfnorm(0.0, 1.5), THIRD, (6, 1, 1, 1)),
    )
    sizes = np.unique(np.geomspace(10, 2000, 60).astype(int))
    last = {}
    x = np.linspace(-4.0, 4.0, 401)
    figure, (left, right) = axes(columns=2)
    left.plot(x, target.pdf(x), color=TRUTH, lw=1.4, label="target p")
    right.axhline(1.0, color=TRUTH, lw=1.4, label="exact")
    for stream, (name, proposal, colour, dashes) in enumerate(proposals):
        samples = proposal.rvs(size=2000, random_state=np.random.Generator(np.random.PCG64([27, stream])))
        results = [
            importance_estimate(np.square, target.logpdf, proposal.logpdf, samples[:size], False)
            for size in sizes
        ]
        last[name] = float(results[-1][0])
        left.plot(x, proposal.pdf(x), color=colour, dashes=dashes, label=f"{name} q")
        label = f"{name}: effective size {float(results[-1][1]):.0f}"
        right.plot(
            sizes, [float(estimate) for estimate, _ in results], color=colour, dashes=dashes, label=label
        )
    left.set(xlabel="z", ylabel="density (per unit of z)", title="Wide q covers p; two others do not")
    left.set_ylim(0.0, 1.3)
    left.legend(loc="upper left")
    right.set(
        xlabel="number of samples S", ylabel="estimate of E[Z²]", title="Your estimates, as samples come in"
    )
    right.set(xscale="log", ylim=(0.0, 2.4))
    right.legend(loc="upper right")
    return figure, (
        "Left: a standard normal target, a wider and a narrower normal one, and one on positive numbers. "
        "Right: your estimates against the number of samples, exact value 1. With 2,000 samples they are "
        f"{last['wide']:.2f} with the wide proposal, {last['narrow']:.2f} with the narrow one, on a jagged "
        f"line, and {last['positive only']:.2f} with the positive one."
    )

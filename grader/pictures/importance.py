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
        left.plot(x, proposal.pdf(x), color=colour, dashes=dashes, label=f"{name} q")
        label = f"{name}, effective sample size {float(results[-1][1]):.0f}"
        right.plot(
            sizes, [float(estimate) for estimate, _ in results], color=colour, dashes=dashes, label=label
        )
    left.set(xlabel="z", ylabel="density, per unit of z", title="One target, three proposals")
    left.set_ylim(0.0, 1.15)
    left.legend(loc="upper left", fontsize=8.5)
    right.set(
        xlabel="number of samples S", ylabel="estimate of E[Z²]", title="Only one proposal can be trusted"
    )
    right.set(xscale="log", ylim=(0.0, 2.2))
    right.legend(loc="upper right", fontsize=8.5)
    return figure, (
        "Left: a standard normal target, a wider and a narrower normal one, and one on positive numbers. "
        "Right: with the wide proposal the estimate settles at the exact value 1; with the narrow one it is "
        "low and jumps; with the positive one it settles at about one half."
    )

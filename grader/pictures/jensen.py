"""jensen: the gap between curve and chord, and how it grows with the spread of the weights."""

import numpy as np
import torch
from scipy import special, stats

from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, beside, picture


@picture
def draw(jensen_gap):
    """Show the gap of two weights under the logarithm, and the gap of many weights by their spread."""
    figure, (left, right) = axes(columns=2, height=3.4)
    low, high = 0.3, 4.7
    mean, mean_log = (low + high) / 2, (np.log(low) + np.log(high)) / 2
    weights = np.linspace(0.15, 5.4, 200)
    left.plot(weights, np.log(weights), color=TRUTH, label=r"$\log w$")
    left.plot(
        [low, high],
        np.log([low, high]),
        "o",
        dashes=(4, 2),
        ls="--",
        color=DATA,
        label="two weights and their chord",
    )
    gap = float(jensen_gap(torch.from_numpy(np.log([low, high]))))
    left.plot(
        [mean, mean], [mean_log, mean_log + gap], color=ANSWER, lw=5, solid_capstyle="butt", label="your gap"
    )
    left.annotate(r"$\log\mathbb{E}[w]$", (mean, np.log(mean)), (mean - 1.1, np.log(mean) + 0.25))
    left.annotate(r"$\mathbb{E}[\log w]$", (mean, mean_log), (mean + 0.2, mean_log - 0.25))
    left.set(
        xlabel="weight $w$",
        ylabel=r"$\log w$ (nats)",
        ylim=(-2, 2.3),
        title=f"Two weights: your gap is {gap:.2f} nats",
    )
    left.legend(loc="lower right")

    quantiles = stats.norm.ppf((np.arange(4000) + 0.5) / 4000)
    spreads = np.linspace(0.0, 2.0, 41)
    exact = [special.logsumexp(s * quantiles) - np.log(4000) for s in spreads]
    right.plot(spreads, exact, color=TRUTH, lw=1.2, label="exact gap")
    said = []
    for offset, marker, colour in ((0.0, "o", ANSWER), (-3000.0, "x", SECOND)):
        marks = spreads[2::4] if offset == 0 else spreads[4::4]
        found = [float(jensen_gap(torch.from_numpy(s * quantiles + offset))) for s in marks]
        said.append(beside(found, np.interp(marks, spreads, exact)))
        label = "yours" if offset == 0 else "yours, log weights less 3000"
        right.plot(marks, found, marker, ms=6, color=colour, label=label)
    right.set(
        xlabel="standard deviation of log weights (nats)",
        ylabel="Jensen gap (nats)",
        ylim=(-0.1, 2.6),
        title="The wider, the larger the gap",
    )
    right.legend()
    return figure, (
        "Left: the curve of the logarithm with two weights and the chord between them; a bar at the mean "
        f"weight goes up from the chord by your gap, {gap:.2f}; to the curve it is "
        f"{np.log(mean) - mean_log:.2f} nats. Right: the exact gap of many log weights grows with the square "
        f"of their spread, from zero to nearly two nats; yours are {said[0]}, with weights lowered by 3000 "
        f"{said[1]}."
    )

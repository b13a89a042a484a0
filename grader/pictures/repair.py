"""What the prior repairs and what averaging repairs: the study of five splits."""

import numpy as np

from grader.experiments import ITERATIONS, METHODS
from grader.pictures.style import ANSWER, DATA, SECOND, THIRD, TRUTH, axes, picture

_COLOURS = dict(zip(METHODS, (TRUTH, THIRD, SECOND, ANSWER), strict=True))
_MARKERS = dict(zip(METHODS, "xs^o", strict=True))


@picture
def draw_path(study):
    """Show how the test set's scores change while the likelihood is climbed, for each split."""
    figure, (left, right) = axes(columns=2, height=3.4)
    for row in range(len(study.labels)):
        only_once = {"label": "maximum likelihood, one line a split"} if row == 0 else {}
        left.plot(ITERATIONS, study.path["nll"][row], color=TRUTH, lw=1, alpha=0.7, **only_once)
        right.plot(ITERATIONS, 100 * study.path["accuracy"][row], color=TRUTH, lw=1, alpha=0.7)
    for method, dashes in (("MAP", (4, 2)), ("averaging", (None, None))):
        mean = study.table[method]["nll"].mean()
        left.axhline(mean, color=_COLOURS[method], dashes=dashes, label=f"{method}, mean of the splits")
        right.axhline(100 * study.table[method]["accuracy"].mean(), color=_COLOURS[method], dashes=dashes)
    left.set(
        xscale="log",
        yscale="log",
        xlabel="iterations",
        ylabel="test NLL, nats a message",
        title="Better at first, then ever worse",
    )
    _plain_ticks(left, (0.04, 0.06, 0.1, 0.2, 0.4))
    right.set(
        xscale="log",
        xlabel="iterations",
        ylabel="test accuracy, %",
        ylim=(94, 100),
        title="Accuracy hardly notices",
    )
    left.legend(loc="upper right", fontsize=8.5)
    return figure, (
        "Left: the test negative log likelihood of maximum likelihood falls until some 50 to 70 "
        "iterations and then rises in all splits, far above the lines of MAP and averaging. Right: "
        "accuracy stays at 98 to 99 %."
    )


@picture
def draw_splits(study):
    """Show each method's scores on each split, joined by lines within a split."""
    figure, panels = axes(columns=3, height=3.4, width=10)
    metrics = (
        ("nll", "test NLL, nats a message", 1),
        ("ece", "calibration error, %", 100),
        ("accuracy", "accuracy, %", 100),
    )
    places = np.arange(len(METHODS))
    for panel, (metric, name, unit) in zip(panels, metrics, strict=True):
        values = unit * np.array([study.table[method][metric] for method in METHODS])
        panel.plot(places, values, color=DATA, lw=1)
        for place, method in zip(places, METHODS, strict=True):
            panel.plot(
                np.full(values.shape[1], place), values[place], _MARKERS[method], color=_COLOURS[method], ms=6
            )
            panel.plot(
                [place - 0.25, place + 0.25], [values[place].mean()] * 2, color=_COLOURS[method], lw=2.5
            )
        panel.set(title=name, xticks=places, xlim=(-0.5, len(METHODS) - 0.5))
        panel.set_xticklabels(["max.\nlikelihood", "MAP", "plug-in", "averaging"])
    panels[0].set_yscale("log")
    _plain_ticks(panels[0], (0.04, 0.06, 0.1, 0.2))
    return figure, (
        "Scores of four methods on five splits, a grey line a split. The negative log likelihood falls "
        "from maximum likelihood to MAP, rises to the plug-in, and is lowest for averaging; accuracies "
        "of the last three overlap."
    )


def _plain_ticks(ax, values):
    ax.set_yticks(values, [f"{value:g}" for value in values])
    ax.set_yticks([], minor=True)

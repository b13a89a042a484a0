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
    for method, dashes in (("MAP", (4, 2)), ("averaging", (1, 1))):
        mean = study.table[method]["nll"].mean()
        left.axhline(
            mean, color=_COLOURS[method], lw=2.4, dashes=dashes, label=f"{method}, mean of the splits"
        )
        right.axhline(
            100 * study.table[method]["accuracy"].mean(), color=_COLOURS[method], lw=2.4, dashes=dashes
        )
    left.set(
        xscale="log",
        yscale="log",
        xlabel="iterations",
        ylabel="test NLL (nats a message)",
        title="Better at first, then ever worse",
    )
    _plain_ticks(left.yaxis, (0.04, 0.06, 0.1, 0.2, 0.4))
    right.set(
        xscale="log",
        xlabel="iterations",
        ylabel="test accuracy (%)",
        ylim=(94, 100),
        title="Accuracy hardly notices",
    )
    lowest = ITERATIONS[int(np.argmin(study.path["nll"].mean(axis=0)))]
    left.legend(loc="upper right")
    return figure, (
        f"Left: the test negative log likelihood of maximum likelihood falls until some {lowest} iterations "
        f"and then rises in all splits, to {study.path['nll'][:, -1].mean():.3f} nats on average, above the "
        f"lines of MAP, {study.table['MAP']['nll'].mean():.3f}, and averaging, "
        f"{study.table['averaging']['nll'].mean():.3f}. Right: accuracy ends at "
        f"{100 * study.path['accuracy'][:, -1].min():.1f} to {100 * study.path['accuracy'][:, -1].max():.1f} "
        "%."
    )


@picture
def draw_splits(study):
    """Show each method's scores on each split, joined by lines within a split."""
    figure, panels = axes(columns=3, height=3.2, sharey=True)
    metrics = (
        ("NLL", "nll", "test NLL (nats a message)", 1, np.argmin),
        ("ECE", "ece", "calibration error (%)", 100, np.argmin),
        ("Accuracy", "accuracy", "accuracy (%)", 100, np.argmax),
    )
    places, said = np.arange(len(METHODS)), []
    for panel, (short, metric, name, unit, best) in zip(panels, metrics, strict=True):
        values = unit * np.array([study.table[method][metric] for method in METHODS])
        means = values.mean(axis=1)
        panel.plot(values, places, color=DATA, lw=1)
        panel.vlines(means, places - 0.3, places + 0.3, color=TRUTH, lw=2.5)
        for place, method in zip(places, METHODS, strict=True):
            scores = values[place]
            panel.plot(scores, np.full(len(scores), place), _MARKERS[method], color=_COLOURS[method], ms=6)
        said.append(f"{short} {', '.join(f'{mean:.3g}' for mean in means)}")
        panel.set(title=f"{short}: best is {METHODS[best(means)]}", xlabel=name)
    panels[0].set_yticks(places, ["max.\nlikelihood", *METHODS[1:]])
    panels[0].set(ylabel="method", ylim=(len(METHODS) - 0.5, -0.5), xscale="log")
    _plain_ticks(panels[0].xaxis, (0.04, 0.06, 0.1, 0.2))
    return figure, (
        f"Scores on {len(study.labels)} splits, a grey line a split, a black bar at the mean. Means of "
        f"{', '.join(METHODS)}: {'; '.join(said)}. The lines of the splits run side by side in NLL, from "
        "maximum likelihood down to MAP, up to the plug-in and down to averaging; accuracies overlap."
    )


def _plain_ticks(axis, values):
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)

"""calibration: predictions with a known truth, and the reliability of the real classifiers."""

import numpy as np
from scipy import special, stats

from grader.pictures.style import ANSWER, DATA, SECOND, THIRD, TRUTH, axes, headline, picture

_TOO_SURE = 2.5


@picture
def draw(expected_calibration_error):
    """Show made-up predictions that are too sure of themselves, and what the measure says about them."""
    rng = np.random.default_rng(3)
    logit = rng.normal(0.0, 1.2, 2000)
    truth = special.expit(logit)
    happened = (rng.random(2000) < truth).astype(int)
    predicted = special.expit(_TOO_SURE * logit)
    figure, (left, right) = axes(columns=2, height=3.4)
    p = np.linspace(0.0005, 0.9995, 500)
    left.plot(p, special.expit(special.logit(p) / _TOO_SURE), color=TRUTH, lw=1.3, label="truth")
    left.plot([0, 1], [0, 1], color=DATA, dashes=(4, 2), label="calibrated")
    _bins(left, predicted, happened, SECOND)
    left.set(xlabel="predicted P(spam)", ylabel="share of spam", title="Too sure: flatter than the diagonal")
    left.legend(loc="upper left")
    errors = {}
    n_bins = np.array([2, 4, 8, 16, 32, 64, 128, 256, 512])
    for values, colour, marker, name, exact in (
        (predicted, SECOND, "s", "too sure", np.mean(np.abs(predicted - truth))),
        (truth, ANSWER, "o", "calibrated", 0.0),
    ):
        error = [float(expected_calibration_error(values, happened, int(n))) for n in n_bins]
        right.plot(n_bins, error, marker + "-", color=colour, ms=5, label=f"yours: {name}")
        errors[name] = error
        right.axhline(exact, color=TRUTH, lw=1.2, label="truth" if exact == 0.0 else None)
    right.set(
        xscale="log",
        xlabel="number of bins",
        ylabel="calibration error (probability)",
        title="More bins, more apparent error",
        ylim=(-0.01, 0.27),
    )
    right.set_xticks(n_bins[::2], n_bins[::2])
    right.set_xticks([], minor=True)
    right.legend(loc="upper left", ncols=2)
    return figure, (
        "Left: shares of spam in ten bins follow a curve flatter than the diagonal. Right: your measure by "
        "the number of bins, from 2 to 512. For the too sure predictions it goes from "
        f"{errors['too sure'][0]:.3f} to {errors['too sure'][-1]:.3f}, where the truth is "
        f"{np.mean(np.abs(predicted - truth)):.3f}; for calibrated ones from {errors['calibrated'][0]:.3f} "
        f"to {errors['calibrated'][-1]:.3f}, the truth is 0."
    )


@picture
def draw_reliability(study, expected_calibration_error, split=0):
    """Show reliability diagrams of the study's classifiers on one split, side by side."""
    figure, panels = axes(columns=4, height=3.3, sharey=True)
    labels, errors = study.labels[split], {}
    for panel, (method, log_odds), colour in zip(
        panels, study.log_odds.items(), (DATA, THIRD, SECOND, ANSWER), strict=True
    ):
        probability = special.expit(log_odds[split])
        middle = int(np.sum((probability >= 0.1) & (probability < 0.9)))
        panel.plot([0, 1], [0, 1], color=TRUTH, lw=1, dashes=(4, 2))
        _bins(panel, probability, labels, colour)
        error = errors[method] = 100 * float(expected_calibration_error(probability, labels, 10))
        panel.set(
            title=f"{method}\nECE {error:.1f} %",
            xticks=(0, 0.5, 1),
            xlabel=f"predicted P(spam)\n{middle} from 0.1 to 0.9",
            xlim=(-0.04, 1.04),
            ylim=(-0.04, 1.04),
        )
    panels[0].set_ylabel("share of spam")
    least = min(errors, key=errors.get)
    headline(figure, f"Your calibration error (ECE) is smallest for {least}")
    return figure, (
        "Four reliability diagrams: shares of spam in ten bins with 95 % intervals against predicted "
        "probability. Most messages lie in the first and last bin; the bins between hold few, and their "
        f"intervals are long. Your errors: {', '.join(f'{name} {e:.1f} %' for name, e in errors.items())}."
    )


def _bins(ax, probability, labels, colour):
    """Draw the share of spam in ten bins with exact 95 % intervals; larger markers hold more."""
    edges = np.linspace(0, 1, 11)
    count, spam, total = (np.histogram(probability, edges, weights=w)[0] for w in (None, labels, probability))
    held = count > 0
    count, spam, place = count[held], spam[held], (total[held] / count[held])
    low = np.where(spam > 0, stats.beta.ppf(0.025, np.maximum(spam, 0.5), count - spam + 1), 0.0)
    high = np.where(spam < count, stats.beta.ppf(0.975, spam + 1, np.maximum(count - spam, 0.5)), 1.0)
    ax.vlines(place, low, high, color=colour, lw=1.5)
    ax.scatter(
        place, spam / count, s=12 + 14 * np.log(count), color=colour, edgecolor="black", lw=0.6, zorder=3
    )

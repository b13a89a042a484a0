"""confidence: intervals and decisions, made-up messages first, then the real ones."""

import numpy as np
from scipy import stats

from grader.pictures.style import ANSWER, DATA, SECOND, THIRD, TRUTH, axes, beside, picture

_LOOKS = {-1: ("unsure", SECOND, "D"), 0: ("ham", THIRD, "o"), 1: ("spam", ANSWER, "s")}


@picture
def draw(classify):
    """Show the intervals of 24 made-up messages over the exact quantiles of what they are drawn from."""
    rng = np.random.default_rng(5)
    centre, strength = np.sort(rng.beta(0.8, 0.8, 24)), rng.uniform(3, 60, 24)
    law = stats.beta(centre * strength + 0.3, (1 - centre) * strength + 0.3)
    mean, lower, upper, decision = (
        np.asarray(part, float) for part in classify(law.rvs((2000, 24), random_state=rng), 0.9, 0.5)
    )
    figure, ax = axes(height=3.4)
    place = np.arange(24)
    for code, (name, colour, marker) in _LOOKS.items():
        chosen = decision == code
        ax.vlines(place[chosen], lower[chosen], upper[chosen], color=colour, lw=5, alpha=0.45)
        ax.plot(place[chosen], mean[chosen], marker, color=colour, ms=6, label=f"your decision: {name}")
    exact = law.ppf([[0.05], [0.95]])
    ax.plot(place, exact[0], "_", color=TRUTH, ms=11, label="exact 5 % and 95 % quantiles")
    ax.plot(place, exact[1], "_", color=TRUTH, ms=11)
    ax.axhline(0.5, color=DATA, dashes=(4, 2), label="threshold 0.5")
    crossing = int(np.sum((exact[0] < 0.5) & (0.5 < exact[1])))
    ax.set(
        xlabel="message, by its predicted probability",
        ylabel="P(spam): mean and 90 % interval",
        xticks=[],
        ylim=(-0.03, 1.03),
        title=f"{crossing} of 24 exact intervals contain 0.5; your answer: {np.sum(decision == -1)} unsure",
    )
    ax.legend(loc="upper left")
    return figure, (
        f"Your intervals of 24 messages, ordered by probability: {np.sum(decision == 0)} called ham, "
        f"{np.sum(decision == -1)} unsure, {np.sum(decision == 1)} spam. {crossing} exact intervals cross "
        f"the dashed line at one half. The ends of yours are {beside([lower, upper], exact, 0.1)}."
    )


@picture
def draw_unsure(classify, probabilities, plug_in, labels):
    """Show what being unsure buys: accuracy on the decided messages against the share left unsure.

    For comparison, as many messages are left out by one probability alone, those nearest to one half: by the
    average over the rows, and by the plug-in.
    """
    probabilities, spam = np.asarray(probabilities, float), np.asarray(labels) == 1
    single = np.mean(probabilities, axis=0), np.asarray(plug_in, float)
    shares, accuracies = [], []
    for level in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
        decision = np.asarray(classify(probabilities, level)[3], float)
        kept = decision != -1
        shares.append(100 * np.mean(~kept))
        row = [np.mean((decision == 1)[kept] == spam[kept])]
        for p in single:
            furthest = np.argsort(np.abs(p - 0.5), kind="stable")[np.sum(~kept) :]
            row.append(np.mean((p >= 0.5)[furthest] == spam[furthest]))
        accuracies.append(row)
    by_interval, by_average, by_plug_in = 100 * np.transpose(accuracies)
    figure, ax = axes(height=3.3)
    ax.plot(shares, by_interval, "o-", color=ANSWER, label="unsure: the interval contains 0.5")
    ax.plot(
        shares, by_average, "x", ls=(0, (2, 2)), color=TRUTH, ms=8, label="as many, average nearest to 0.5"
    )
    ax.plot(shares, by_plug_in, "^", ls=(0, (5, 2)), color=SECOND, label="as many, plug-in nearest to 0.5")
    ax.axhline(by_interval[0], color=DATA, dashes=(4, 2), label="as many, at random (on average)")
    ax.set(
        xlabel="share of the test messages left unsure, % (level of the interval from 0 to 0.99)",
        ylabel="accuracy on the others (%)",
        title=f"Declining to decide raises accuracy from {by_interval[0]:.1f} % to {by_interval[-1]:.1f} %",
    )
    ax.legend(loc="center right")
    return figure, (
        f"Accuracy on the decided messages rises from {by_interval[0]:.1f} % with none unsure to "
        f"{by_interval[-1]:.1f} % with {shares[-1]:.1f} % unsure. The lines for leaving out as many "
        "messages by the average or by the plug-in alone run close to it."
    )

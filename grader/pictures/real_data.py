"""The classifier trained on the real messages: its training, its weights, and what it says of one message."""

import numpy as np
from scipy import special, stats

from grader.pictures.style import ANSWER, DATA, FILLED, SECOND, TRUTH, axes, picture


def _array(value):
    return np.asarray(value.detach() if hasattr(value, "detach") else value, float)


def _scale(rho):
    return np.logaddexp(0.0, _array(rho))


@picture
def draw_training(trace, best):
    """Show the ELBO of each step, its running mean, and the largest ELBO that a factorised normal has."""
    trace = _array(trace)
    window = 50
    smooth = np.convolve(trace, np.ones(window) / window, mode="valid")
    middle = np.arange(len(smooth)) + window / 2
    noise = np.std(trace[-200:])
    figure, (left, right) = axes(columns=2, height=3.3)
    for ax, first in ((left, 0), (right, len(trace) // 3)):
        steps = np.arange(first, len(trace))
        ax.plot(steps, trace[first:], color=DATA, lw=0.7, label="each step: Monte Carlo")
        ax.plot(
            middle[middle >= first], smooth[middle >= first], color=ANSWER, label=f"mean of {window} steps"
        )
        ax.axhline(best, color=TRUTH, dashes=(4, 2), lw=1.4, label=f"best possible: {best:.1f}")
        ax.set_xlabel("step")
    left.set(ylabel="ELBO (nats)", title="The ELBO climbs, then levels off", ylim=(best - 500, best + 40))
    right.set(ylabel="ELBO (nats)", title=f"One step scatters by {noise:.1f} nats")
    left.legend(loc="lower right")
    return figure, (
        f"The ELBO of each step climbs steeply within some hundred steps and levels off; over the last "
        f"{window} steps it averages {smooth[-1]:.1f} nats, and the dashed line of the best possible value "
        f"lies at {best:.1f}. Single steps scatter by {noise:.1f} nats, also above the line."
    )


@picture
def draw_weights(mu, rho, terms, vocabulary, features, n_shown=12, prior_scale=2.0):
    """Show the terms with the weights furthest from zero on either side, and the spread of all under q."""
    mu, scale = _array(mu), _scale(rho)
    names = [vocabulary[int(term)] for term in terms]
    order = np.argsort(mu[:-1])
    half = stats.norm.ppf(0.95)
    figure, panels = axes(columns=3, height=4.4)
    for panel, chosen, title, colour, marker in (
        (panels[0], order[-n_shown:], "Speak for spam", SECOND, "s"),
        (panels[1], order[:n_shown][::-1], "Speak for ham", ANSWER, "o"),
    ):
        place = np.arange(len(chosen))
        panel.hlines(
            place, mu[chosen] - half * scale[chosen], mu[chosen] + half * scale[chosen], color=colour, lw=2
        )
        panel.plot(mu[chosen], place, marker, color=colour, ms=5)
        panel.axvline(0, color=TRUTH, lw=1)
        panel.set(
            yticks=place, title=title, ylabel="term", xlabel="weight (log-odds),\nmean and 90 % interval"
        )
        panel.set_yticklabels([names[k].replace("$", r"\$") for k in chosen])
        panel.grid(axis="y", visible=False)
    frequency = _array(features).sum(axis=0)[:-1]
    panels[2].plot(frequency, scale[:-1], ".", color=ANSWER, ms=5, alpha=0.6)
    panels[2].axhline(prior_scale, color=TRUTH, dashes=(4, 2), lw=1.4, label="prior")
    panels[2].set(
        xscale="log",
        xlabel="training messages\nwith the term",
        ylabel="standard deviation (log-odds)",
        ylim=(0, 1.15 * prior_scale),
        title="More seen, surer",
    )
    panels[2].legend(loc="lower left")
    return figure, (
        f"Means and 90 % intervals of the {n_shown} largest and smallest weights. For spam: "
        f"{', '.join(names[k] for k in order[:-6:-1])}. For ham: {', '.join(names[k] for k in order[:5])}. "
        f"The standard deviation of a weight falls from {scale[:-1].max():.1f} to {scale[:-1].min():.1f} as "
        f"the number of messages with its term grows; the prior's is {prior_scale:g}."
    )


@picture
def draw_message(probabilities, features, mu, rho, terms, vocabulary, level=0.9):
    """Show what the posterior samples say about one message, and which of its terms drive that."""
    probabilities, present = _array(probabilities).ravel(), _array(features).ravel() > 0
    mu, scale = _array(mu)[present], _scale(rho)[present]
    names = np.array([*(vocabulary[int(term)] for term in terms), "(bias)"])[present]
    order = np.argsort(-np.abs(mu))[:10][::-1]
    low, high = np.quantile(probabilities, [(1 - level) / 2, (1 + level) / 2])
    figure, (left, right) = axes(columns=2, height=3.6)
    heights, _, _ = left.hist(probabilities, np.linspace(0, 1, 41), histtype="stepfilled", **FILLED)
    left.axvline(probabilities.mean(), color=TRUTH, label="mean")
    left.plot(
        [low, high],
        [1.08 * heights.max()] * 2,
        "|-",
        color=TRUTH,
        ms=9,
        lw=1.2,
        label=f"{100 * level:.0f} % of the samples",
    )
    left.axvline(0.5, color=DATA, dashes=(4, 2), label="threshold 0.5")
    left.set(xlim=(-0.01, 1.01), ylim=(0, 1.18 * heights.max()), xlabel="P(spam)", ylabel="posterior samples")
    left.set_title(f"Mean {probabilities.mean():.2f}, {100 * level:.0f} % from {low:.2f} to {high:.2f}")
    left.legend(
        loc="upper center", bbox_to_anchor=(0.45, -0.17), ncols=3, columnspacing=0.8, handlelength=1.6
    )
    half, place = special.ndtri(0.95), np.arange(len(order))
    for spot, k in zip(place, order, strict=True):
        colour, marker = (SECOND, "s") if mu[k] > 0 else (ANSWER, "o")
        right.hlines(spot, mu[k] - half * scale[k], mu[k] + half * scale[k], color=colour, lw=2)
        right.plot(mu[k], spot, marker, color=colour)
    right.axvline(0, color=TRUTH, lw=1)
    labels = [name.replace("$", r"\$") for name in names[order]]
    right.set(yticks=place, xlabel="weight (log-odds), mean and 90 % interval", ylabel="term")
    right.set_yticklabels(labels)
    right.set_title(f"“{labels[-1]}” weighs most, {mu[order[-1]]:+.1f}")
    right.grid(axis="y", visible=False)
    return figure, (
        f"Probability of spam: mean {probabilities.mean():.2f}, {100 * level:.0f} % of the samples from "
        f"{low:.2f} to {high:.2f}. Its strongest terms: {', '.join(names[order][::-1][:5])}."
    )

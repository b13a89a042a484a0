"""bag-of-words: the feature matrix, and the document frequency of its columns."""

import numpy as np
from matplotlib.colors import ListedColormap

from grader.data import load_sms_spam
from grader.pictures.style import ANSWER, DATA, FILLED, SECOND, TRUTH, axes, beside, picture

N_TERMS, N_EACH, N_SHOWN = 500, 30, 60


@picture
def draw(bag_of_words):
    """Show the features of training messages, and how frequent the chosen terms are."""
    sms = load_sms_spam()
    counts, labels = sms.counts[sms.train], sms.labels[sms.train]
    features, _ = bag_of_words(counts, N_TERMS)
    features = np.asarray(features, dtype=float)
    rows = np.concatenate([np.flatnonzero(labels == label)[:N_EACH] for label in (1, 0)])
    columns = np.r_[0:N_SHOWN, features.shape[1] - 1]
    figure, (left, right) = axes(columns=2, height=3.8, gridspec_kw={"width_ratios": (1.25, 1)})

    shown = features[rows][:, columns] * np.where(labels[rows] == 1, 2, 1)[:, None]
    left.imshow(shown, cmap=ListedColormap(["white", ANSWER, SECOND]), vmin=0, vmax=2, aspect="auto")
    left.axhline(N_EACH - 0.5, color=TRUTH, lw=1)
    left.axvline(N_SHOWN - 0.5, color=DATA, lw=1)
    left.set_yticks([N_EACH / 2, 1.5 * N_EACH], [f"{N_EACH} spam", f"{N_EACH} ham"])
    left.set_xticks([0, 19, 39, N_SHOWN - 1], ["1", "20", "40", "60"])
    left.grid(False)
    spam, ham = (features[part, :N_SHOWN].sum(axis=1).mean() for part in (rows[:N_EACH], rows[N_EACH:]))
    left.set(
        xlabel="rank of the term (first 60), then the ones",
        ylabel="training messages",
        title=f"Of {N_SHOWN} terms, spam has {spam:.0f} and ham {ham:.0f}",
    )

    found = features[:, :-1].sum(axis=0)
    truth = np.sort(np.count_nonzero(counts, axis=0))[::-1]
    every = np.unique(np.geomspace(1, max(found.size, 1), 45).astype(int)) - 1
    right.loglog(np.arange(1, truth.size + 1), truth, color=TRUTH, lw=1.2, label="truth, all terms", zorder=3)
    right.loglog(
        every + 1, found[every], "o", color=ANSWER, ms=6, mfc=FILLED["facecolor"], label="your columns"
    )
    right.axvline(N_TERMS, color=DATA, dashes=(4, 2), label=f"{N_TERMS} terms")
    right.set(
        xlabel="rank of the term", ylabel="training messages with the term", title="Few terms are frequent"
    )
    right.legend(loc="lower left")
    return figure, (
        f"Left: your matrix of message features, emptier towards rarer terms; of {N_SHOWN} terms a spam "
        f"message has {spam:.1f} and a ham message {ham:.1f} on average; the last column holds "
        f"{'ones' if np.all(features[:, -1] == 1) else 'not only ones'}. Right: document frequency against "
        "rank on logarithmic axes, falling from over a thousand messages ever more steeply; your columns are "
        f"{beside(found, truth[: found.size])}."
    )

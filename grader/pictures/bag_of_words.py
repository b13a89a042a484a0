"""bag-of-words: the feature matrix, and the document frequency of its columns."""

import numpy as np
from matplotlib.colors import ListedColormap

from grader.data import load_sms_spam
from grader.pictures.style import ANSWER, DATA, SECOND, TRUTH, axes, picture

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
    left.set_yticks([N_EACH / 2, 1.5 * N_EACH], ["30 spam\nmessages", "30 ham\nmessages"])
    left.set_xticks([0, 19, 39, N_SHOWN - 1], ["1", "20", "40", "60"])
    left.grid(False)
    left.set(xlabel="rank of the term (first 60), then the ones", title="Your features, coloured where 1")

    found = features[:, :-1].sum(axis=0)
    truth = np.sort(np.count_nonzero(counts, axis=0))[::-1]
    every = np.unique(np.geomspace(1, max(found.size, 1), 45).astype(int)) - 1
    right.loglog(np.arange(1, truth.size + 1), truth, color=TRUTH, lw=1.2, label="truth, all terms", zorder=3)
    right.loglog(every + 1, found[every], "o", color=ANSWER, ms=7, alpha=0.5, mew=0, label="your columns")
    right.axvline(N_TERMS, color=DATA, dashes=(4, 2), label=f"{N_TERMS} terms")
    right.set(
        xlabel="rank of the term", ylabel="training messages with the term", title="Few terms are frequent"
    )
    right.legend(loc="lower left")
    return figure, (
        "Left: a sparse matrix of message features, emptier towards rarer terms, spam rows fuller than ham "
        "rows, with a last column of ones. Right: document frequency against rank on logarithmic axes, "
        "falling from over a thousand messages ever more steeply; the chosen columns lie on the truth."
    )

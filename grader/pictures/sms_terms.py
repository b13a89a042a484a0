"""The opening's look at the data: the most frequent terms of spam and of ham."""

import numpy as np

from grader.data import load_sms_spam
from grader.pictures.style import ANSWER, DATA, SECOND, axes, picture

N_TERMS = 14


@picture
def draw():
    """Show the terms that most spam messages and most ham messages contain."""
    sms = load_sms_spam()
    rows = np.zeros(len(sms.labels), dtype=bool)
    rows[sms.train] = True
    present = sms.counts > 0
    spam, ham = (present[rows & (sms.labels == label)].mean(axis=0) for label in (1, 0))
    figure, both = axes(columns=2, height=4.5, sharex=True)
    for ax, sorted_by in zip(both, (spam, ham), strict=True):
        top = np.argsort(-sorted_by, kind="stable")[:N_TERMS][::-1]
        height = np.arange(N_TERMS)
        ax.hlines(height, ham[top], spam[top], color=DATA, lw=1.2)
        ax.plot(spam[top], height, "s", color=SECOND, ms=6, label="share of spam messages")
        ax.plot(
            ham[top], height, "o", color=ANSWER, ms=6, mfc="white", mew=1.6, label="share of ham messages"
        )
        names = [sms.vocabulary[term].replace("$", r"\$") for term in top]
        ax.set_yticks(height, names, family="monospace")
        ax.set(xlabel="share of messages with the term", ylabel="term", xlim=(-0.02, 0.7))
    top_spam, top_ham = np.argmax(spam - ham), np.argmax(ham - spam)
    both[0].set_title(f"“{sms.vocabulary[top_spam]}” gives spam away", loc="left")
    both[1].set_title(f"“{sms.vocabulary[top_ham]}” speaks for ham", loc="left")
    figure.legend(*both[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    lines = (
        f"{kind}: " + ", ".join(sms.vocabulary[term] for term in np.argsort(-share, kind="stable")[:N_TERMS])
        for share, kind in ((spam, "spam"), (ham, "ham"))
    )
    return figure, f"For each term the share of spam and of ham messages with it. {'; '.join(lines)}."

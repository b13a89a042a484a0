"""log-likelihood: one message's log probability over its logit, against the naive formula."""

import numpy as np
import torch

from grader.pictures.style import FILL, SECOND, TRUTH, axes, beside, picture


def _answer(log_likelihood, logits, label):
    one = torch.ones(1, 1, dtype=torch.float64)
    return np.asarray(log_likelihood(logits[:, None], one, label * one[0]), dtype=float)


@picture
def draw(log_likelihood):
    """Show the log likelihood of a spam message up to logits of -1000, and of a ham message up to 60."""
    figure, (left, right) = axes(columns=2, height=3.5)
    spam = torch.linspace(-1000, 100, 1101, dtype=torch.float64)
    ham = torch.linspace(-10, 60, 1401, dtype=torch.float64)
    said = []
    for ax, logits, label, naive in (
        (left, spam, 1.0, torch.log(torch.sigmoid(spam))),
        (right, ham, 0.0, torch.log(1 - torch.sigmoid(ham))),
    ):
        z = logits.numpy()
        yours, truth = _answer(log_likelihood, logits, label), -np.logaddexp(0, -z if label else z)
        said.append(beside(yours, truth, 0.001))
        ax.plot(z, yours, color=FILL, lw=6, label="yours")
        ax.plot(z, naive.numpy(), color=SECOND, lw=2.2, label="naive formula")
        ax.plot(z, truth, color=TRUTH, lw=1.2, dashes=(4, 2), label="truth")
        last = np.flatnonzero(np.isfinite(naive.numpy()))[0 if label else -1]
        ax.plot(z[last], naive[last], "x", color=SECOND, ms=9, mew=2.2)
        ax.annotate(
            "naive formula:\nminus infinity beyond",
            (z[last], naive[last]),
            xytext=(14, -4) if label else (-14, -4),
            textcoords="offset points",
            ha="left" if label else "right",
            va="center",
        )
        name, end = ("Spam", z[last - 1]) if label else ("Ham", z[last + 1])
        ax.set_title(f"{name}: the naive formula ends at {end:.0f}")
        ax.set(xlabel="logit of the message (log-odds)", ylabel="log likelihood (nats)")
    left.legend(loc="upper left")
    right.legend(loc="lower left")
    return figure, (
        "The log likelihood of one message over its logit, almost a straight line on one side and zero on "
        f"the other. For spam, left, your curve is {said[0]}; for ham, right, it is {said[1]}. The naive "
        "formula ends near a logit of -710 for spam and of 37 for ham."
    )

"""log-likelihood: one message's log probability over its logit, against the naive formula."""

import numpy as np
import torch

from grader.pictures.style import ANSWER, SECOND, TRUTH, axes, picture


def _answer(log_likelihood, logits, label):
    one = torch.ones(1, 1, dtype=torch.float64)
    return np.asarray(log_likelihood(logits[:, None], one, label * one[0]), dtype=float)


@picture
def draw(log_likelihood):
    """Show the log likelihood of a spam message up to logits of -1000, and of a ham message up to 60."""
    figure, (left, right) = axes(columns=2, height=3.5)
    spam = torch.linspace(-1000, 100, 1101, dtype=torch.float64)
    ham = torch.linspace(-10, 60, 1401, dtype=torch.float64)
    for ax, logits, label, naive in (
        (left, spam, 1.0, torch.log(torch.sigmoid(spam))),
        (right, ham, 0.0, torch.log(1 - torch.sigmoid(ham))),
    ):
        z = logits.numpy()
        ax.plot(z, _answer(log_likelihood, logits, label), color=ANSWER, lw=5, alpha=0.45, label="yours")
        ax.plot(z, naive.numpy(), color=SECOND, lw=2.2, label="naive formula")
        ax.plot(z, -np.logaddexp(0, -z if label else z), color=TRUTH, lw=1.2, dashes=(4, 2), label="truth")
        last = np.flatnonzero(np.isfinite(naive.numpy()))[0 if label else -1]
        ax.plot(z[last], naive[last], "x", color=SECOND, ms=9, mew=2.2)
        ax.annotate(
            f"naive: minus infinity\nfrom a logit of {z[last + (-1 if label else 1)]:.0f}",
            (z[last], naive[last]),
            xytext=(14, -4) if label else (-14, -4),
            textcoords="offset points",
            ha="left" if label else "right",
            va="center",
        )
        ax.set(xlabel="logit of the message", ylabel="log likelihood (nats)")
    left.set_title("A spam message (label 1)")
    right.set_title("A ham message (label 0)")
    left.legend(loc="upper left")
    right.legend(loc="lower left")
    return figure, (
        "The log likelihood of one message over its logit. Your curve follows the truth, which is almost a "
        "straight line on one side and zero on the other; the naive formula ends near a logit of -710 for "
        "spam and of 37 for ham."
    )

"""The misconceptions about importance sampling, and what each gives."""

import numpy as np

from grader.checking import Mistake

__all__ = ["mistakes"]


def mistakes(estimate, size, self_normalize):
    """Return the misconceptions about a case whose right answer is known."""

    def ratio(t, q, z):
        return np.exp(t(z) - q(z))

    def ordinary(w):
        return 0 < w.max() < np.inf

    def kish(w):
        return w.sum() ** 2 / (w**2).sum()

    def inverted(f, t, q, z, n):
        w = 1 / ratio(t, q, z)
        return np.average(f(z), weights=w) if n else np.mean(w * f(z)), kish(w)

    def target_only(f, t, q, z, n):
        w = np.exp(t(z))
        return np.average(f(z), weights=w) if n else np.mean(w * f(z)), kish(w)

    def logs(f, t, q, z, n):
        w = t(z) - q(z)
        return (np.sum(w * f(z)) / w.sum() if n else np.mean(w * f(z))), kish(w)

    def single(f, t, q, z, n):
        w = np.float32(t(z)) - np.float32(q(z))
        w = np.exp(w - w.max() if n else w).astype(float)
        return np.average(f(z), weights=w) if n else np.mean(w * f(z)), kish(w)

    def other(f, t, q, z, n):
        w = ratio(t, q, z)
        return estimate * w.mean() if n else estimate / w.mean()

    one_for_all = (
        Mistake(
            "The mean of f over the proposal's samples: the weights are left out.",
            lambda f, t, q, z, n: f(z).mean(),
        ),
        Mistake(
            "`self_normalize` is true: divide by the sum of the weights, not by the number of samples."
            if self_normalize
            else "`self_normalize` is false: the weights must not be divided by their sum.",
            other,
        ),
        Mistake(
            "The sign of f is lost: its values may be negative, and are averaged as they are.",
            lambda f, t, q, z, n: (
                np.average(abs(f(z)), weights=ratio(t, q, z)) if n else np.mean(ratio(t, q, z) * abs(f(z)))
            ),
        ),
        Mistake(
            "The sum over the samples is not divided by their number.",
            lambda f, t, q, z, n: estimate * len(z),
        ),
        Mistake(
            "The largest log weight was subtracted and does not cancel here: it must be added again.",
            lambda f, t, q, z, n: estimate / ratio(t, q, z).max(),
        ),
        Mistake(
            "The normalised weights sum to one: sum them, do not average.",
            lambda f, t, q, z, n: estimate / len(z),
        ),
    )
    one_for_all += (
        Mistake(
            "The weights are upside down: target over proposal is asked for.",
            lambda f, t, q, z, n: inverted(f, t, q, z, n)[0],
        ),
        Mistake(
            "The weights leave the proposal's density out.",
            lambda f, t, q, z, n: target_only(f, t, q, z, n)[0],
        ),
    )
    sizes = (
        Mistake("The effective sample size is the number of samples.", lambda f, t, q, z, n: len(z)),
        Mistake(
            "The effective sample size is divided by the number of samples.",
            lambda f, t, q, z, n: size / len(z),
        ),
        Mistake(
            "1 / sum(w^2) holds for weights that sum to one only.",
            lambda f, t, q, z, n: 1 / np.sum(ratio(t, q, z) ** 2),
        ),
        Mistake(
            "1 / sum(w^2) holds for weights that sum to one; these are divided by the largest one.",
            lambda f, t, q, z, n: 1 / np.sum(np.exp(t(z) - q(z) - np.max(t(z) - q(z))) ** 2),
        ),
        Mistake(
            "The effective sample size is not the sum of the weights.",
            lambda f, t, q, z, n: ratio(t, q, z).sum(),
        ),
        Mistake(
            "S / (1 + var(w)) holds for weights of mean one only.",
            lambda f, t, q, z, n: len(z) / (1 + np.var(ratio(t, q, z))),
        ),
        Mistake(
            "The effective sample size is that of the weights alone: f does not enter.",
            lambda f, t, q, z, n: kish(np.abs(ratio(t, q, z) * f(z))),
        ),
        Mistake(
            "sum(w)^2 and sum(w^2) are exchanged.",
            lambda f, t, q, z, n: 1 / size,
        ),
    )
    return (
        Mistake(
            "Each density by itself is 0 or infinite as a floating-point number, their ratio is not: "
            "subtract the two logarithms, then exponentiate.",
            lambda f, t, q, z, n: (np.nan, np.nan) if ordinary(ratio(t, q, z)) else None,
        ),
        Mistake(
            "The weights themselves are 0 or infinite as floating-point numbers: subtract the largest log "
            "weight from all of them first, which cancels here.",
            lambda f, t, q, z, n: None if ordinary(ratio(t, q, z)) else (np.nan, np.nan),
        ),
        *(Mistake(m.says, lambda *args, m=m: (m.gives(*args), size)) for m in one_for_all),
        *(Mistake(m.says, lambda *args, m=m: (estimate, m.gives(*args))) for m in sizes),
        Mistake("The weights are upside down: target over proposal is asked for.", inverted),
        Mistake("The weights leave the proposal's density out.", target_only),
        Mistake("Log weights are used where weights are asked for: exponentiate.", logs),
        Mistake("float32 is too coarse for logarithms of hundreds: work in float64.", single),
        Mistake(
            "The two values come back in the wrong order: the estimate comes first.",
            lambda *args: (size, estimate),
        ),
    )

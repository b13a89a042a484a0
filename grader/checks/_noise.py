"""Judge the noise that a training loop hands to its ELBO: shape, freshness, origin and distribution."""

import numpy as np
from scipy import special

from grader.checking import dkw, fail, name_of
from grader.checks._fits import fit, flat

__all__ = ["judge_noise", "judge_rows"]

_FRESH = "the noise must be fresh, number by number and step by step"
_EVERY_STEP = "The same noise is used at every step: draw it inside the loop, and seed nothing there."
_AGAIN = "Noise is used again: draw fresh noise at every step."


def judge_noise(function, seeds, n_samples, n_parameters, n_steps):
    """Judge the noise that `elbo` is handed: its shape, that it is fresh, from the generator, and normal."""
    title = name_of(function)
    start = (np.linspace(1.5, 2.5, n_parameters), np.linspace(1.0, 2.0, n_parameters))
    given = f"n_steps={n_steps}, n_samples={n_samples} and D={n_parameters} parameters"

    def noise(seed):
        record = fit(function, flat(), start, n_steps, 0.05, n_samples, seed)[1]
        found = judge_rows(title, given, record, n_samples, n_parameters, n_steps)
        return np.concatenate([rows.ravel() for rows in found])

    def refuse(about, expected, returned, cause):
        fail(title, about, given=given, expected=expected, returned=returned, cause=cause)

    first = noise(seeds[0])
    if np.unique(first).size < 0.9 * first.size:
        rows = first[: n_samples * n_parameters].reshape(n_samples, n_parameters)
        if n_samples > 1 and np.array_equal(rows[0], rows[1]):
            cause = "All samples of a step share one row of noise: draw (n_samples, D) numbers."
        elif n_parameters > 1 and np.array_equal(rows[:, 0], rows[:, 1]):
            cause = "All parameters share one number of noise a sample: draw (n_samples, D) numbers."
        else:
            cause = _AGAIN
        refuse(
            _FRESH,
            f"{first.size} different numbers",
            f"{np.unique(first).size} different numbers",
            cause,
        )
    second = noise(seeds[1])
    if first.shape == second.shape and np.array_equal(first, second):
        refuse(
            "another generator must give other noise",
            "noise that differs",
            "the same noise from two generators with different seeds",
            "A fixed seed is set inside the function: leave seeding to the caller.",
        )
    if not np.array_equal(first, noise(seeds[0])):
        refuse(
            "the same generator must give the same noise",
            "the same noise from two generators with one seed",
            "noise that differs",
            "The noise does not come from `generator`: hand it to `torch.randn(..., generator=generator)`.",
        )
    numbers = np.concatenate([first, second])
    # Samples may come in pairs of opposite sign, so half of them count as independent.
    gate = dkw(numbers, special.ndtr, effective=numbers.size // 2)
    if not gate.passed:
        refuse(
            "the noise must be standard normal",
            f"a distance from N(0, 1) of at most {gate.bound:.3f}",
            f"a distance of {gate.observed:.3f}; mean {numbers.mean():.2f}, "
            f"standard deviation {numbers.std():.2f}",
            _distribution(numbers.reshape(-1, n_parameters), *start),
        )


def _distribution(rows, mu, rho):
    if rows.min() >= 0 and rows.max() <= 1:
        return "These are uniform numbers: `torch.randn`, not `torch.rand`, draws normal ones."
    if np.abs(rows).max() < 3:
        return (
            "No number is beyond 3: uniform or clipped noise has no tails; `torch.randn` draws normal noise."
        )
    standard = (rows - mu) / np.logaddexp(0, rho)
    if np.all(abs(standard.mean(0)) < 0.3) and np.all(abs(standard.std(0) - 1) < 0.3):
        return "Samples theta = mu + sigma eps are handed to `elbo`; it wants the noise eps itself."
    if abs(rows.mean()) < 0.1 and not 0.9 < rows.std() < 1.1:
        return "The noise has another scale than 1: `elbo` itself multiplies it with sigma."
    return "Draw the noise with `torch.randn(..., generator=generator)` and hand it on as it is."


def judge_rows(title, given, record, n_samples, n_parameters, n_steps):
    """Judge the shape of all noise and the number of its rows; return what is left without repetitions."""
    wanted = (n_samples, n_parameters)
    for eps in record.noise:
        if eps.ndim == 2 and eps.shape[1] == n_parameters and eps.shape[0] <= n_samples:
            continue
        if eps.shape == wanted[::-1]:
            cause = "The axes are swapped: one row a sample."
        elif eps.ndim != 2:
            cause = "One row of noise without its sample axis; n_samples rows are asked for."
        else:
            cause = "The shape does not follow from n_samples and the length of mu."
        fail(
            title,
            "`eps` has one row a sample and one column a parameter",
            given=given,
            expected=f"shape {wanted}",
            returned=f"shape {eps.shape}",
            cause=cause,
        )
    moving, looked_at = _without_repetitions(record)
    rows, needed = sum(map(len, moving)), n_steps * n_samples
    # Single numbers of float32 may come twice by chance, which whole rows never do.
    if rows < (needed if n_parameters > 1 else 0.9 * needed):
        ignored = len(moving) >= n_steps
        fail(
            title,
            "each step uses `n_samples` samples" if ignored else _FRESH,
            given=given,
            expected=f"{needed} {'' if ignored else 'different '}rows of noise in all",
            returned=f"{rows}",
            cause="n_samples is ignored." if ignored else _EVERY_STEP if len(moving) == 1 else _AGAIN,
        )
    return moving + looked_at


def _without_repetitions(record):
    """Return the noise whose gradient was taken, each once, and what was looked at with other noise."""
    moving = {record.noise[place].tobytes(): record.noise[place] for place in sorted(record.taken)}
    known = {row.tobytes() for eps in moving.values() for row in eps}
    other = [eps for eps in record.noise if not all(row.tobytes() in known for row in eps)]
    return list(moving.values()), other

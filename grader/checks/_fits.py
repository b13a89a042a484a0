"""Run a student's training loop on an ELBO whose every evaluation is seen."""

import numpy as np
import torch

from grader.checking import CheckFailed, as_array, as_parts, call, fail, name_of
from grader.checks._given_noise import tensor
from grader.checks._objectives import ENDLESS, differentiable

__all__ = [
    "NAMES",
    "REPEATS",
    "RETURNS",
    "RTOL",
    "Record",
    "call_fit",
    "fit",
    "flat",
    "hill",
    "plane",
    "torch_generator",
]

NAMES = ("elbo", "mu", "rho", "n_steps", "learning_rate", "n_samples", "generator")
RETURNS = ("mu", "rho", "elbo_trace")
RTOL = 5e-6
REPEATS = 10
"""How often a step may evaluate each of its samples before the loop counts as one without end."""


class Record:
    """The callbacks of an ELBO that keep the noise it was handed, up to a limit.

    A step may evaluate the ELBO more than once with its noise: for the trace, in a closure, or for a look at
    the value afterwards. What moves the parameters is the noise of evaluations whose gradient is taken.

    Attributes
    ----------
    noise : list of ndarray
        The noise of every evaluation.
    taken : set of int
        The places in `noise` of evaluations whose gradient was taken.
    """

    def __init__(self, objective, limit):
        self.objective, self.limit, self.noise, self.taken = objective, limit, [], set()

    def look(self, mu, rho, eps):
        """Return the number of this evaluation, and the objective's value and gradients."""
        self.noise.append(eps)
        if len(self.noise) > self.limit:
            raise RuntimeError(f"elbo was {ENDLESS} {self.limit} sets of noise")
        return len(self.noise) - 1, *self.objective(mu, rho)

    def take(self, number):
        """Note that the gradient of an evaluation was taken."""
        if type(number) is int and 0 <= number < len(self.noise):
            self.taken.add(number)

    @property
    def elbo(self):
        """The differentiable ELBO to hand out."""
        return differentiable(self.look, self.take)


def plane(slope_mu, slope_rho):
    """Return an objective of (mu, rho) with constant slopes: its value and its two gradients."""
    slope_mu, slope_rho = np.asarray(slope_mu, float), np.asarray(slope_rho, float)
    return lambda mu, rho: (float(slope_mu @ mu + slope_rho @ rho), slope_mu, slope_rho)


def hill(peak_mu, peak_rho, steepness_mu, steepness_rho):
    """Return an objective of (mu, rho) that falls off with the squared distance from its peak."""
    peak_mu, peak_rho = np.asarray(peak_mu, float), np.asarray(peak_rho, float)
    steepness_mu, steepness_rho = np.asarray(steepness_mu, float), np.asarray(steepness_rho, float)

    def objective(mu, rho):
        to_mu, to_rho = peak_mu - mu, peak_rho - rho
        value = -float(steepness_mu @ to_mu**2 + steepness_rho @ to_rho**2)
        return value, 2 * steepness_mu * to_mu, 2 * steepness_rho * to_rho

    return objective


def flat():
    """Return an objective that is -1 everywhere."""
    return lambda mu, rho: (-1.0, np.zeros_like(mu), np.zeros_like(rho))


def torch_generator(seed):
    return torch.Generator().manual_seed(seed)


def call_fit(function, args, limit):
    """Return what a fit gives for `args`, its ELBO being refused after `limit` evaluations."""
    try:
        return call(function, *args, names=NAMES)
    except CheckFailed as failed:
        if ENDLESS not in str(failed.raised):
            raise
    fail(
        name_of(function),
        "must stop after `n_steps` steps",
        given=f"n_steps={args[3]}",
        returned=f"nothing: after {limit} evaluations there is no end",
        cause="The loop has a number of steps of its own, or waits for convergence, which never comes.",
    )


def fit(function, objective, start, n_steps, learning_rate, n_samples=2, seed=1):
    """Return what came back, as arrays, and the `Record` of what was handed to `elbo`."""
    title = name_of(function)
    record = Record(objective, REPEATS * (n_samples + 2) * n_steps + 5)
    mu, rho = (tensor(part) for part in start)
    args = (record.elbo, mu, rho, n_steps, learning_rate, n_samples, torch_generator(seed))
    value = call_fit(function, args, record.limit)
    parts = as_parts(value, title, RETURNS)
    mu, rho = (
        as_array(part, title, f"`{name}`", mu.shape) for part, name in zip(parts, RETURNS[:2], strict=False)
    )
    trace = as_array(parts[2], title, "`elbo_trace`")
    if trace.shape != (n_steps,):
        fail(
            title,
            "`elbo_trace` has one value a step",
            given=f"n_steps={n_steps}",
            expected=f"shape ({n_steps},)",
            returned=f"shape {trace.shape}",
            cause=_trace_cause(trace, n_steps),
        )
    if len(record.taken) < n_steps:
        fail(
            title,
            "`n_steps` steps are taken",
            given=f"n_steps={n_steps}",
            returned=f"after {len(record.taken)} gradients of `elbo`",
            cause="The loop ends early, without taking n_steps steps.",
        )
    return (mu, rho, trace), record


def _trace_cause(trace, n_steps):
    if trace.ndim == 0:
        return "One number came back: collect the ELBO of every step."
    if trace.ndim > 1:
        return "One number a step is asked for."
    if trace.size == n_steps - 1:
        return "One step too few: `range(1, n_steps)` has n_steps - 1 elements."
    if trace.size == n_steps + 1:
        return "One value too many: the ELBO after the last step does not belong to the trace."
    return "The loop has a number of steps of its own, or does not count them right."

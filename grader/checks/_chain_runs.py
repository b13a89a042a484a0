"""Run a Metropolis-Hastings function; read what comes back."""

import contextlib

import numpy as np

from grader.checking import (
    CheckFailed,
    arguments,
    as_array,
    as_number,
    as_parts,
    call,
    fail,
    generator,
    name_of,
    silence,
    where_it_is,
)

__all__ = ["NAMES", "RETURNS", "last_states", "run"]

NAMES = ("log_density", "propose", "log_proposal", "initial", "n_steps", "rng")
RETURNS = ("chain", "acceptance_rate")


def run(function, *args, short=None, crash=None):
    """Return the chain as an array of the right shape, and the acceptance rate.

    `short` is the cause of a chain with too few states, `crash` that of an exception.
    """
    initial, n_steps, title = args[3], args[4], name_of(function)
    try:
        value = call(function, *args, names=NAMES)
    except CheckFailed as failed:
        failed.cause = failed.cause or crash
        raise
    chain, rate = as_parts(value, title, RETURNS)
    chain, shape = as_array(chain, title, "the chain"), (n_steps, *np.shape(initial))
    if chain.shape != shape:
        if np.ndim(rate) > 0:
            cause = "The two values come back in the wrong order: the chain first, then the acceptance rate."
        elif chain.shape == (n_steps + 1, *shape[1:]):
            cause = "The chain holds `initial` too: it begins with the state after the first step."
        elif chain.size == 0 or (chain.ndim == len(shape) and len(chain) < n_steps):
            cause = short or "A rejected step repeats the current state: every step adds one to the chain."
        else:
            cause = "A chain of numbers has shape (n_steps,), a chain of vectors (n_steps, d)."
        given = arguments(NAMES, args)
        wanted, got = f"shape {shape}", f"shape {chain.shape}"
        fail(title, "the chain has the wrong shape", given=given, expected=wanted, returned=got, cause=cause)
    return chain, as_number(rate, title, "the acceptance rate")


@where_it_is
def last_states(function, log_density, propose, log_proposal, starts, n_steps, seed):
    """Return the last state of a chain from each start, NaN where there is no such chain."""
    last, title = np.full(len(starts), np.nan), name_of(function)
    with silence():
        for stream, start in enumerate(starts.tolist()):
            rng = generator(seed, stream)
            with contextlib.suppress(Exception, SystemExit):
                value = function(log_density, propose, log_proposal, start, n_steps, rng)
                chain = as_array(as_parts(value, title, RETURNS)[0], title, "the chain")
                if chain.shape == (n_steps,):
                    last[stream] = chain[-1]
    return last

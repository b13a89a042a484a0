"""Probes of a Metropolis-Hastings function whose every step is known, so that the chain is judged exactly."""

import numpy as np

from grader.checking import Budget, CheckError, CheckFailed, arguments, close, fail, generator, name_of, show
from grader.checks import _chains as chains
from grader.checks._chain_runs import NAMES, RETURNS, run

__all__ = ["NAMES", "RETURNS", "agree", "far_uphill", "known_steps", "refused_steps", "same_point", "seeds"]


def known_steps(function, n_steps, step, explain=None):
    """Judge a flat target and a proposal without chance: every proposal is accepted, so the chain is known.

    `explain(function)` may fail the check with the acceptance rule that the function seems to follow instead.
    """
    move, initial = np.array(step), np.zeros(np.shape(step))[()]
    args = (chains.flat(), chains.step_by(step), chains.equal(), initial, n_steps, generator(8))
    chain, rate = run(
        function,
        *args,
        short="Every state is asked for: drop no burn-in and do not thin the chain.",
        crash="The state may be a vector of shape (d,); the chain is then (n_steps, d)."
        if move.ndim
        else None,
    )
    times = np.arange(1, n_steps + 1).reshape(-1, *[1] * move.ndim)
    if close(chain, times * move) and close(rate, 1.0):
        return
    if explain is not None and close(chain, times * move):
        explain(function)
    moves = (chain / np.where(move == 0.0, 1.0, move)).reshape(n_steps, -1)[:, 0]
    known = [
        (times.ravel(), "The acceptance rate is accepted proposals over n_steps; here all are accepted."),
        (np.arange(n_steps), "The chain begins with `initial`: begin with the state after the first step."),
        (np.full(n_steps, n_steps), "All rows of the chain are one array: store a copy of each state."),
    ]
    if close(rate, 1.0):
        from_start = "Each proposal starts from `initial`: call propose(x, rng) with the current state."
        known.append((np.ones(n_steps), from_start))
    cause = next((says for values, says in known if close(moves, values)), None)
    if cause is None and moves[0] >= 2 and close(np.diff(moves), np.ones(n_steps - 1)):
        cause = "The first states are missing: drop no burn-in."
    elif cause is None and np.all(np.diff(moves, prepend=0.0) >= 2):
        cause = "States between are missing: do not thin the chain, and propose once a step."
    elif cause is None and np.array_equal(chain, np.trunc(times * move)):
        cause = "The states were cut to whole numbers: give the chain a floating-point dtype."
    elif cause is None and explain is not None:
        explain(function)
    fail(
        name_of(function),
        "on a flat target every proposal is accepted, and each step adds one state",
        given=arguments(NAMES, args),
        expected=show((times * move, 1.0)),
        returned=show((chain, rate)),
        cause=cause or "A ratio of one is always accepted.",
    )


def refused_steps(function, initial, step, explain=None):
    """Judge a target with density at the initial point only: every proposal is refused."""
    title, n_steps = name_of(function), 30
    density, propose = Budget(chains.only_at(initial), 5000), Budget(chains.step_by(step), 5000)
    args = (density, propose, chains.equal(), initial, n_steps, generator(9))
    about = "where only the initial point has density, every step stays there"
    try:
        chain, rate = run(
            function, *args, crash="Subtract log densities, never divide them: one may be 0 or -inf."
        )
    except CheckFailed:
        if not (density.spent or propose.spent):
            raise
        cause = "It proposes until one is accepted: a rejected step repeats the current state, and is a step."
        fail(title, about, returned="nothing: the log density was asked for without end", cause=cause)
    stays = np.broadcast_to(initial, chain.shape)
    if close(chain, stays) and rate == 0.0:
        return
    if close(chain, stays):
        cause = "The acceptance rate is accepted proposals over n_steps; here none is accepted."
        if close(rate, 1.0 / n_steps):
            cause = "It is the share of distinct states, the first one too: count accepted proposals."
    elif close(chain, stays + step) and rate == 0.0:
        cause = "The refused proposal is written into the chain: a rejected step repeats the current state."
    elif close(np.diff(chain, axis=0), np.broadcast_to(step, (n_steps - 1, *np.shape(step)))):
        cause = "Proposals are accepted whatever the density: a log density of -inf must never be accepted."
    elif close(chain, np.zeros_like(chain)):
        cause = "A rejected step leaves its row empty: write the current state there once more."
    else:
        if explain is not None:
            explain(function)
        cause = "A rejected step repeats the current state, and a log density of -inf is never accepted."
    given = arguments(NAMES, (chains.only_at(initial), chains.step_by(step), *args[2:]))
    expected, returned = show((stays, 0.0)), show((chain, rate))
    fail(title, about, given=given, expected=expected, returned=returned, cause=cause)


def same_point(function):
    """Judge a proposal of the point itself: it is accepted, and counts."""
    propose = Budget(chains.always_same(), 5000)
    args = (chains.flat(), propose, chains.equal(), 1.0, 20, generator(10))
    about = "a proposal of the same point is accepted, and counts as accepted"
    cause = (
        "Count acceptances, not changes of the state: here every proposal is the point itself, and accepted."
    )
    try:
        chain, rate = run(function, *args)
    except CheckFailed:
        if not propose.spent:
            raise
        fail(name_of(function), about, returned="nothing: it proposed without end", cause=cause)
    if not (close(chain, np.ones(20)) and close(rate, 1.0)):
        given = arguments(NAMES, (args[0], chains.always_same(), *args[2:]))
        expected, returned = show((np.ones(20), 1.0)), show((chain, rate))
        fail(name_of(function), about, given=given, expected=expected, returned=returned, cause=cause)


def far_uphill(function):
    """Judge a density that rises by 2,000 nats a step: the ratio itself is beyond the largest number."""
    args = (chains.steep(2000.0), chains.step_by(1.0), chains.equal(), 0.0, 6, generator(11))
    about = "a proposal of far higher log density is accepted"
    cause = (
        "The ratio is too large for a number: compare the logarithm of u with the log ratio, "
        "or exponentiate the smaller of 0 and the log ratio."
    )
    chain, rate = run(function, *args, crash=cause)
    if not (close(chain, np.arange(1.0, 7.0)) and close(rate, 1.0)):
        fail(
            name_of(function),
            about,
            given=arguments(NAMES, args),
            expected=show((np.arange(1.0, 7.0), 1.0)),
            returned=show((chain, rate)),
            cause=cause,
        )


def seeds(function, seed):
    """Judge where chance comes from: one seed gives one chain, another seed another chain."""
    title = name_of(function)
    on_rungs = (chains.rungs((-0.7, 0.0, -1.2)), chains.step_by(1.0), chains.equal(), 0.0, 200)
    walking = (chains.two_peaks(), chains.walk(1.0), chains.walk_proposal(1.0), 0.0, 60)
    for args in (on_rungs, walking):
        first, again, other = (run(function, *args, generator(seed, stream))[0] for stream in (0, 0, 1))
        if np.array_equal(first, other):
            cause = "A generator with a fixed seed is made inside the function: use `rng`."
            fail(title, "generators with different seeds give different chains", cause=cause)
        if not np.array_equal(first, again):
            cause = "Some numbers are not drawn from `rng`: `np.random.rand()` is another generator."
            fail(title, "generators with the same seed give the same chain", cause=cause)


def agree(reference, n_steps, step):
    """Make sure that the reference gives the chain that `known_steps` asks for."""
    initial = np.zeros(np.shape(step))[()]
    chain, rate = reference(
        chains.flat(), chains.step_by(step), chains.equal(), initial, n_steps, generator(8)
    )
    expected = np.multiply.outer(np.arange(1.0, n_steps + 1), np.array(step))
    if not (close(chain, expected) and rate == 1.0):
        raise CheckError("the reference does not give the known chain; this is a bug of the check")

"""Probes of a Metropolis-Hastings function whose outcome is random, judged by the chain that came back.

No record of the calls is needed: on a ladder the next rung is always proposed, so that the chain says what
was accepted and refused; elsewhere the chain itself must have a known law.
"""

import numpy as np
from scipy import special

from grader.checking import (
    ALPHA,
    arguments,
    as_array,
    close,
    dkw,
    fail,
    first_trials,
    generator,
    name_of,
    show,
)
from grader.checks import _chains as chains
from grader.checks._acceptance import likely_acceptance, likely_kept, likely_transitions, right
from grader.checks._chain_runs import NAMES, last_states, run

__all__ = ["increments", "ladder", "last_points", "three_states"]


def ladder(function, levels, offset, n_steps, trials, seed, forward=None, backward=None, vector=False):
    """Climb a ladder whose next rung is always proposed: the chain says what was accepted and what refused.

    Acceptance at each kind of rung is exact where it is certain, else binomial over its first `trials`. A
    state is the rung, or with `vector` the rung and its negative.
    """
    title, kinds = name_of(function), len(levels)
    symmetric = forward is None
    log_proposal = chains.equal() if symmetric else chains.rungs_proposal(forward, backward)
    target = chains.rungs(levels, offset)
    initial, step = (np.zeros(2), (1.0, -1.0)) if vector else (0.0, 1.0)
    args = (target, chains.step_by(step), log_proposal, initial, n_steps, generator(seed))
    chain, rate = run(function, *args, crash=_far(offset, forward))
    rungs = chain[:, 0] if vector else chain
    positions = np.concatenate([[0.0], rungs])
    steps = np.diff(positions)
    whole = not vector or close(chain[:, 1], -rungs)
    if not (whole and np.all((np.abs(steps) < 1e-6) | (np.abs(steps - 1.0) < 1e-6))):
        fail(
            title,
            "each step goes to the proposal or repeats the current state",
            given=arguments(NAMES, args),
            expected="from a rung to the next one, or the same rung again",
            returned=show(chain),
            cause="After a rejection the chain stays where it is: it does not go back to `initial`."
            if np.any((steps < -0.5) & (rungs == 0.0))
            else "Something else is written into the chain: append the state after the decision.",
        )
    rung, moved = np.round(positions[:-1]).astype(int) % kinds, steps > 0.5
    here = np.array(levels) + offset
    there = np.roll(here, -1)
    flat = (-1.0,) * kinds
    q_there, q_back = np.array(flat if symmetric else forward), np.array(flat if symmetric else backward)
    chance = right(here, there, q_there, q_back, here[0])
    outcomes = [moved[rung == kind] for kind in range(kinds)]
    uncertain = np.sum(chance < 1.0)
    for kind, seen in enumerate(outcomes):
        if chance[kind] == 1.0 and seen.all():
            continue
        if chance[kind] < 1.0 and first_trials(seen, trials[kind], chance[kind], ALPHA / uncertain).passed:
            continue
        share = "all" if chance[kind] == 1.0 else f"about {chance[kind]:.3g} of"
        about = "a proposal is accepted with the probability min(1, density ratio)"
        if not symmetric:
            about = "with an asymmetric proposal, density ratio times Hastings' factor decides"
        fail(
            title,
            about if chance[kind] < 1.0 else "a ratio above one is never refused",
            given=arguments(NAMES, args),
            expected=f"{share} the proposals from rung {kind} to the next accepted",
            returned=f"{seen.sum()} of {seen.size} accepted",
            cause=_far(offset, forward)
            or likely_kept(outcomes)
            or _likely_rule(function, args[:3], initial, kind, (here, there, q_there, q_back))
            or "Accept with the probability min(1, ratio): a new u in every step, accepted where u < ratio.",
        )
    if not close(rate, moved.mean()):
        fail(
            title,
            "the acceptance rate is the number of accepted proposals divided by n_steps",
            given=arguments(NAMES, args),
            expected=f"{moved.mean():.6g}, as the chain shows",
            returned=show(rate),
            cause=_rate_cause(rate, moved, chance[rung] < 1.0),
        )


def _far(offset, forward):
    if abs(offset) < 100.0 and (forward is None or min(forward) > -100.0):
        return None
    return "exp of a log density under- or overflows: subtract logarithms, compare log u with the log ratio."


def _likely_rule(function, callables, initial, kind, logs):
    """Recognise the rule of acceptance by many short chains, so that a chain that got stuck says enough."""
    kinds, always, pooled = logs[0].size, set(), [[] for _ in logs[0]]
    for stream in range(48):
        chain, _ = run(function, *callables, initial, 40, generator(12, stream))
        positions = np.concatenate([[0.0], chain.reshape(40, -1)[:, 0]])
        rung, moved = np.round(positions[:-1]).astype(int) % kinds, np.diff(positions) > 0.5
        for place in range(kinds):
            pooled[place].append(moved[rung == place])
        always.add(tuple(np.unique(moved[rung == kind])))
    if always - {()} == {(False,), (True,)}:
        return "The same u decides every step: draw a new one in each."
    return likely_acceptance([np.concatenate(kind) for kind in pooled], *logs, logs[0][0])


def _rate_cause(rate, moved, uncertain):
    n, accepted = moved.size, int(moved.sum())
    known = (
        ((n - accepted) / n, "It counts the rejected proposals."),
        (
            np.sum(moved & uncertain) / n,
            "It counts only acceptances that needed a u: the certain ones count too.",
        ),
        (accepted, "It is the number of accepted proposals, not yet divided by n_steps."),
        (1.0, "Rejected proposals must not count as accepted."),
        ((accepted + 1) / n, "It counts distinct states, the first one too: count accepted proposals."),
        (100.0 * accepted / n, "It is in percent: a fraction is asked for."),
        (accepted / max(n - accepted, 1), "It is accepted over rejected: divide by all n_steps proposals."),
    )
    causes = (says for value, says in known if close(rate, value))
    return next(causes, "Divide the number of accepted proposals by n_steps, the number of proposals.")


def three_states(function, densities, table, offset, expected, n_steps, visits, seed):
    """Judge every transition between three states with asymmetric proposals, over a state's first visits."""
    title = name_of(function)
    logs = np.log(densities) + offset
    table, expected = np.array(table), np.array(expected, float)
    propose, log_proposal = chains.table_choice(table.tolist()), chains.table_proposal(table.tolist())
    args = (chains.rungs(tuple(logs.tolist())), propose, log_proposal, 0.0, n_steps, generator(seed))
    chain, _ = run(function, *args)
    path = np.round(np.concatenate([[0.0], chain])).astype(int)
    if not np.all(np.isin(path, range(len(logs)))) or not close(path[1:], chain):
        cause = "Something else is written into the chain: append the state after the decision."
        fail(title, "every state of the chain was proposed before", returned=show(chain), cause=cause)
    leaves = [path[1:][path[:-1] == state] for state in range(len(logs))]
    cells = [(i, j) for i in range(len(logs)) for j in range(len(logs)) if i != j]
    gates = {
        (i, j): first_trials(leaves[i] == j, visits[i], expected[i, j], ALPHA / len(cells)) for i, j in cells
    }
    failed = [cell for cell, gate in gates.items() if not gate.passed]
    if failed:
        i, j = failed[0]
        fail(
            title,
            "with an asymmetric proposal over three states, each transition has its probability",
            given=arguments(NAMES, args),
            expected=f"from {i} to {j} in a fraction {expected[i, j]:.3f} of the visits to {i}",
            returned=f"{np.sum(leaves[i] == j)} of {leaves[i].size} visits",
            cause=likely_transitions(leaves, logs, table)
            or "Accept the tested point with the probability min(1, ratio), Hastings' factor included.",
        )


def increments(function, scale, n_steps, seed):
    """Judge the moves on a flat target: they have exactly the proposal's law."""
    initial, title = 3.0, name_of(function)
    args = (chains.flat(), chains.walk(scale), chains.walk_proposal(scale), initial, n_steps, generator(seed))
    chain, rate = run(function, *args)
    steps = np.diff(np.concatenate([[initial], chain])) / scale
    if not (dkw(steps, special.ndtr).passed and abs(rate - 1.0) < 0.01):
        if np.ptp(steps[1:]) < 1e-4:
            cause = (
                "Every step makes the same move: hand `rng` itself to `propose`, not a new generator a step."
            )
        elif np.all(chain == np.round(chain)):
            cause = "The states were rounded to whole numbers: give the chain a floating-point dtype."
        else:
            cause = "Accept each proposal as it is, and hand `rng` on to `propose`."
        fail(
            title,
            "on a flat target the moves are the proposal's moves",
            given=arguments(NAMES, args),
            expected=f"independent N(0, {scale}) increments and the rate 1",
            returned=f"increments {show(steps * scale, 90)} and the rate {show(rate)}",
            cause=cause,
        )


def last_points(function, cdf, drift, n_chains, seed):
    """Judge the last points of chains that start from exact draws of the target: they are exact draws too."""
    rng = generator(seed)
    left = rng.random(n_chains) < 0.4
    starts = np.where(left, -1.0, 1.0) + np.where(left, 0.1, 1.0) * rng.standard_normal(n_chains)
    callables = (chains.two_peaks(), chains.walk(1.0, drift), chains.walk_proposal(1.0, drift))
    last = as_array(last_states(function, *callables, starts, 20, seed), name_of(function), "the last states")
    for stream in np.flatnonzero(np.isnan(last))[:1]:  # it says what is wrong with such a chain
        run(function, *callables, float(starts[stream]), 20, generator(seed, int(stream)))
    if not dkw(last, cdf).passed:
        fail(
            name_of(function),
            "a chain that starts with the target's distribution keeps it",
            cause="The acceptance probability misses a factor, "
            "or belongs to other points than the current state and its proposal.",
        )

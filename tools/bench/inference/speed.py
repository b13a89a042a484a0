"""How long each contender optimises until q is close to the optimum, side by side."""

import contextlib

import numpy as np

from grader.experiments import mean_field
from tools.bench.inference.problem import exact_elbo, load_problem, within
from tools.bench.inference.workers import Worker

__all__ = ["RACERS", "race", "speedups", "summary"]

RACERS = ("reference", "reference_sparse", "pyro", "pyro_sparse", "numpyro", "numpyro_sparse")
"""In the order in which they run, again and again."""


def race(settings, repeats, report=lambda contender, repeat: None):
    """Run all contenders in turn, each in its own process and thread on the same core.

    Parameters
    ----------
    settings : Settings
    repeats : int
        Runs of each; repeat r has seed r.
    report : callable
        Called with a contender's name and the repeat before each run.

    Returns
    -------
    dict
        `optimum` in nats and, by contender, `summary`.
    """
    problem = load_problem(settings)
    labels, prior_scale = problem.labels, settings.prior_scale
    optimum = mean_field(problem.features, labels, prior_scale)[2]
    measured = {}
    with contextlib.ExitStack() as stack:
        workers, ready = {}, {}
        for name in RACERS:
            report(name, None)
            workers[name] = stack.enter_context(Worker(name, settings))
            ready[name] = workers[name].hear()[1]
        runs = {name: [] for name in RACERS}
        for repeat in range(repeats):
            for name, worker in workers.items():
                report(name, repeat)
                worker.tell(repeat)
                runs[name].append(worker.result())
    for name, looks in runs.items():
        curves = [
            [(*look[:3], exact_elbo(look[3], look[4], problem.features, labels, prior_scale)) for look in run]
            for run in looks
        ]
        measured[name] = {"setup_seconds": ready[name]["build"], **summary(curves, optimum, settings)}
    return {"optimum": optimum, "contenders": measured}


def summary(curves, optimum, settings):
    """Condense the runs of one contender.

    Parameters
    ----------
    curves : list of list of tuple
        By run: step, processor seconds, wall seconds, ELBO, ascending.
    optimum : float
    settings : Settings

    Returns
    -------
    dict
        `seconds`, `wall_seconds` and `steps` until within the tolerance (medians over the runs, None where
        half of them did not get there), the same by run, milliseconds of processor time a step, and how far
        below the optimum the last look was.
    """
    curves = [np.array(curve, float) for curve in curves]
    found = [within(curve[:, 3], optimum, settings.tolerance) for curve in curves]
    at = [
        curve[index, :3] if index is not None else np.full(3, np.inf)
        for curve, index in zip(curves, found, strict=True)
    ]
    steps, seconds, wall = (_finite(column) for column in np.median(at, axis=0))
    per_step = [1e3 * curve[-1, 1] / curve[-1, 0] for curve in curves]
    return {
        "seconds": seconds,
        "wall_seconds": wall,
        "steps": steps,
        "seconds_by_run": [_finite(row[1]) for row in at],
        "wall_seconds_by_run": [_finite(row[2]) for row in at],
        "steps_by_run": [_finite(row[0]) for row in at],
        "milliseconds_a_step": float(np.median(per_step)),
        "milliseconds_a_step_by_run": [float(value) for value in per_step],
        "last_gap": float(np.median([optimum - curve[-1, 3] for curve in curves])),
    }


def speedups(contenders):
    """Return how many times longer each peer takes than each form of the reference, None if never."""
    ours = [name for name in contenders if name.startswith("reference")]
    return {
        mine: {peer: _ratio(contenders[peer], contenders[mine]) for peer in contenders if peer not in ours}
        for mine in ours
    }


def _ratio(peer, mine):
    return None if None in (peer["seconds"], mine["seconds"]) else peer["seconds"] / mine["seconds"]


def _finite(value):
    return float(value) if np.isfinite(value) else None

"""Measure the grader: false fails over all variants, false passes over all mutants, over many seeds.

A unit of work is one implementation and a block of seeds. Its outcome is appended to `build/audit.jsonl`
under a key made of everything it depends on: an interrupted audit carries on, a changed check is run again.
"""

import functools
import hashlib
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from grader.audit_report import print_report, summary
from grader.trials import Implementation, exercises, implementations, try_implementation

__all__ = ["Outcome", "Plan", "audit"]


@dataclass(frozen=True)
class Plan:
    """How many seeds an audit runs.

    Attributes
    ----------
    variant_rounds, mutant_rounds : int
        Seeds for each variant and mutant of an exercise with a random gate.
    exact_rounds : int
        Seeds for each implementation of an exercise without one; they vary the hidden inputs.
    block : int
        Seeds in one unit of work.
    collateral : bool
        Whether each mutant is also run against every other exercise.
    """

    variant_rounds: int = 2000
    mutant_rounds: int = 200
    exact_rounds: int = 25
    block: int = 50
    collateral: bool = True


FULL = Plan()
QUICK = Plan(variant_rounds=3, mutant_rounds=1, exact_rounds=1, block=3, collateral=False)


@dataclass(frozen=True)
class Outcome:
    """What one implementation got over a block of seeds.

    Attributes
    ----------
    exercise, kind, name : str
        The implementation; the kind is `reference`, `variant` or `mutant`.
    runs : int
        The number of seeds.
    failed, missed, missed_by_hidden : int
        Runs in which any cell failed, in which none did, and in which no hidden cell did.
    named : int
        Runs in which a visible cell's message stated the mutant's own misconception.
    bound : float
        The largest sum over a run of the gates' false-fail probabilities.
    gates : int
        The largest number of gates in a run.
    collateral : int
        Test cells of other exercises that failed.
    seconds : float
        Time of the cells, all runs together.
    messages : list of str
        The first failures' texts.
    """

    exercise: str
    kind: str
    name: str
    runs: int
    failed: int
    missed: int
    missed_by_hidden: int
    named: int
    bound: float
    gates: int
    collateral: int
    seconds: float
    messages: list


def audit(root, plan=None, only=None, console=None, pool=None):
    """Run the audit, print its table and write `build/audit.json`, or `audit-partial.json` for a part of it.

    Parameters
    ----------
    root : Path
        The checkout.
    plan : Plan, optional
        How many seeds; by default the full audit.
    only : str, optional
        The grade id of one exercise.
    console : rich.console.Console, optional
        Where to print.
    pool : concurrent.futures.Executor, optional
        Where to work; by default a process a core.

    Returns
    -------
    dict
        What `audit.json` holds.
    """
    plan, console = plan or FULL, console or Console(width=None if sys.stdout.isatty() else 130)
    (root / "build").mkdir(exist_ok=True)
    store = root / "build" / "audit.jsonl"
    units = list(_units(root, plan, only))
    done = _stored(store)
    missing = [unit for unit in units if _key(*unit) not in done]
    if missing:
        _run(missing, store, done, console, pool or _processes())
    report = summary([Outcome(**done[_key(*unit)]) for unit in units])
    whole = only is None and plan == FULL
    name = "audit.json" if whole else "audit-partial.json"
    (root / "build" / name).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print_report(console, report)
    return report


def _units(root, plan, only):
    """Yield (implementation, rounds, whether to try it on the other exercises too)."""
    found = implementations(root / "tests" / "exercises")
    for exercise in exercises():
        if only not in (None, exercise):
            continue
        random = any(result.gates for result in try_implementation(exercise))
        own = [Implementation(exercise, "reference", "", ""), *(i for i in found if i.exercise == exercise)]
        for implementation in own:
            mutant = implementation.kind == "mutant"
            rounds = (
                plan.exact_rounds if not random else plan.mutant_rounds if mutant else plan.variant_rounds
            )
            for first in range(0, rounds, plan.block):
                block = range(first, min(first + plan.block, rounds))
                yield implementation, block, plan.collateral and mutant and first == 0


def _processes():
    os.environ["OMP_NUM_THREADS"] = "1"
    return ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"))


def _run(missing, store, done, console, pool):
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as progress,
        pool,
        store.open("a", encoding="utf-8") as file,
    ):
        file.write("\n")  # ends a line that was being written when an audit was killed
        task = progress.add_task("audit", total=sum(len(rounds) for _, rounds, _ in missing))
        pending = {pool.submit(_try, *unit): unit for unit in missing}
        for future in as_completed(pending):
            unit, outcome = pending[future], asdict(future.result())
            done[_key(*unit)] = outcome
            file.write(json.dumps({"key": _key(*unit), "outcome": outcome}) + "\n")
            file.flush()
            progress.advance(task, len(unit[1]))


def _try(implementation, rounds, everywhere):
    failed = missed = missed_by_hidden = named = gates = collateral = 0
    bound, messages, started = 0.0, [], time.process_time()
    for number in rounds:
        results = try_implementation(implementation.exercise, implementation.source, number)
        failures = [r for r in results if not r.passed]
        failed += bool(failures)
        missed += not failures
        missed_by_hidden += not any(not r.part.endswith("visible") for r in failures)
        named += any(implementation.named_by(r.message) for r in failures if r.part.endswith("visible"))
        met = [gate for r in results for gate in r.gates]
        bound, gates = max(bound, sum(gate.alpha for gate in met)), max(gates, len(met))
        messages += [r.message for r in failures][: 3 - len(messages)]
    seconds = time.process_time() - started
    if everywhere:
        collateral = _collateral(implementation)
    return Outcome(
        implementation.exercise,
        implementation.kind,
        implementation.name,
        len(rounds),
        failed,
        missed,
        missed_by_hidden,
        named,
        bound,
        gates,
        collateral,
        seconds,
        messages,
    )


def _collateral(implementation):
    """Count test cells of other exercises that fail when the mutant stands in the same notebook."""
    others = [exercise for exercise in exercises() if exercise != implementation.exercise]
    return sum(
        not result.passed
        for exercise in others
        for result in try_implementation(exercise, beside=(implementation.exercise, implementation.source))
    )


def _stored(store):
    if not store.is_file():
        return {}
    entries = {}
    for line in store.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        entries[entry["key"]] = entry["outcome"]
    return entries


@functools.cache
def _ground(exercise):
    """Return a hash of an exercise's cells and of the code that judges it."""
    package, module = Path(__file__).parent, exercise.replace("-", "_")
    files = [*package.glob("judging/*.py"), *package.glob("checks/_*.py"), package / "trials.py"]
    files.append(package / "checks" / f"{module}.py")
    told = [repr(exercises()[exercise])]
    told += [path.read_text(encoding="utf-8") for path in sorted(files) if path.is_file()]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _key(implementation, rounds, everywhere):
    """Return a hash of all that an outcome depends on: cells, checks, implementation, seeds."""
    told = [_ground(implementation.exercise), implementation.kind, implementation.name, implementation.source]
    told += [rounds.start, rounds.stop, everywhere and [_ground(other) for other in exercises()]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()

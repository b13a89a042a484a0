"""Measure the grader: false fails over all variants, false passes over all mutants, over many seeds.

A unit of work is one implementation and a block of seeds. Its outcome is appended to `build/audit.jsonl`
under a key made of everything it depends on: an interrupted audit carries on, a changed check is run again.
"""

import datetime
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass

from rich.console import Console

from tools.audit.page import PAGE, page
from tools.audit.progress import Watching
from tools.audit.report import print_report, summary
from tools.audit.store import Outcome, key, stored
from tools.course.trials import Implementation, exercises, implementations, try_implementation

__all__ = ["FULL", "QUICK", "Plan", "audit"]


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
INPUTS = ("\n  called with ", "\n  expected ", "\n  returned ")
"""How the lines begin in which a visible check's message gives inputs away."""


def audit(root, plan=None, only=None, console=None, pool=None):
    """Run the audit, print its table and write `build/audit.json`, or `audit-partial.json` for a part of it.

    A whole audit also writes the instructors' page. Where all outcomes are stored this takes seconds.

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
    done = stored(store)
    missing = [unit for unit in units if key(*unit) not in done]
    if missing:

        def outcomes(exercise):
            return [done[key(*unit)] for unit in units if unit[0].exercise == exercise]

        _run(missing, store, done, Watching(console, missing, outcomes), pool or _processes())
    report = {**summary([done[key(*unit)] for unit in units]), "plan": asdict(plan)}
    whole = only is None and plan == FULL
    name = "audit.json" if whole else "audit-partial.json"
    (root / "build" / name).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if whole:
        (root / PAGE).parent.mkdir(exist_ok=True)
        (root / PAGE).write_text(page(report, root), encoding="utf-8")
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


def _run(missing, store, done, watching, pool):
    with watching, pool, store.open("a", encoding="utf-8") as file:
        file.write("\n")  # ends a line that was being written when an audit was killed
        pending = {pool.submit(_try, *unit): unit for unit in missing}
        for future in as_completed(pending):
            unit, outcome = pending[future], future.result()
            done[key(*unit)] = outcome
            file.write(json.dumps({"key": key(*unit), "outcome": asdict(outcome)}) + "\n")
            file.flush()
            watching.add(unit)


def _try(implementation, rounds, everywhere):
    failed = missed = missed_by_hidden = named = told = gates = collateral = 0
    bound, messages, started = 0.0, [], time.process_time()
    for number in rounds:
        try:
            results = try_implementation(implementation.exercise, implementation.source, number)
        except Exception as error:
            kind, name = implementation.kind, implementation.name
            error.add_note(f"{implementation.exercise}: {kind} {name}, seeds {number}")
            raise
        failures = [r for r in results if not r.passed]
        seen = [r.message for r in failures if r.part.endswith("visible")]
        unseen = [r.message for r in failures if not r.part.endswith("visible")]
        failed += bool(failures)
        missed += not failures
        missed_by_hidden += not unseen
        recognised = any(implementation.named_by(message) for message in seen)
        named += recognised
        told += any(label in message for message in unseen for label in INPUTS)
        met = [gate for r in results for gate in r.gates]
        bound, gates = max(bound, sum(gate.alpha for gate in met)), max(gates, len(met))
        messages += [] if recognised else [r.message for r in failures][: 3 - len(messages)]
    seconds = time.process_time() - started
    if everywhere:
        collateral = _collateral(implementation)
    return Outcome(
        exercise=implementation.exercise,
        kind=implementation.kind,
        name=implementation.name,
        runs=len(rounds),
        failed=failed,
        missed=missed,
        missed_by_hidden=missed_by_hidden,
        named=named,
        told=told,
        bound=bound,
        gates=gates,
        collateral=collateral,
        seconds=seconds,
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        messages=messages,
    )


def _collateral(implementation):
    """Count test cells of other exercises that fail when the mutant stands in the same notebook."""
    others = [exercise for exercise in exercises() if exercise != implementation.exercise]
    return sum(
        not result.passed
        for exercise in others
        for result in try_implementation(exercise, beside=(implementation.exercise, implementation.source))
    )

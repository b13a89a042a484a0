"""`make attack`: all attacks on `nbautograde` and on stock nbgrader, a table of both."""

import json
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from nbautograde.course.trees import delete, thrown_away
from tools.attack.course import AttackError, honest_points, make_stage
from tools.attack.grading import by_ours, by_stock
from tools.attack.listed import ATTACKS
from tools.attack.report import print_report
from tools.attack.verdict import NOBODY, judge, totals
from tools.bench.run import machine

__all__ = ["attack"]


def attack(root, only=None, stock=True, console=None):
    """Run the attacks, print a table, and write `build/attack.json`.

    Parameters
    ----------
    root : path
        The checkout.
    only : str, optional
        The id of one attack.
    stock : bool
        Whether stock nbgrader is attacked too; it takes a quarter of an hour.
    console : rich.console.Console, optional

    Returns
    -------
    dict
        As in the file.

    Raises
    ------
    AttackError
        If the suite cannot run.
    ReleaseFailed
        If nbgrader cannot release the assignment.
    """
    if only is not None and only not in ATTACKS:
        raise AttackError(f"no attack is called {only!r}; they are {', '.join(ATTACKS)}")
    attacks = ATTACKS if only is None else {only: ATTACKS[only]}
    console = console or Console(width=None if sys.stdout.isatty() else 160)
    started = time.perf_counter()
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with (
        Progress(*columns, console=console, transient=True) as progress,
        thrown_away("attack-") as folder,
    ):
        task = progress.add_task("attack")

        def say(words):
            progress.update(task, description=f"attack: {words}")

        found = _attacked(Path(root), Path(folder), attacks, stock, say)
    found |= {"machine": machine(), "seconds": time.perf_counter() - started}
    if only is None:
        path = Path(root) / "build" / "attack.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print_report(found, console)
    return found


def _attacked(root, folder, attacks, stock, say):
    say("releasing a course to attack")
    stage = make_stage(root, folder / "base")
    honest, secrets = honest_points(stage), stage.secrets
    everybody = len(attacks) + len(honest)
    seen = by_ours(
        stage.copied(folder / "ours"), attacks, lambda done: say(f"ours, {done} of {everybody} submissions")
    )
    rows = {"ours": judge(attacks, honest, secrets, seen)}
    if not seen.points:
        lines = seen.printed.strip().splitlines()
        raise AttackError(f"nbautograde graded nobody: {lines[-1] if lines else 'it gave no reason'}")
    if stock:
        rows["stock"] = _stock(stage, folder, attacks, honest, say)
    kinds = {name: one.kind for name, one in attacks.items()}
    names = [*attacks, *sorted({name for found in rows.values() for name in found} - set(attacks))]
    told = [
        {
            "id": name,
            "says": attacks[name].says if name in attacks else "",
            "kind": kinds.get(name, ""),
            **{who: found[name] for who, found in rows.items() if name in found},
        }
        for name in names
    ]
    sums = {who: totals(found, kinds) for who, found in rows.items()}
    return {"attacks": told, **sums["ours"], **({"stock": sums["stock"]} if stock else {})}


def _stock(stage, folder, attacks, honest, say):
    """Let stock grade those who do no harm in one run; all others alone, and whom that run left ungraded."""
    rows, nobody = {}, None
    quiet = {name: one for name, one in attacks.items() if one.kind != "harm"}
    if len(quiet) > 1:
        everybody = len(quiet) + len(honest)
        seen = by_stock(
            stage.copied(folder / "together"),
            quiet,
            lambda done: say(f"stock, {done} of {everybody} submissions"),
        )
        found = judge(quiet, honest, stage.secrets, seen)
        nobody = found.pop(NOBODY, None)
        rows = {name: row for name, row in found.items() if name in seen.points}
    suspects = [name for name in quiet if name not in rows]
    rows |= _alone(stage, folder, attacks, honest, say, [name for name in attacks if name not in rows])
    if nobody is not None and not any(rows[name]["others"] or rows[name]["harm"] for name in suspects):
        rows |= _alone(stage, folder, attacks, honest, say, [name for name in quiet if name not in suspects])
    return rows


def _alone(stage, folder, attacks, honest, say, names):
    rows = {}
    for number, name in enumerate(names):
        say(f"stock, attack {number + 1} of {len(names)} in a course of its own: {name}")
        course = stage.copied(folder / f"stock-{name}")
        found = judge(
            [name], honest, stage.secrets, by_stock(course, {name: attacks[name]}, lambda done: None)
        )
        rows[name] = found[name]
        delete(course.folder)
    return rows

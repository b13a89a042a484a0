"""`make bench`: measure, print, and write `build/bench.json`."""

import json
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tools.bench.inference.problem import SETTINGS
from tools.bench.inference.quality import methods, nuts
from tools.bench.inference.speed import race, speedups
from tools.bench.inference.workers import require_peers, versions
from tools.bench.report import print_report

__all__ = ["PARTS", "REPEATS", "bench", "machine", "write"]

PARTS = ("quality", "nuts", "speed")
"""What can be measured alone."""

REPEATS = 5
"""Runs of each contender of the race."""


def bench(root, console=None, only=None):
    """Measure variational inference beside its peers, print the tables, and write `build/bench.json`.

    Parameters
    ----------
    root : path
        The checkout.
    console : rich.console.Console, optional
    only : str or sequence of str, optional
        One or several of `PARTS`; what an earlier run measured of the others stays in the file.

    Returns
    -------
    dict
        What was measured now, as under `vi` in the file.

    Raises
    ------
    BenchError
        If a peer is not installed, or a run fails; one line that says so.
    """
    console = console or Console(width=None if sys.stdout.isatty() else 130)
    parts = PARTS if only is None else (only,) if isinstance(only, str) else tuple(only)
    for part in parts:
        if part not in PARTS:
            raise ValueError(f"only must be among {', '.join(PARTS)}, got {part!r}")
    if set(parts) & {"nuts", "speed"}:
        require_peers()
    found, seconds = {"settings": asdict(SETTINGS), "machine": machine()}, {}
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        for part in (part for part in PARTS if part in parts):
            task, started = progress.add_task(part), time.perf_counter()

            def say(words, task=task):
                progress.update(task, description=words)

            found |= _PARTS[part](say)
            seconds[part] = time.perf_counter() - started
            progress.remove_task(task)
    found["seconds"] = seconds
    if set(parts) & {"nuts", "speed"}:
        found["versions"] = versions()
    path = write(Path(root) / "build" / "bench.json", found)
    print_report(found, console)
    console.print(f"{sum(seconds.values()):.0f} s; written to {path.relative_to(root)}")
    return found


def write(path, found, key="vi"):
    """Put what was measured under a key of the file, beside what it holds already."""
    held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    merged = {**held.get(key, {}), **found}
    merged["seconds"] = {**held.get(key, {}).get("seconds", {}), **found["seconds"]}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**held, key: merged}, indent=1) + "\n", encoding="utf-8")
    return path


def _quality(say):
    say("quality: four ways to fit on five splits")
    return {"methods": methods(SETTINGS)}


def _nuts(say):
    say("nuts: compiling and warming up")
    found = nuts(SETTINGS, report=lambda chain, done: say(f"nuts: chain {chain + 1}, {done:.0%}"))
    return {"nuts": found}


def _speed(say):
    def report(name, repeat):
        say(f"speed: {name}, " + ("starting" if repeat is None else f"run {repeat + 1} of {REPEATS}"))

    found = race(SETTINGS, REPEATS, report)
    found |= {"repeats": REPEATS, "ratios": speedups(found["contenders"])}
    # The headlines hold each peer, in both forms, against the fit as the notebook ends up with it.
    ratios = found["ratios"]["reference_sparse"]
    return {**{f"speedup_vs_{peer}": ratio for peer, ratio in ratios.items()}, "speed": found}


_PARTS = {"quality": _quality, "nuts": _nuts, "speed": _speed}


def machine():
    """Return what the figures were measured on."""
    return {"system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count()}

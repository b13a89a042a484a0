"""`make bench`, the part of automatic grading, and `make bench-scale`: measure, print, write."""

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tools.bench.autograde.report import print_report
from tools.bench.autograde.run import autograde, autograde_scale
from tools.bench.run import machine, write

__all__ = ["bench_autograde"]


def bench_autograde(root, console=None, scale=False):
    """Measure automatic grading, print tables, and write `autograde` of `build/bench.json`.

    Parameters
    ----------
    root : path
        The checkout.
    console : rich.console.Console, optional
    scale : bool
        Measure only how the cost of a tiny submission grows from 10 of them to 1,000.

    Returns
    -------
    dict
        What was measured now.

    Raises
    ------
    BenchError
        If a run fails; one line that says so.
    ReleaseFailed
        If nbgrader cannot release the assignment.
    """
    console = console or Console(width=None if sys.stdout.isatty() else 130)
    started = time.perf_counter()
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("autograde")

        def say(words):
            progress.update(task, description=words)

        found = (autograde_scale if scale else autograde)(Path(root), say)
    seconds = time.perf_counter() - started
    found |= {"machine": machine(), "seconds": {"scale" if scale else "class": seconds}}
    path = write(Path(root) / "build" / "bench.json", found, "autograde")
    print_report(found, console)
    console.print(f"{seconds:.0f} s; written to {path.relative_to(root)}")
    return found

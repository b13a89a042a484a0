"""The measurement of automatic grading: what is run, in which order, and what of it goes into the file."""

import contextlib
import shutil
import statistics
import tempfile
from pathlib import Path

from tools.bench.autograde.cells import cpu_of_cells
from tools.bench.autograde.contenders import cores, ours, stock
from tools.bench.autograde.courses import (
    STOCK_CONFIG,
    class_of_thirty,
    copy_course,
    new_course,
    tiny_course,
    write_students,
)
from tools.bench.autograde.figures import (
    differences,
    flatness,
    marginal_seconds,
    over_cells,
    scores,
    throughput,
)

__all__ = ["SIZES", "TINY_SIZES", "autograde", "autograde_scale"]

SIZES, TINY_SIZES = (10, 100), (10, 100, 1000)

ISOLATION_ROUNDS = 3
"""How often both are measured, in turns: what isolated tests cost is less than a run's noise."""

_SAYS = {
    "ours": "grader autograde as it is: cells of ours that are not graded are left out",
    "stock": "nbgrader autograde with its default preprocessors, told only the folders and 120 s a cell: "
    "every cell is run",
    "stock_same_cells": "nbgrader autograde with this course's configuration: the cells that ours runs",
    "ours_nothing_skipped": "grader autograde --run-ungraded: every cell is run",
    "ours_tests_in_kernel": "nbautograde --tests=kernel: tests in the student's kernel, no sandbox",
}


def autograde(root, say, class_=None, sizes=SIZES):
    """Measure stock and ours on the class of thirty, ours on classes of ten and a hundred.

    Parameters
    ----------
    root : Path
        The checkout.
    say : callable
        Called with words for what is going on.
    class_ : dict, optional
        The class, as from `class_of_thirty`.
    sizes : sequence of int
        Class sizes, ascending; each is made of copies of as many students as the smallest has.

    Returns
    -------
    dict
        As under `autograde` in the file.
    """
    class_ = class_ or class_of_thirty(root)
    with _courses() as (folder, bench):
        say("autograde: releasing the assignment")
        bench.base = new_course(root, folder / "base")
        rows = {
            "ours": bench.ours("ours", class_, say),
            "stock": bench.stock("stock", class_, say, STOCK_CONFIG),
            "stock_same_cells": bench.stock("stock_same_cells", class_, say),
            "ours_nothing_skipped": bench.ours(
                "ours_nothing_skipped", class_, say, options=["--run-ungraded"]
            ),
        }
        cells = {name: bench.cells(name, class_, say) for name in ("ours", "ours_nothing_skipped")}
        found = {**_compared(folder, rows, class_), **_beside_cells(rows, cells)}
        in_kernel, isolation = _isolation(bench, class_, say)
        rows["ours_tests_in_kernel"] = in_kernel
        for name, words in _SAYS.items():
            rows[name]["says"] = words
        by_size = {size: _of_size(bench, class_, sizes[0], size, say) for size in sizes}
    sizes = {**_growth(by_size), "by_class_size": _text_keys(by_size)}
    return {**found, **isolation, **sizes, "contenders": rows}


def autograde_scale(root, say, sizes=TINY_SIZES):
    """Measure ours on classes of up to a thousand whose notebook is tiny, and return it under `tiny`."""
    with _courses() as (folder, bench):
        say("autograde: releasing a tiny assignment")
        bench.base = tiny_course(root, folder / "base")
        by_size = {size: bench.ours(f"tiny_{size}", {"student": {}}, say, copies=size) for size in sizes}
    return {"tiny": {**_growth(by_size), "by_class_size": _text_keys(by_size)}}


class _Bench:
    """Courses in one folder, each a copy of `base`, and who grades them."""

    def __init__(self, folder):
        self.folder, self.base = folder, None

    def ours(self, name, class_, say, copies=1, options=()):
        """Let ours grade a class, or copies of it."""
        course, count, told = self._course(name, class_, say, copies)
        return {"submissions": count, **ours(course, self.folder / f"{name}.log", told, options)}

    def stock(self, name, class_, say, config=None):
        """Let stock grade a class."""
        course, count, told = self._course(name, class_, say, 1, config)
        return {"submissions": count, **stock(course, self.folder / f"{name}.log", told)}

    def cells(self, name, class_, say):
        """Return what the cells that a contender has run take by themselves."""
        count, words = 2 * len(class_), name.replace("_", " ")
        return cpu_of_cells(
            self.folder / name,
            cores(),
            self.folder / f"{name}-cells.log",
            lambda done: say(f"autograde: the cells of {words} by themselves, {done} of {count} notebooks"),
        )

    def _course(self, name, class_, say, copies, config=None):
        course = copy_course(self.base, self.folder / name, config)
        count, words = len(write_students(course, class_, copies)), name.replace("_", " ")
        say(f"autograde: {words}, starting")
        return course, count, lambda done: say(f"autograde: {words}, {done} of {count} submissions")


@contextlib.contextmanager
def _courses():
    """Yield a folder for the courses, which is thrown away, and who grades in it."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as path:
        yield Path(path), _Bench(Path(path))


def _of_size(bench, class_, smallest, size, say):
    """Let ours grade `size` submissions: as many students as the smallest class has, copied."""
    names = list(class_)
    some = {names[i * len(names) // smallest]: None for i in range(smallest)}
    some = {name: class_[name] for name in some}
    name = f"class_of_{size}"
    row = bench.ours(name, some, say, copies=size // smallest)
    shutil.rmtree(bench.folder / name)
    return row


def _isolation(bench, class_, say):
    """Let ours grade with tests in the kernel and isolated, in turns; return the first row, and the cost."""
    seconds = {"ours_tests_in_kernel": [], "ours_isolated_tests": []}
    for number in range(ISOLATION_ROUNDS):
        for name, options in (("ours_tests_in_kernel", ["--tests=kernel"]), ("ours_isolated_tests", [])):
            row = bench.ours(f"{name}_{number}", class_, say, options=options)
            seconds[name].append(row["grading_seconds"])
            shutil.rmtree(bench.folder / f"{name}_{number}")
            if name == "ours_tests_in_kernel":
                in_kernel = row
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    cost = medians["ours_isolated_tests"] / medians["ours_tests_in_kernel"] - 1
    return in_kernel, {"isolation_cost": cost, "isolation_seconds": seconds}


def _compared(folder, rows, class_):
    """Hold ours against stock."""
    graded = {name: scores(folder / name) for name in rows}
    pairs = (("stock", "ours"), ("stock", "ours_nothing_skipped"), ("stock_same_cells", "ours"))
    wrong = {f"{theirs} and {mine}": differences(graded[theirs], graded[mine]) for theirs, mine in pairs}
    return {
        "throughput_vs_stock": throughput(rows["stock"], rows["ours"]),
        "throughput_vs_stock_nothing_skipped": throughput(rows["stock"], rows["ours_nothing_skipped"]),
        "throughput_vs_stock_same_cells": throughput(rows["stock_same_cells"], rows["ours"]),
        "cpu_vs_stock": throughput(rows["stock_same_cells"], rows["ours"], "cpu_seconds"),
        "scores_identical": not any(wrong.values()),
        "score_differences": wrong,
        "scores_compared": len(graded["stock"]),
        "not_graded_by_stock": {
            name: sorted(set(class_) - {key[0] for key in graded[name]})
            for name in ("stock", "stock_same_cells")
        },
    }


def _beside_cells(rows, cells):
    """Hold ours against the cells' own processor time, with cells skipped and with nothing skipped."""
    row, every = rows["ours"], rows["ours_nothing_skipped"]
    seconds = cells["ours"]["seconds"]
    return {
        "over_pure_cpu": over_cells(row["grading_seconds"], seconds, cores()),
        "over_pure_cpu_nothing_skipped": over_cells(
            every["grading_seconds"], cells["ours_nothing_skipped"]["seconds"], cores()
        ),
        "over_pure_cpu_with_start_up": over_cells(row["seconds"], seconds, cores()),
        "cpu_over_pure_cpu": row["cpu_seconds"] / seconds,
        "pure_cpu": {**cells, "cores": cores()},
    }


def _growth(by_size):
    per_submission = {str(n): row["grading_seconds"] / row["submissions"] for n, row in by_size.items()}
    return {
        "seconds_per_submission": per_submission,
        "flat_within": flatness(per_submission),
        "marginal_seconds": marginal_seconds({n: row["grading_seconds"] for n, row in by_size.items()}),
        "start_up_seconds": {str(n): row["start_up_seconds"] for n, row in by_size.items()},
        "parent_peak_mb": {str(n): row["parent_peak_mb"] for n, row in by_size.items()},
    }


def _text_keys(by_size):
    return {str(size): row for size, row in by_size.items()}

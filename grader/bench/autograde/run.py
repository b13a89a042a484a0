"""The measurement of automatic grading: what is run, in which order, and what of it goes into the file."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from grader.bench.autograde.cells import cpu_of_cells
from grader.bench.autograde.contenders import cores, ours, stock
from grader.bench.autograde.courses import (
    STOCK_CONFIG,
    class_of_thirty,
    copy_course,
    new_course,
    tiny_course,
    write_students,
)
from grader.bench.autograde.figures import differences, flatness, over_cells, scores, throughput

__all__ = ["SIZES", "SUBSET", "TINY_SIZES", "autograde", "autograde_scale"]

SUBSET = (
    "reference",
    "untouched",
    "bayes-rule-not-normalised",
    "metropolis-hastings-no-hastings",
    "elbo-no-log-q",
    "calibration-signed",
)
"""The students on whom everything is run, also by stock: it takes half a minute each."""

SIZES, TINY_SIZES = (10, 100), (10, 100, 1000)

_SAYS = {
    "stock_same_cells": "nbgrader autograde with this course's configuration: the cells that ours runs",
    "ours_same_cells": "grader autograde: cells of ours that are not graded are left out",
    "stock_as_it_ships": "nbgrader autograde with its default preprocessors, told only the folders and "
    "120 s a cell: every cell is run",
    "ours_nothing_skipped": "grader autograde --run-ungraded: every cell is run",
}


def autograde(root, say, class_=None, subset=SUBSET, sizes=SIZES):
    """Measure stock and ours on the class of thirty, ours on classes of ten and a hundred.

    Parameters
    ----------
    root : Path
        The checkout.
    say : callable
        Called with words for what is going on.
    class_ : dict, optional
        The class, as from `class_of_thirty`.
    subset : sequence of str
        Students of it for the contenders that skip nothing.
    sizes : sequence of int
        Class sizes, ascending; each is made of copies of as many students as the smallest has.

    Returns
    -------
    dict
        As under `autograde` in the file.
    """
    class_ = class_ or class_of_thirty(root)
    few = {name: class_[name] for name in subset}
    with _courses() as (folder, bench):
        say("autograde: releasing the assignment")
        bench.base = new_course(root, folder / "base")
        rows = {
            "ours_same_cells": bench.ours("ours_same_cells", class_, say),
            "stock_same_cells": bench.stock("stock_same_cells", class_, say),
            "ours_nothing_skipped": bench.ours("ours_nothing_skipped", few, say, options=["--run-ungraded"]),
            "stock_as_it_ships": bench.stock("stock_as_it_ships", few, say, STOCK_CONFIG),
        }
        say("autograde: the cells by themselves")
        notebooks = 2 * len(class_)
        cells = cpu_of_cells(
            folder / "ours_same_cells",
            cores(),
            folder / "cells.log",
            lambda done: say(f"autograde: the cells by themselves, {done} of {notebooks} notebooks"),
        )
        found = {**_compared(folder, rows, class_, few), **_beside_cells(rows["ours_same_cells"], cells)}
        for name, words in _SAYS.items():
            rows[name]["says"] = words
        by_size = {size: _of_size(bench, class_, sizes[0], size, say) for size in sizes}
    return {**found, **_growth(by_size), "contenders": rows, "by_class_size": _text_keys(by_size)}


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


def _compared(folder, rows, class_, few):
    """Hold ours against stock."""
    graded = {name: scores(folder / name) for name in rows}
    wrong = {
        f"{theirs} and {mine}": differences(graded[theirs], graded[mine])
        for theirs, mine in (
            ("stock_same_cells", "ours_same_cells"),
            ("stock_as_it_ships", "ours_nothing_skipped"),
            ("stock_as_it_ships", "ours_same_cells"),
        )
    }
    by_stock = {"stock_same_cells": class_, "stock_as_it_ships": few}
    return {
        "throughput_vs_stock": throughput(rows["stock_same_cells"], rows["ours_same_cells"]),
        "throughput_vs_stock_nothing_skipped": throughput(
            rows["stock_as_it_ships"], rows["ours_nothing_skipped"]
        ),
        "cpu_vs_stock": throughput(rows["stock_same_cells"], rows["ours_same_cells"], "cpu_seconds"),
        "scores_identical": not any(wrong.values()),
        "score_differences": wrong,
        "scores_compared": len(graded["stock_same_cells"]),
        "not_graded_by_stock": {
            name: sorted(set(students) - {key[0] for key in graded[name]})
            for name, students in by_stock.items()
        },
    }


def _beside_cells(row, cells):
    """Hold ours against the cells' own processor time."""
    return {
        "over_pure_cpu": over_cells(row["grading_seconds"], cells["seconds"], cores()),
        "over_pure_cpu_with_start_up": over_cells(row["seconds"], cells["seconds"], cores()),
        "cpu_over_pure_cpu": row["cpu_seconds"] / cells["seconds"],
        "pure_cpu": {**cells, "cores": cores()},
    }


def _growth(by_size):
    per_submission = {str(n): row["grading_seconds"] / row["submissions"] for n, row in by_size.items()}
    return {
        "seconds_per_submission": per_submission,
        "flat_within": flatness(per_submission),
        "start_up_seconds": {str(n): row["start_up_seconds"] for n, row in by_size.items()},
        "parent_peak_mb": {str(n): row["parent_peak_mb"] for n, row in by_size.items()},
    }


def _text_keys(by_size):
    return {str(size): row for size, row in by_size.items()}

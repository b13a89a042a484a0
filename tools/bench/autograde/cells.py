"""What the cells of a class take by themselves: each notebook in a plain Python process, without Jupyter.

It is started as `python -m tools.bench.autograde.cells <course> <processes>`, works on what
`grader autograde` left in `autograded/`, and prints one line of JSON a notebook. The course's modules are
imported before, as a kernel has them. A cell counts that has been run there, except the import cell.
"""

import contextlib
import gc
import importlib
import io
import json
import linecache
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from nbautograde.course.assignment import read_assignment
from nbautograde.kernels.fork_server_client import ONE_THREAD
from tools.bench.autograde.contenders import watch
from tools.practical1 import ASSIGNMENT

__all__ = ["cpu_of_cells", "run_cells"]

_PLAIN = {**ONE_THREAD, "MPLBACKEND": "agg"}


def cpu_of_cells(course, processes, log, told=lambda done: None):
    """Run the cells of a graded class and return their processor time.

    Parameters
    ----------
    course : Path
        A course directory that `grader autograde` has graded.
    processes : int
        How many notebooks run at a time.
    log : Path
        Where to keep the output.
    told : callable
        Called with the number of notebooks that are done.

    Returns
    -------
    dict
        `seconds`, those of all cells; `cells`, how many; `ended_otherwise`, those that raise an error here
        and not there or the other way round; and `cores_used_by_others`.
    """
    found = []

    def line_came(line):
        if line.startswith("{"):
            found.append(json.loads(line))
            told(len(found))

    environment = {**os.environ, **_PLAIN}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.autograde.cells", str(course), str(processes)],
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    measured = watch(process, log, line_came)
    return {
        "seconds": sum(notebook["seconds"] for notebook in found),
        "cells": sum(notebook["cells"] for notebook in found),
        "ended_otherwise": sorted(cell for notebook in found for cell in notebook["ended_otherwise"]),
        "notebooks_at_a_time": processes,
        "cores_used_by_others": measured["cores_used_by_others"],
    }


def run_cells(path):
    """Run a graded notebook's cells again, those that were run there, in one namespace of this process."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    names, seconds, count, otherwise = {"__name__": "__main__"}, 0.0, 0, []
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code" or not _was_run(cell):
            continue
        lines = "".join(cell["source"]).splitlines(keepends=True)
        source = "".join(line for line in lines if not line.startswith("%"))
        name = f"<cell {number} of {path}>"
        linecache.cache[name] = (len(source), None, lines, name)  # as in a kernel, code can find its text
        failed = False
        started = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                exec(compile(source, name, "exec"), names)
            except BaseException:
                failed = True
        if cell.get("id") != "imports":
            seconds += time.process_time() - started
            count += 1
        if failed != any(output["output_type"] == "error" for output in cell["outputs"]):
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", f"cell {number}")
            otherwise.append(f"{Path(path).parts[-3]}: {grade_id}")
    return {"seconds": seconds, "cells": count, "ended_otherwise": otherwise}


def _was_run(cell):
    """Return whether a kernel has counted the cell, or it is a test, which may have been run elsewhere."""
    return cell.get("execution_count") is not None or cell["metadata"].get("nbgrader", {}).get("grade", False)


def _main(course, processes):
    folders = {"source_directory": "solutions", "release_directory": "notebooks"}
    coursedir = CourseDirectory(root=str(course), config=Config({"CourseDirectory": folders}))
    coursedir.course_id, coursedir.assignment_id = "approximate_inference", ASSIGNMENT
    for module in read_assignment(coursedir, Config()).modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    paths = sorted(course.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb"))
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        for told in pool.imap_unordered(run_cells, map(str, paths), chunksize=1):
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))

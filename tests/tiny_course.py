"""A course of one small notebook, submissions to it, and `grader autograde` as a process to run and kill."""

import contextlib
import json
import multiprocessing
import os
import shutil
import sys
import time
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from nbautograde.grades.grades import open_gradebook
from tools.practical1 import ASSIGNMENT

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "tiny.ipynb"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_SOLUTION = "def {}(x):\n    ### BEGIN SOLUTION\n    return {}\n    ### END SOLUTION\n"
_HIDDEN = "# Hidden: more.\n### BEGIN HIDDEN TESTS\nassert {}\n### END HIDDEN TESTS"
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["nbautograde.app"])


def write_course(folder):
    """Write a course with two exercises of 3 and 1 points and a text worth 4, and release it."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    source = folder / "solutions" / ASSIGNMENT
    source.mkdir(parents=True)
    test = {"grade": True, "locked": True}
    cells = [
        new_code_cell("import math", id="imports"),
        _marked(new_code_cell(_SOLUTION.format("twice", "2 * x")), "twice", solution=True),
        _marked(new_code_cell("assert twice(1) == 2"), "twice__visible", points=1.0, **test),
        _marked(new_code_cell(_HIDDEN.format("twice(3) == 6")), "twice__hidden", points=2.0, **test),
        _marked(new_code_cell(_SOLUTION.format("half", "x / 2")), "half", solution=True),
        _marked(new_code_cell("assert half(1) == 0.5"), "half__visible", points=1.0, **test),
        _marked(new_markdown_cell("Say why."), "reflection", grade=True, solution=True, points=4.0),
    ]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": _KERNEL}), source / NOTEBOOK)
    release(folder)


def release(folder):
    """Release the assignment, as `nbgrader generate_assignment` does."""
    config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
    coursedir = CourseDirectory(config=config, root=str(folder), assignment_id=ASSIGNMENT)
    GenerateAssignment(coursedir=coursedir, config=config, create_assignment=True, force=True).start()


def _marked(cell, name, grade=False, solution=False, locked=False, points=None):
    mark = {"grade_id": name, "grade": grade, "solution": solution, "locked": locked, "task": False}
    cell.id = name
    cell.metadata["nbgrader"] = {**mark, "schema_version": 3, **({"points": points} if points else {})}
    return cell


def hand_in(course, student, stamp=None, **sources):
    """Hand in the solution with other sources in some cells, by grade id; return the notebook's path."""
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(course / "solutions" / ASSIGNMENT / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.source = sources.pop(cell.id, cell.source)
    assert not sources
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="ascii")
    if stamp:
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
    return folder / NOTEBOOK


def graded_notebook(course, student):
    """Return a student's graded notebook."""
    return nbformat.read(course / "autograded" / student / ASSIGNMENT / NOTEBOOK, as_version=4)


def state(course, tracebacks=True):
    """Return all that grading has written: points and comments, the table, the graded notebooks."""
    found = {"grades.csv": (course / "grades.csv").read_text(encoding="utf-8")}
    with open_gradebook(course) as gradebook:
        for student in gradebook.students:
            submission = gradebook.find_submission(ASSIGNMENT, student.id)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    told = (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    found["grade", student.id, grade.name] = told
                for comment in notebook.comments:
                    found["comment", student.id, comment.name] = comment.auto_comment
    for path in sorted((course / "autograded").rglob("*")):
        if path.suffix == ".ipynb":
            notebook = nbformat.read(path, as_version=4)
            for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
                output.pop("traceback" if not tracebacks else "", None)
            cells = [(cell.id, cell.source, cell.get("outputs")) for cell in notebook.cells]
            found[str(path.relative_to(course))] = (notebook.metadata.get("nbautograde"), cells)
        elif path.is_file():
            found[str(path.relative_to(course))] = path.read_bytes()
    return found


class Run:
    """`grader autograde` in a process group of its own; `here` grades without workers, which is quicker."""

    def __init__(self, course, *options, assignment=ASSIGNMENT, jobs=1, here=False):
        self._log = course / "run.log"
        self._log.write_text("", encoding="utf-8")
        command = ["autograde", assignment, *options, f"--jobs={jobs}"]
        self._process = _PROCESSES.Process(
            target=_become_grader, args=(str(course), command, str(self._log), here)
        )
        self._process.start()
        self.pid = self._process.pid

    @property
    def printed(self):
        """What it has printed."""
        return self._log.read_text(encoding="utf-8")

    @property
    def ended(self):
        """Whether it is over."""
        return self._process.exitcode is not None

    def kill(self):
        """Kill it, and it alone, by SIGKILL."""
        self._process.kill()
        self._process.join()

    def wait(self, seconds):
        """Wait for its end, at most some seconds."""
        self._process.join(seconds)

    def status(self, seconds=300):
        """Wait for its end and return its exit status."""
        self.wait(seconds)
        assert self.ended, self.printed
        return self._process.exitcode


def graded_by(course, *options, here=True):
    """Run `grader autograde` to its end and return what it printed."""
    run = Run(course, *options, here=here)
    assert run.status() == 0, run.printed
    return run.printed


def until(condition, seconds=60):
    """Wait until a condition holds and return what it returned; fail after some seconds."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
    return found


def processes(below=None):
    """Return the command line of each process, or of each below one, by pid."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(path.parent.name)] = int(parent)
    found, frontier = list(parents), {below}
    if below is not None:
        found = []
        while frontier := {child for child, parent in parents.items() if parent in frontier}:
            found += frontier
    lines = {}
    for pid in found:
        with contextlib.suppress(OSError):
            lines[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return lines


class _Here:
    """What `nbautograde.workers.cluster.Workers` does, in this process."""

    running = MappingProxyType({})

    def __init__(self, course):
        self._course, self._submissions = course, []

    def __len__(self):
        return 1

    def submit(self, submission):
        """Keep a submission."""
        self._submissions.append(submission)

    def next(self, timeout):
        """Grade a submission."""
        from nbautograde.workers.worker import grade

        return grade(self._course, self._submissions.pop(0))


def _become_grader(course, command, log, here):
    """Turn this process into `grader <command>`, as a shell starts it."""
    from nbautograde.app import NbAutograde
    from tools.cli import main

    if here:
        NbAutograde._workers = lambda _, course, work: contextlib.nullcontext(_Here(course))

    os.setsid()
    file = os.open(log, os.O_WRONLY | os.O_APPEND)
    for number in (1, 2):
        os.dup2(file, number)
    os.chdir(course)
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    sys.exit(main(command))

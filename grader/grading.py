"""The main job: release the assignment, grade the class, write grades and feedback."""

import contextlib
import json
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.autograding.app import AutogradeInParallel, Failed, print_events, print_protection
from grader.grade_table import print_grades
from grader.grades import open_gradebook
from grader.reference import ASSIGNMENT
from grader.sample_class import other_students, remove_sample, sample_students, students, write_class
from grader.stock import start
from grader.words import has_broken_check

__all__ = ["grade"]

_LOG = Path("build", "grade.log")


class StepFailed(RuntimeError):
    """A step of nbgrader ended with an error; the message says which and where its log is."""


def grade(root, console=None):
    """Release, autograde, write feedback, `grades.csv` and `report.html`, print students by exercises.

    Where `submitted/` holds no students but the sample class, that is written anew and graded; otherwise
    the sample is taken away and what is there is graded.

    Parameters
    ----------
    root : Path
        The checkout.
    console : rich.console.Console, optional
        Where to print.

    Raises
    ------
    StepFailed
        Where a step of nbgrader fails as a whole.
    """
    console = console or Console(width=None if sys.stdout.isatty() else 160)
    (root / "build").mkdir(exist_ok=True)
    (root / _LOG).write_text("", encoding="utf-8")
    with _progress(console) as progress:
        _step(root, progress, "release the assignment", "generate_assignment", "--create", "--force")
    others = other_students(root)
    removed = remove_sample(root) if others else []
    if not others:
        write_class(root, sample_students(root))
    names = students(root)
    with contextlib.chdir(root):
        app = AutogradeInParallel()
        app.initialize([ASSIGNMENT, "--force", "--log-level=ERROR"])
        with open_gradebook(root) as gradebook:
            _forget(gradebook, removed)
        try:
            report = app.grade(console)
        except Failed as failed:
            raise StepFailed(f"autograde: {failed}") from failed
        rows, exercises = app.write_table()
        told = app.write_report(console, rows, exercises)
        report.finish()
    with _progress(console) as progress:
        _step(root, progress, "write feedback", "generate_feedback", "--force", students=names)
    if others:
        console.print(f"submitted/ holds students of yours ({len(others)}): the sample class was left out.")
    print_protection(console, report)
    print_grades(console, rows, exercises)
    print_events(console, report)
    if broken := _broken_checks(root, names):
        console.print(
            f"A CHECK IS BROKEN (reference and oracle disagree), see autograded/: {', '.join(broken)}"
        )
    console.print(f"Grades: grades.csv    feedback: feedback/<student>/{told}    log: build/grade.log")


def _forget(gradebook, names):
    known = {student.id for student in gradebook.students}
    for name in names:
        if name in known:
            gradebook.remove_student(name)


def _broken_checks(root, names):
    ours = [path.name for path in (root / "solutions" / ASSIGNMENT).glob("*.ipynb")]
    return [
        name
        for name in names
        if any(
            has_broken_check(json.loads(path.read_text(encoding="utf-8"))["cells"])
            for path in (root / "autograded" / name / ASSIGNMENT).glob("*.ipynb")
            if path.name in ours
        )
    ]


def _step(root, progress, title, command, *options, students=()):
    """Run one nbgrader command, its log in a file, a bar moving with the students it names."""
    notebooks = len(list((root / "solutions" / ASSIGNMENT).glob("*.ipynb")))
    task = progress.add_task(title, total=max(1, len(students) * notebooks), student="")
    process = start(root, command, ASSIGNMENT, *options)
    with process.stdout, open(root / _LOG, "a", encoding="utf-8") as log:
        for line in process.stdout:
            log.write(line)
            started = re.search(rf"Converting notebook \S*?([^/\s]+)/{ASSIGNMENT}", line)
            if started and students:
                progress.update(task, student=started[1])
                progress.advance(task)
    failed = process.wait()
    progress.update(task, completed=progress.tasks[task].total, student="")
    if failed:
        raise StepFailed(f"nbgrader {command} failed: see {_LOG}")


def _progress(console):
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[student]}"),
        console=console,
    )

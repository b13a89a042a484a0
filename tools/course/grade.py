"""The main job: release the assignment, grade the class, write grades and feedback."""

import contextlib
import json
import re
import sys
from pathlib import Path

from nbgrader.api import MissingEntry
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from nbautograde.app import Failed, NbAutograde, print_events, print_protection
from nbautograde.errors import one_line
from nbautograde.events import printable
from nbautograde.feedback.missing import write_missing_pages
from nbautograde.grades.grades import open_gradebook
from nbautograde.grades.terminal_table import print_grades
from nbautograde.messages import has_broken_check
from tools.course.changed import changed_cells
from tools.course.sample_class import other_students, remove_sample, sample_students, students, write_class
from tools.course.stock import start

__all__ = ["grade"]

_LOG = Path("build", "grade.log")


class StepFailed(RuntimeError):
    """A step of nbgrader ended with an error; the message says which and where its log is."""


def grade(root, assignment, console=None):
    """Release an assignment, autograde it, write feedback, table and report, print students by exercises.

    Where `submitted/` holds no students but the sample class, that is written anew and graded; otherwise
    the sample is taken away and what is there is graded.

    Parameters
    ----------
    root : Path
        The checkout.
    assignment : str
        The assignment's name.
    console : rich.console.Console, optional
        Where to print.

    Returns
    -------
    bool
        Whether something was judged and all pages were written.

    Raises
    ------
    StepFailed
        Where the assignment cannot be released, or nothing can be graded.
    """
    console = console or Console(width=None if sys.stdout.isatty() else 160)
    (root / "build").mkdir(exist_ok=True)
    (root / _LOG).write_text("", encoding="utf-8")
    others = other_students(root, assignment)
    _make_way(root, assignment, others)
    with _progress(console) as progress:
        _step(
            root, assignment, progress, "release the assignment", "generate_assignment", "--create", "--force"
        )
    removed = remove_sample(root, assignment) if others else []
    if not others:
        write_class(root, assignment, sample_students(root, assignment))
    names = students(root, assignment)
    with contextlib.chdir(root):
        app = NbAutograde()
        app.initialize([assignment, "--force", "--log-level=ERROR"])
        with _gradebook(root) as gradebook:
            _forget(gradebook, assignment, removed)
        try:
            report = app.grade(console)
            table, rows, exercises = app.write_table()
        except Failed as failed:
            raise StepFailed(f"autograde: {failed}") from failed
        told = app.write_report(console, rows, exercises)
    no_feedback = _feedback(root, assignment, console, names, report)
    if others:
        console.print(f"submitted/ holds students of yours ({len(others)}): the sample class was left out.")
    print_protection(console, report)
    print_grades(console, rows, exercises)
    print_events(console, report)
    if no_feedback:
        console.print(no_feedback, markup=False, highlight=False, soft_wrap=True)
    if broken := _broken_checks(root, assignment, names):
        text = f"A CHECK IS BROKEN (reference and oracle disagree), see autograded/: {', '.join(broken)}"
        console.print(text, markup=False, soft_wrap=True)
    console.print(f"{report.counts}.")
    console.print(f"Grades: {table}    feedback: feedback/<student>/{told}    log: build/grade.log")
    report.finish()
    return not report.nothing_judged and not no_feedback


def _make_way(root, assignment, others):
    """Raise where cells were added or removed after submissions were graded; the sample is not in the way.

    nbgrader refuses to release such an assignment, and has deleted the one that was released by then.
    """
    if not (root / "gradebook.db").exists():
        return
    with _gradebook(root) as gradebook:
        changed = changed_cells(root, assignment, gradebook)
        if not changed:
            return
        sample = set(students(root, assignment)) - set(others)
        _forget(gradebook, assignment, sample if others else sample | set(sample_students(root, assignment)))
        graded = sorted(one.student.id for one in gradebook.assignment_submissions(assignment))
    if graded:
        raise StepFailed(
            f"cells were changed after {len(graded)} students were graded ({changed}). Put them back in "
            f"solutions/{assignment}, or forget all grades, also those given by hand, with "
            f"`nbgrader db assignment remove {assignment} --force`, and grade again"
        )


@contextlib.contextmanager
def _gradebook(root):
    try:
        with one_line(root / "gradebook.db"), open_gradebook(root) as gradebook:
            yield gradebook
    except Failed as failed:
        raise StepFailed(str(failed)) from failed


def _feedback(root, assignment, console, names, report):
    """Write all pages that can be written, and return a line about those that cannot, or nothing."""
    told, found = "", []
    if any((root / "autograded").glob(f"[!.]*/{assignment}/*.ipynb")):
        before = (root / _LOG).stat().st_size
        try:
            with _progress(console) as progress:
                _step(
                    root,
                    assignment,
                    progress,
                    "write feedback",
                    "generate_feedback",
                    "--force",
                    students=names,
                )
        except StepFailed as failed:
            log = (root / _LOG).read_bytes()[before:].decode("utf-8", "replace")
            pattern = rf"processing assignment '{assignment}' for student '(.+?)'$"
            told, found = str(failed), re.findall(pattern, log, re.MULTILINE)
    notebooks = sorted(path.stem for path in (root / "notebooks" / assignment).glob("*.ipynb"))
    write_missing_pages(root, assignment, notebooks, report.outcomes)
    pages = {name: root / "feedback" / name / assignment for name in report.outcomes}
    # nbgrader passes over an id such as `a[b]`, which is a pattern to it, without a word
    found += [name for name in pages if not all((pages[name] / f"{one}.html").exists() for one in notebooks)]
    whose = f" for {', '.join(map(printable, sorted(set(found))))}" if found else ""
    return f"NO FEEDBACK{whose}: {told or f'see {_LOG}'}" if told or found else ""


def _forget(gradebook, assignment, names):
    """Take students' submissions out of the gradebook, and those who have no other one."""
    known = {student.id for student in gradebook.students}
    for name in sorted(known & set(names)):
        with contextlib.suppress(MissingEntry):
            gradebook.remove_submission(assignment, name)
        if not gradebook.student_submissions(name):
            gradebook.remove_student(name)


def _broken_checks(root, assignment, names):
    ours = [path.name for path in (root / "solutions" / assignment).glob("*.ipynb")]
    return [
        name
        for name in names
        if any(
            has_broken_check(json.loads(path.read_text(encoding="utf-8"))["cells"])
            for path in (root / "autograded" / name / assignment).glob("*.ipynb")
            if path.name in ours
        )
    ]


def _step(root, assignment, progress, title, command, *options, students=()):
    """Run one nbgrader command, its log in a file, a bar moving with the students it names."""
    notebooks = len(list((root / "solutions" / assignment).glob("*.ipynb")))
    task = progress.add_task(title, total=max(1, len(students) * notebooks), student="")
    process = start(root, command, assignment, *options)
    with process.stdout, open(root / _LOG, "a", encoding="utf-8") as log:
        for line in process.stdout:
            log.write(line)
            started = re.search(rf"Converting notebook \S*?([^/\s]+)/{re.escape(assignment)}", line)
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
        TextColumn("{task.fields[student]}", markup=False),
        console=console,
    )

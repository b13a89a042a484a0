"""Grade a class: find what came in, let workers grade it, write it down, say what happened."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nbautograde.course.submission import read_submission
from nbautograde.events import STATUSES, printable
from nbautograde.limits import Limits
from nbautograde.session.gradebook_writer import GradebookWriter
from nbautograde.session.progress import ProgressDisplay
from nbautograde.session.store import Entry, Store

__all__ = ["Change", "RunSummary", "Session", "run_session", "store_of", "with_notes"]


@dataclass(frozen=True)
class Change:
    """A student's total before and after grading again."""

    student: str
    before: float
    after: float


@dataclass(frozen=True)
class RunSummary:
    """What a run did.

    Attributes
    ----------
    graded, skipped : list of str
        Students graded in this run, also before it was interrupted, and students graded earlier.
    outdated : list of str
        Those of the skipped that were graded with other checks or other settings.
    outcomes : dict
        Outcomes, without files, of all of `graded`, by student.
    changes : list of Change
        Whose total changed.
    finish : callable
        To be called once all this has been told: an interrupted run tells all of it again.
    """

    graded: list
    skipped: list
    outdated: list
    outcomes: dict
    changes: list
    finish: Callable

    @property
    def failed(self):
        """Students who were tried in this run and not graded."""
        return [student for student, outcome in self.outcomes.items() if outcome.status == "not graded"]

    @property
    def nothing_judged(self):
        """Whether a run that tried somebody has judged nobody."""
        return bool(self.outcomes) and len(self.failed) == len(self.outcomes)

    @property
    def warning(self):
        """Why no notebook has points, in one line; empty where one has.

        A file that cannot be read is judged, with no points: that is not the grader's failure.
        """
        outcomes = self.outcomes.values()
        if not outcomes or any(one.scores and one.status != "not graded" for one in outcomes):
            return ""
        counts = Counter(one.status for one in outcomes)
        told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
        first = "NOTHING WAS JUDGED" if self.nothing_judged else "NO NOTEBOOK COULD BE READ"
        return f"{first}, of {len(outcomes)} submissions: {told}."

    @property
    def counts(self):
        """How many were graded, left alone and not graded, in words."""
        told = f"{len(self.graded) - len(self.failed)} graded, {len(self.skipped)} left alone"
        return f"{told}, {len(self.failed)} not graded" if self.failed else told


class Session:
    """A class and what is left to do of it.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` and `student_id` set.
    course : Assignment
        The assignment.
    students : list of str
        Who is to be graded.
    force : bool
        Whether to grade again what has been graded.
    """

    def __init__(self, coursedir, course, students, force=False):
        self.coursedir, self.course = coursedir, course
        self.limits = Limits(config=course.config)
        self.store = store_of(coursedir, course.assignment)
        self.run = self.store.begin([force, coursedir.student_id, coursedir.student_id_exclude])
        self._force = force
        self.left, self.unwritten, self.graded, self.skipped, self.outdated = [], [], [], [], []
        for student in students:
            self._sort(student)

    def read(self, student):
        """Return what a student handed in."""
        folder = Path(self._place(self.coursedir.submitted_directory, student))
        return read_submission(folder, student, self.course.notebooks, self.limits)

    def _sort(self, student):
        """Find out what is left to do for a student."""
        entry = self.store.get(student)
        of_this_run = entry is not None and entry.run == self.run
        if entry is None:
            by_stock = self._is_there(student) and not self.store.knows(student)
            (self.skipped if by_stock and not self._force else self.left).append(student)
        elif entry.outcome.status == "not graded":
            self.left.append(student)
        elif not entry.written and (of_this_run or not self._force) and self._same(entry):
            self.unwritten.append(student)
        elif of_this_run and self._same(entry):
            self.graded.append(student)
        elif self._force or entry.submission != self.read(student).digest() or not self._is_there(student):
            self.left.append(student)
        else:
            self.skipped.append(student)
            if entry.course != self.course.key:
                self.outdated.append(student)

    def _same(self, entry):
        student = entry.outcome.student
        return entry.course == self.course.key and entry.submission == self.read(student).digest()

    def _is_there(self, student):
        return Path(self._place(self.coursedir.autograded_directory, student)).is_dir()

    def _place(self, step, student):
        return self.coursedir.format_path(step, student, self.course.assignment)


def with_notes(rows, coursedir, assignment):
    """Return rows of the grade table with the notes of each student's last grading.

    Parameters
    ----------
    rows : list of Row
        As from `nbautograde.grades.grades.read_grades`.
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory.
    assignment : str
        The assignment's name.
    """
    store = store_of(coursedir, assignment)
    return [replace(row, notes=store.notes(row.student)) for row in rows]


def store_of(coursedir, assignment):
    """Return what is kept of an assignment of a course directory."""
    return Store(Path(coursedir.root, ".autograding", assignment))


def run_session(work, workers, console, create_student=True):
    """Do what is left of a class and return a `RunSummary`.

    Parameters
    ----------
    work : Session
        The class.
    workers : contextmanager of WorkerPool or None
        Who grades; None where nothing is left to grade.
    console : rich.console.Console
        Where to show progress.
    create_student : bool
        Whether students who are not in the gradebook are entered.
    """
    writer = GradebookWriter(work.coursedir, work.course, create_student)
    try:
        for student in work.unwritten:
            _write(work, writer, work.store.get(student))
        if work.left:
            with ProgressDisplay(console, len(work.left)) as watching, workers as ready:
                _grade(work, ready, writer, watching)
        outcomes, changes = _told(work, writer)
    finally:
        writer.close()
    return RunSummary(sorted(outcomes), work.skipped, work.outdated, outcomes, changes, work.store.finish)


def _grade(work, workers, writer, watching):
    """Keep every worker busy; write each outcome as it comes."""
    watching.ready(len(workers))
    left, submissions = list(reversed(work.left)), {}
    while left or submissions:
        while left and len(submissions) < len(workers):
            submission = work.read(left.pop())
            submissions[submission.student] = (submission.digest(), submission.timestamp)
            workers.submit(submission)
        watching.show(workers.running)
        outcome = workers.next(timeout=0.5)
        if outcome is None:
            continue
        if left:  # the worker need not wait until this outcome is written
            submission = work.read(left.pop())
            submissions[submission.student] = (submission.digest(), submission.timestamp)
            workers.submit(submission)
        digest, timestamp = submissions.pop(outcome.student)
        before = writer.total(outcome.student)
        outcome.events = [(status, printable(text)) for status, text in outcome.events]
        outcome.notes = [printable(text) for text in outcome.notes]
        entry = Entry(outcome, digest, work.course.key, work.run, timestamp, before)
        work.store.put(entry)
        _write(work, writer, entry)
        watching.add(outcome)


def _write(work, writer, entry):
    writer.write(entry.outcome, entry.timestamp)
    entry.written, entry.outcome.files = True, {}
    work.store.put(entry)
    work.graded.append(entry.outcome.student)


def _told(work, writer):
    outcomes, changes = {}, []
    for student in work.graded:
        entry = work.store.get(student)
        outcomes[student], after = entry.outcome, writer.total(student)
        if entry.before is not None and after is not None and abs(after - entry.before) > 1e-9:
            changes.append(Change(student, entry.before, after))
    return outcomes, changes

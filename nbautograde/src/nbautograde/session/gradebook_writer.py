"""Write an outcome to the gradebook and to `autograded/`: doing it twice is doing it once."""

import contextlib
import os
import sqlite3
from pathlib import Path

from nbformat.v4 import new_notebook
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook, TaskCell
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.engine import make_url
from sqlalchemy.orm import selectinload

from nbautograde.course.trees import delete
from nbautograde.events import status_comment

__all__ = ["GradebookWriter", "check_gradebook"]

_NOTHING = new_notebook()
_PATIENCE_SECONDS = 2
"""How long another command, such as the formgrader, may write before this one gives up."""


def check_gradebook(coursedir, known=()):
    """Raise now what would keep from writing to a gradebook later.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory.
    known : iterable of str
        Students who must be in the gradebook.
    """
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite":
        if not Path(url.database).exists():
            raise MissingEntry(f"no gradebook {url.database}")
        with contextlib.closing(sqlite3.connect(url.database, timeout=_PATIENCE_SECONDS)) as connection:
            connection.execute("BEGIN IMMEDIATE")
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for student in known:
            gradebook.find_student(student)


class GradebookWriter:
    """The only one who writes the gradebook.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    course : Assignment
        The assignment.
    create_student : bool
        Whether students who are not in the gradebook are entered.
    """

    def __init__(self, coursedir, course, create_student=True):
        self._coursedir, self._course, self._create = coursedir, course, create_student
        self._gradebook = Gradebook(coursedir.db_url, coursedir.course_id)

    def close(self):
        """Close the gradebook."""
        self._gradebook.close()

    def total(self, student):
        """Return a student's points so far, or None where nothing has been graded."""
        try:
            submission = self._gradebook.find_submission(self._course.assignment, student)
        except MissingEntry:
            return None
        scores = [grade.auto_score for notebook in submission.notebooks for grade in notebook.grades]
        total = submission.score if any(score is not None for score in scores) else None
        self._gradebook.db.expunge_all()
        return total

    def write(self, outcome, timestamp):
        """Write the graded notebooks, then points and comments."""
        self._write_files(outcome, timestamp)
        book, assignment, student = self._gradebook, self._course.assignment, outcome.student
        if self._create:
            book.update_or_create_student(student)
        stamp = _time(timestamp)
        with book.db.no_autoflush:  # nbgrader builds a submission piece by piece
            book.update_or_create_submission(assignment, student, **({"timestamp": stamp} if stamp else {}))
        submission = book.find_submission(assignment, student)
        with book.db.no_autoflush:
            for notebook in self._notebooks(submission):
                self._write_scores(notebook, outcome)
            _write_status(submission, outcome)
        late = submission.total_seconds_late > 0 or submission.late_submission_penalty
        notebooks = [notebook.name for notebook in submission.notebooks]
        book.db.commit()
        book.db.expunge_all()
        if late:
            self._write_penalties(notebooks, student)

    def _notebooks(self, submission):
        """Return a submission's notebooks with all grades and comments, in a few queries."""
        parts = (selectinload(SubmittedNotebook.grades), selectinload(SubmittedNotebook.comments))
        cells = (Grade.cell, Comment.cell)
        query = self._gradebook.db.query(SubmittedNotebook)
        query = query.options(*(part.joinedload(cell) for part, cell in zip(parts, cells, strict=True)))
        return query.filter(SubmittedNotebook.assignment_id == submission.id).all()

    def _write_scores(self, notebook, outcome):
        given = outcome.status != "not graded"
        scores = outcome.scores.get(notebook.name)
        tasks = {cell.name for cell in self._course.notebooks[notebook.name].cells if cell.task}
        for grade in notebook.grades:
            by_hand = grade.manual_score is not None
            if scores is not None and grade.name in tasks:  # a person gives them points
                grade.auto_score = None
            elif scores is not None and grade.name in scores:
                grade.auto_score = scores[grade.name]
                grade.needs_manual_grade = by_hand or grade.auto_score is None
            elif scores is not None and isinstance(grade.cell, TaskCell):  # a person grades it
                grade.auto_score, grade.needs_manual_grade = None, True
            else:
                grade.auto_score = 0.0 if given else None
                grade.needs_manual_grade = by_hand
        comments = outcome.comments.get(notebook.name, {})
        for comment in notebook.comments:
            comment.auto_comment = comments.get(comment.name)

    def _write_penalties(self, notebooks, student):
        preprocessor = AssignLatePenalties(config=self._course.config)
        for notebook in notebooks:
            about = {"student": student, "assignment": self._course.assignment, "notebook": notebook}
            preprocessor.preprocess(_NOTHING, {"nbgrader": {**about, "db_url": self._coursedir.db_url}})

    def _write_files(self, outcome, timestamp):
        """Replace the folder of graded notebooks as a whole."""
        files = {name: content for name, content in outcome.files.items() if name != "timestamp.txt"}
        if _time(timestamp):  # nbgrader's feedback asks for it
            files["timestamp.txt"] = timestamp.encode()
        place = self._coursedir.format_path(
            self._coursedir.autograded_directory, outcome.student, self._course.assignment
        )
        place = Path(place)
        new, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
        for path in (new, old):
            delete(path)
        try:
            self._fill(new, files)
            if place.exists():
                place.rename(old)
            new.rename(place)
        except OSError:
            if old.exists():
                old.rename(place)
            delete(new)
            raise
        delete(old)

    def _fill(self, folder, files):
        folder.mkdir(parents=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.chmod(path, 0o664 if self._coursedir.groupshared else 0o444)


def _write_status(submission, outcome):
    """Say in the first notebook's first comment what happened, where anything did."""
    if outcome.events:
        first = min(submission.notebooks, key=lambda notebook: notebook.name)
        comment = min(first.comments, key=lambda comment: comment.name)
        comment.auto_comment = status_comment(outcome.events, comment.auto_comment)


def _time(text):
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None

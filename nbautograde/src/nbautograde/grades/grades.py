"""Grades by student and exercise: from nbgrader's gradebook to `grades.csv` and a table."""

import csv
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from course_checks.reference import ASSIGNMENT, COURSE_ID, notebooks
from nbautograde.events import printable, status_in
from nbautograde.session.session import with_notes

__all__ = [
    "GradesByExercise",
    "Row",
    "exercise_points",
    "is_formula",
    "open_gradebook",
    "read_grades",
    "write_csv",
]


@dataclass(frozen=True)
class Row:
    """One student's result.

    Attributes
    ----------
    student : str
        The student's id.
    status : str
        `graded`, or what happened (`nbautograde.events.STATUSES`); `not graded` where a graded code cell has no
        score; `missing` where nothing came in.
    total : float or None
        Points, a late penalty taken off; None where the status is `not graded`, however much is known.
    maximum : float
        The points that can be had.
    scores : dict
        Points by exercise's grade id; None where the exercise was not graded.
    notes : tuple of str
        What an instructor should look at, see `nbautograde.integrity`; only `grader autograde` looks for it.
    """

    student: str
    status: str
    total: float | None
    maximum: float
    scores: dict
    notes: tuple = ()


class GradesByExercise(ExportPlugin):
    """nbgrader's export in one column an exercise: `student,status,total,max,<grade id>,...,integrity`."""

    def export(self, gradebook):
        """Write the grades to the file that `--to` names, by default `grades.csv`."""
        to = self.to or "grades.csv"
        rows, exercises = self.table(gradebook)
        write_csv(to, rows, exercises)
        self.log.info("Exported grades to %s", to)

    def table(self, gradebook):
        """Return the `Row` of each student whom `--student` names, or of all, and `exercise_points`.

        It ends with one line and a status of 1 where that would be zeros for want of the assignment.
        """
        course = self.parent.coursedir
        known = {assignment.name for assignment in gradebook.assignments}
        others = sorted({str(name) for name in self.assignment or known} - {ASSIGNMENT})
        if ASSIGNMENT not in known or (self.assignment and others):
            self.log.error(
                "Nothing exported: this course's grades are those of %s, which %s. Asked for: %s",
                ASSIGNMENT,
                "the gradebook has" if ASSIGNMENT in known else "the gradebook does not have",
                ", ".join(map(str, self.assignment)) or "all",
            )
            sys.exit(1)
        if others:
            self.log.warning("Left out, only %s can be exported so far: %s", ASSIGNMENT, ", ".join(others))
        exercises = exercise_points(Path(course.root) / course.release_directory / ASSIGNMENT)
        rows = [
            row
            for row in read_grades(gradebook, exercises)
            if not self.student or row.student in self.student
        ]
        course.assignment_id = ASSIGNMENT
        return with_notes(rows, course), exercises


def exercise_points(folder):
    """Return the points of each exercise, in the notebooks' order, from a folder of notebooks."""
    points = {}
    for cells in notebooks(folder):
        for cell in cells:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade") or mark.get("task"):
                exercise = mark["grade_id"].split("__")[0]
                points[exercise] = points.get(exercise, 0.0) + mark["points"]
    return points


def read_grades(gradebook, exercises):
    """Return a `Row` for every student of a `nbgrader.api.Gradebook`, sorted by id.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        The open gradebook.
    exercises : dict
        Points by exercise, as from `exercise_points`.
    """
    rows = []
    for student in sorted(gradebook.students, key=lambda student: student.id):
        try:
            submission = gradebook.find_submission(ASSIGNMENT, student.id)
        except MissingEntry:
            rows.append(Row(student.id, "missing", 0.0, sum(exercises.values()), dict.fromkeys(exercises)))
            continue
        rows.append(_row(submission, exercises))
    return rows


def _row(submission, exercises):
    scores = dict.fromkeys(exercises)
    graded = bool(submission.notebooks)
    for notebook in submission.notebooks:
        answers = {cell.name for cell in notebook.notebook.solution_cells}
        for grade in notebook.grades:
            exercise = grade.name.split("__")[0]
            by_hand = grade.manual_score is not None
            if grade.auto_score is None and not by_hand:
                graded = graded and (grade.cell_type == "markdown" or grade.name in answers)
                continue
            scores[exercise] = (scores.get(exercise) or 0.0) + grade.score
    total = sum(score for score in scores.values() if score is not None)
    total = max(0.0, total - (submission.late_submission_penalty or 0.0))
    comments = (comment.auto_comment for notebook in submission.notebooks for comment in notebook.comments)
    told = next(filter(None, map(status_in, comments)), "graded")
    status = told if graded else "not graded"
    total = None if status == "not graded" else total
    return Row(submission.student_id, status, total, sum(exercises.values()), scores)


def write_csv(path, rows, exercises):
    """Write rows as a table with the columns `student,status,total,max`, one an exercise, and `integrity`.

    A person opens it in a spreadsheet: what that would take for a formula gets an apostrophe before it.
    """
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["student", "status", "total", "max", *exercises, "integrity"])
        for row in rows:
            scores = [_number(row.scores[exercise]) for exercise in exercises]
            who, notes = _as_text(row.student), _as_text("; ".join(row.notes))
            writer.writerow([who, row.status, _number(row.total), _number(row.maximum), *scores, notes])


def open_gradebook(root):
    """Return the gradebook of a checkout."""
    return Gradebook(f"sqlite:///{Path(root) / 'gradebook.db'}", COURSE_ID)


def is_formula(text):
    """Return whether a spreadsheet would take a text for a formula; wide signs count where they are typed."""
    return unicodedata.normalize("NFKC", text.lstrip()[:1]) in tuple("=+-@")


def _as_text(text):
    return f"'{printable(text)}" if is_formula(text) else printable(text)


def _number(value):
    return "" if value is None else f"{value:g}"

"""Grades by student and exercise: from nbgrader's gradebook to `grades.csv` and a table."""

import csv
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets.config.loader import PyFileConfigLoader

from nbautograde.course.notebooks import cells_in
from nbautograde.events import printable, status_in
from nbautograde.session.session import with_notes

__all__ = [
    "GradesByExercise",
    "Row",
    "exercise_points",
    "grades_file",
    "is_formula",
    "open_course",
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
        `graded`, or what happened (`nbautograde.events.STATUSES`); `not graded` where a graded code cell
        has no score; `missing` where nothing came in.
    total : float or None
        Points, a late penalty taken off; None where the status is `not graded`, however much is known.
    maximum : float
        The points that can be had.
    scores : dict
        Points by exercise's grade id; None where the exercise was not graded.
    notes : tuple of str
        What an instructor should look at, see `nbautograde.integrity`; only `nbautograde` looks for it.
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
        """Write each assignment's grades: to the file that `--to` names, by default to `grades_file`'s."""
        for assignment, default in self.assignments(gradebook).items():
            to = self.to or default
            write_csv(to, *self.table(gradebook, assignment))
            self.log.info("Exported grades of %s to %s", assignment, to)

    def assignments(self, gradebook):
        """Return the file for each assignment that `--assignment` names, or of each that there is.

        Raises
        ------
        ValueError
            Where one file is to hold several assignments, or there is none of that name.
        """
        known = [assignment.name for assignment in gradebook.assignments]
        wanted = list(self.assignment) or sorted(known)
        if unknown := set(wanted) - set(known):
            raise ValueError(f"assignment: the gradebook has no {sorted(unknown)[0]!r}, only {known}")
        if self.to and len(wanted) > 1:
            raise ValueError(f"to: one file holds one assignment, name one of {wanted} with --assignment")
        return {name: grades_file(self.parent.coursedir, name) for name in wanted}

    def table(self, gradebook, assignment):
        """Return the `Row` of each student whom `--student` names, or of all, and `exercise_points`."""
        course = self.parent.coursedir
        exercises = exercise_points(course.format_path(course.release_directory, ".", assignment))
        rows = [
            row
            for row in read_grades(gradebook, assignment, exercises)
            if not self.student or row.student in self.student
        ]
        return with_notes(rows, course, assignment), exercises


def grades_file(coursedir, assignment, stem="grades", suffix=".csv"):
    """Return the name of the file for an assignment's grades: it names it where the course has several.

    Those are the folders with notebooks in the course's source folder.
    """
    source = Path(coursedir.format_path(coursedir.source_directory, ".", "."))
    others = {path.parent.name for path in source.glob("*/*.ipynb")} - {assignment}
    return f"{stem}-{assignment}{suffix}" if others else f"{stem}{suffix}"


def exercise_points(folder):
    """Return the points of each exercise, in the notebooks' order, from a folder of notebooks."""
    points = {}
    for cells in cells_in(folder):
        for cell in cells:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade") or mark.get("task"):
                exercise = mark["grade_id"].split("__")[0]
                points[exercise] = points.get(exercise, 0.0) + mark["points"]
    return points


def read_grades(gradebook, assignment, exercises):
    """Return a `Row` for every student of a `nbgrader.api.Gradebook`, sorted by id.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        The open gradebook.
    assignment : str
        The assignment's name.
    exercises : dict
        Points by exercise, as from `exercise_points`.
    """
    rows = []
    for student in sorted(gradebook.students, key=lambda student: student.id):
        try:
            submission = gradebook.find_submission(assignment, student.id)
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
    """Return the gradebook of the course that lies in a folder."""
    course = open_course(root)
    return Gradebook(course.db_url, course.course_id)


def open_course(root, assignment=""):
    """Return the `CourseDirectory` of the course that lies in a folder, for one of its assignments."""
    config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
    return CourseDirectory(config=config, root=str(root), assignment_id=assignment)


def is_formula(text):
    """Return whether a spreadsheet would take a text for a formula; wide signs count where they are typed."""
    return unicodedata.normalize("NFKC", text.lstrip()[:1]) in tuple("=+-@")


def _as_text(text):
    return f"'{printable(text)}" if is_formula(text) else printable(text)


def _number(value):
    return "" if value is None else f"{value:g}"

"""Totals for Canvas and Moodle: `nbgrader export --exporter nbautograde.plugins.grades_export.GradesForCanvas`."""

import csv

from traitlets import Unicode

from course_checks.reference import ASSIGNMENT
from nbautograde.grades.grades import GradesByExercise, is_formula

__all__ = ["GradesForCanvas", "GradesForMoodle"]


class _Totals(GradesByExercise):
    """A file with one total a student; the cell of a student without any score stays empty."""

    def write(self, to, header, lines):
        """Write a header's rows and the students' lines as a table, and say where it is."""
        with open(to, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([*header, *lines])
        self.log.info("Exported grades to %s", to)

    def totals(self, gradebook):
        """Return each student's id and total as text, and warn of those whose total is not complete."""
        rows, exercises = self.table(gradebook)
        for row in rows:
            ungraded = [exercise for exercise, score in row.scores.items() if score is None]
            if ungraded:
                named = "anything" if len(ungraded) == len(exercises) else ", ".join(ungraded)
                self.log.warning("%s has no score for %s", row.student, named)
        return [(row.student, _total(row)) for row in rows], exercises


class GradesForCanvas(_Totals):
    """Canvas's gradebook import: by Canvas's user id, or by login where the student's id is not a number.

    Canvas finds a student by what stands there, so an id is written as it is, also one like a formula.
    """

    column = Unicode(ASSIGNMENT, help="The assignment's name in Canvas, or `<name> (<its id>)`.").tag(
        config=True
    )

    def export(self, gradebook):
        """Write the totals to the file that `--to` names, by default `canvas.csv`."""
        totals, exercises = self.totals(gradebook)
        header = [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", self.column],
            ["    Points Possible", "", "", "", "", f"{sum(exercises.values()):g}"],
        ]
        if formulas := [student for student, _ in totals if is_formula(student)]:
            self.log.warning(
                "Upload the file without opening it in a spreadsheet, which takes for formulas: %s",
                ", ".join(formulas),
            )
        lines = [
            [student, student, "", "", "", total]
            if _number(student)
            else [student, "", "", student, "", total]
            for student, total in totals
        ]
        self.write(self.to or "canvas.csv", header, lines)


class GradesForMoodle(_Totals):
    """Moodle's grading worksheet: by the participant number, which only the assignment itself knows."""

    def export(self, gradebook):
        """Write the totals to the file that `--to` names, by default `moodle.csv`."""
        totals, _ = self.totals(gradebook)
        others = [student for student, _ in totals if not _number(student)]
        if others:
            self.log.warning("Left out, not a participant number: %s", ", ".join(others))
        lines = [[f"Participant {student}", total, "-"] for student, total in totals if _number(student)]
        self.write(self.to or "moodle.csv", [["Identifier", "Grade", "Last modified (grade)"]], lines)


def _total(row):
    scored = row.total is not None and any(score is not None for score in row.scores.values())
    return f"{row.total:g}" if scored else ""


def _number(student):
    return student.isascii() and student.isdigit()

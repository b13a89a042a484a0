"""Totals for Canvas and Moodle, for `nbgrader export --exporter <module>.<class>`."""

import csv

from traitlets import Unicode

from nbautograde.grades.grades import GradesByExercise, grades_file, is_formula

__all__ = ["GradesForCanvas", "GradesForMoodle"]


class _Totals(GradesByExercise):
    """A file with one total a student; the cell of a student without any score stays empty."""

    def write(self, to, header, lines):
        """Write a header's rows and the students' lines as a table, and say where it is."""
        with open(to, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([*header, *lines])
        self.log.info("Exported grades to %s", to)

    def export(self, gradebook):
        """Write each assignment's totals, by default to `canvas.csv` or `moodle.csv`."""
        for assignment in self.assignments(gradebook):
            default = grades_file(self.parent.coursedir, assignment, self.stem)
            self.export_one(gradebook, assignment, self.to or default)

    def totals(self, gradebook, assignment):
        """Return each student's id and total as text, and warn of those whose total is not complete."""
        rows, exercises = self.table(gradebook, assignment)
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

    stem = "canvas"
    column = Unicode(
        "", help="The assignment's name in Canvas, or `<name> (<its id>)`; by default its name here."
    ).tag(config=True)

    def export_one(self, gradebook, assignment, to):
        """Write the totals of an assignment to a file."""
        totals, exercises = self.totals(gradebook, assignment)
        header = [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", self.column or assignment],
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
        self.write(to, header, lines)


class GradesForMoodle(_Totals):
    """Moodle's grading worksheet: by the participant number, which only the assignment itself knows."""

    stem = "moodle"

    def export_one(self, gradebook, assignment, to):
        """Write the totals of an assignment to a file."""
        totals, _ = self.totals(gradebook, assignment)
        others = [student for student, _ in totals if not _number(student)]
        if others:
            self.log.warning("Left out, not a participant number: %s", ", ".join(others))
        lines = [[f"Participant {student}", total, "-"] for student, total in totals if _number(student)]
        self.write(to, [["Identifier", "Grade", "Last modified (grade)"]], lines)


def _total(row):
    scored = row.total is not None and any(score is not None for score in row.scores.values())
    return f"{row.total:g}" if scored else ""


def _number(student):
    return student.isascii() and student.isdigit()

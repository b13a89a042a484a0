"""Graded submissions of the tiny course, written as the grader writes them, without a kernel."""

import json
from dataclasses import replace

import nbformat
from nbformat.v4 import new_output
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from tiny_course import NOTEBOOK
from traitlets.config.loader import PyFileConfigLoader

from nbautograde.course.assignment import read_assignment
from nbautograde.course.outcome import Outcome
from nbautograde.events import judge, report, start_events
from nbautograde.grades.grades import exercise_points, open_gradebook, read_grades
from nbautograde.messages import failures_in
from nbautograde.session.gradebook_writer import GradebookWriter
from nbautograde.session.session import store_of, with_notes
from nbautograde.session.store import Entry
from tools.practical1 import ASSIGNMENT

FULL = {"twice__visible": 1.0, "twice__hidden": 2.0, "half__visible": 1.0, "reflection": None}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def check_failed(text):
    """Return the output of a test cell whose check failed."""
    return new_output("error", ename="CheckFailed", evalue=text, traceback=["Not yet right.", text])


class Class:
    """A tiny course into which graded submissions are written."""

    def __init__(self, course):
        self.course = course
        self.config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
        self.coursedir = CourseDirectory(config=self.config, root=str(course), assignment_id=ASSIGNMENT)

    def add(self, *outcomes):
        """Write outcomes as from `graded`."""
        course, store = read_assignment(self.coursedir, self.config), store_of(self.coursedir, ASSIGNMENT)
        writer = GradebookWriter(self.coursedir, course)
        for outcome in outcomes:
            writer.write(outcome, None)
            entry = Entry(replace(outcome, files={}), "digest", course.key, "run", written=True)
            store.put(entry)
        writer.close()

    def graded(
        self,
        student,
        scores=None,
        outputs=None,
        sources=None,
        events=(),
        comments=None,
        judged=True,
        **fields,
    ):
        """Return an outcome: the solution with other sources, outputs and scores in cells.

        Checks that failed have the test runner's verdict, unless not `judged`: then a student's kernel ran
        them.
        """
        notebook = nbformat.read(self.course / "solutions" / ASSIGNMENT / NOTEBOOK, as_version=4)
        start_events(notebook)
        for event in events:
            report(notebook, *event)
        for cell in notebook.cells:
            cell.source = (sources or {}).get(cell.id, cell.source)
            if cell.cell_type == "code":
                cell.outputs = (outputs or {}).get(cell.id, [])
                failed = [it.evalue for it in cell.outputs if it.get("ename") == "CheckFailed"]
                if failed and judged:
                    judge(cell, "failed", failed[0].splitlines()[:1])
        fields = {"failures": failures_in(notebook.cells), **fields}
        return Outcome(
            student,
            list(events),
            {"tiny": {**FULL, **(scores or {})}},
            {"tiny": comments or {}},
            {NOTEBOOK: json.dumps(notebook).encode()},
            **fields,
        )

    def rows(self):
        """Return the grade table and the points by exercise."""
        exercises = exercise_points(self.course / "notebooks" / ASSIGNMENT)
        with open_gradebook(self.course) as gradebook:
            return with_notes(
                read_grades(gradebook, ASSIGNMENT, exercises), self.coursedir, ASSIGNMENT
            ), exercises

    def feedback(self):
        """Return the pages that `nbgrader generate_feedback` writes, by student."""
        GenerateFeedback(coursedir=self.coursedir, config=self.config, force=True).start()
        pages = (self.course / "feedback").glob(f"*/{ASSIGNMENT}/*.html")
        return {page.parts[-3]: page.read_text(encoding="utf-8") for page in pages}

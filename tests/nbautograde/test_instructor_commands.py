"""The instructor's desk: every command of `docs/desk.md`, in a course whose cells all pass without a run."""

import csv
import re
import shutil
import textwrap
import zipfile

import nbformat
import pytest
from shell import run

from nbautograde.grades.grades import exercise_points, open_gradebook, read_grades
from tools.course.stock import release
from tools.practical1 import ASSIGNMENT, SPAM

OTHER_SETTINGS = """
c.PenaltyPerDay.percent_per_day = 10
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
"""
NOT_HERE = [". .venv/bin/activate", "make grade"]
"""Commands of the page that other tests cover."""


def blocks(page):
    """Return the page's commands, a block of indented lines each."""
    found = re.findall(r"(?:^ {4}.*\n|(?<=\n)\n(?= {4}))+", page, flags=re.MULTILINE)
    texts = [textwrap.dedent(block).strip() for block in found]
    return [text for text in texts if text not in NOT_HERE]


class Desk:
    """A course and the page's commands, which can be run in it."""

    def __init__(self, folder, page):
        self.folder, self.left = folder, blocks(page)

    def do(self, words):
        """Run the one block of commands that has these words, and return what it printed."""
        (block,) = [block for block in self.left if words in block]
        self.left.remove(block)
        return run(self.folder, block)

    def rows(self, name):
        """Return the rows of a table that was exported."""
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def total(self, student):
        """Return a student's total, the late penalty taken off."""
        with open_gradebook(self.folder) as gradebook:
            rows = read_grades(gradebook, ASSIGNMENT, exercise_points(self.folder / "notebooks" / ASSIGNMENT))
        return next(row.total for row in rows if row.student == student)


@pytest.fixture
def desk(root, tmp_path):
    """Return a desk with a downloaded zip: 1042 answered the free text, 1043 did not."""
    folder = tmp_path
    for name in ("solutions", "notebooks"):
        shutil.copytree(root / name, folder / name)
    config = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(config + OTHER_SETTINGS, encoding="utf-8")
    archive = folder / "downloaded" / ASSIGNMENT / "archive" / "course-practical.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted((folder / "notebooks" / ASSIGNMENT).glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            file.writestr(f"Näme_1043_assignsubmission_file/{path.name}", nbformat.writes(notebook))
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade_id") == "reflection":
                    cell.source = "An answer."
            file.writestr(f"姓名_1042_assignsubmission_file/{path.name}", nbformat.writes(notebook))
    return Desk(folder, (root / "docs" / "desk.md").read_text(encoding="utf-8"))


def test_the_page_in_its_order(desk, total, by_machine):
    """From the zip to both platforms' files by the page's commands; none of them is left over."""
    desk.do("zip_collect")
    desk.do("--duedate")
    release(desk.folder, ASSIGNMENT)
    desk.do(f"nbgrader autograde {ASSIGNMENT}")
    assert desk.total("1042") == pytest.approx(0.8 * by_machine), "two started days, an hour of grace"
    assert desk.total("1043") == by_machine

    with open_gradebook(desk.folder) as gradebook:
        for student in ("1044", "a-login"):
            gradebook.add_student(student)
        grade = gradebook.find_grade("reflection", SPAM, ASSIGNMENT, "1042")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        gradebook.db.commit()
    run(desk.folder, f"nbgrader autograde {ASSIGNMENT} --force")
    assert desk.total("1042") == pytest.approx(0.8 * total), "points by hand stay, and are reduced too"
    desk.do("generate_feedback")
    assert len(list((desk.folder / "feedback" / "1042").rglob("*.html"))) == 2
    reduced, whole, machine = (f"{number:g}" for number in (0.8 * total, total, by_machine))
    assert ["1042", reduced, whole] in [[row[0], *row[2:4]] for row in desk.rows("grades.csv")]

    desk.do("grant_extension")
    with open_gradebook(desk.folder) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "1042").total_seconds_late == 0

    printed = desk.do("GradesForCanvas")
    assert "1044 has no score for anything" in printed
    assert desk.rows("canvas.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "practical1"],
        ["    Points Possible", "", "", "", "", whole],
        ["1042", "1042", "", "", "", reduced],
        ["1043", "1043", "", "", "", machine],
        ["1044", "1044", "", "", "", ""],
        ["a-login", "", "", "a-login", "", ""],
    ]
    printed = desk.do("GradesForMoodle")
    assert "Left out, not a participant number: a-login" in printed
    assert desk.rows("moodle.csv") == [
        ["Identifier", "Grade", "Last modified (grade)"],
        ["Participant 1042", reduced, "-"],
        ["Participant 1043", machine, "-"],
        ["Participant 1044", "", "-"],
    ]
    assert desk.left == []

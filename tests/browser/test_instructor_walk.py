"""What an instructor does in a browser: open the formgrader, read the free text, give points, export."""

import csv
import re
import shutil

import pytest
from browser import choose, expect, jupyterlab, needs_chromium, put, window
from tiny_course import graded_by, release

from tools.course.sample_class import write_class
from tools.course.stock import start
from tools.practical1 import ASSIGNMENT, SPAM

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return a graded course: one student answered all, another all but one exercise, a third nothing."""
    folder = tmp_path_factory.mktemp("instructor") / "course"
    folder.mkdir()
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(root / "solutions", folder / "solutions")
    release(folder)
    no_elbo = {"elbo": "def elbo_monte_carlo(mu, rho, log_joint, eps):\n    return 0 * mu.sum()\n"}
    write_class(folder, ASSIGNMENT, {"1042": {}, "1043": no_elbo, "1044": None}, sample=False)
    graded_by(folder)
    return folder


def rows(course):
    """Return the rows of `grades.csv` by student."""
    with open(course / "grades.csv", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_free_text_graded_by_hand_completes_the_total(course, tmp_path):
    """Points and a comment, typed into the formgrader, reach its tables, `grades.csv` and the feedback."""
    assert {student: row["total"] for student, row in rows(course).items()} == {
        "1042": "96",
        "1043": "88",
        "1044": "0",
    }
    with jupyterlab(course, tmp_path) as server, window(server, "instructor") as (page, see):
        page.goto(f"{server.url}lab")
        choose(page, "Nbgrader", "nbgrader:open-formgrader")
        formgrader = page.frame_locator("iframe")
        table = formgrader.locator("#main-table")

        def follow(name, then):
            formgrader.get_by_role("link", name=name, exact=True).click()
            expect(table.get_by_role("row").filter(has_text=then)).to_have_count(1)

        expect(table.get_by_role("row").filter(has_text=ASSIGNMENT)).to_contain_text("3")
        see("assignments")
        follow("Manual Grading", then=ASSIGNMENT)
        follow(ASSIGNMENT, then=SPAM)
        see("notebooks")
        follow(SPAM, then="76 / 80")
        expect(formgrader.get_by_role("searchbox")).to_be_visible()  # the table is complete
        formgrader.get_by_role("button", name="Show All Names").click()
        expect(table.get_by_role("link", name="1042", exact=True)).to_be_visible()
        see("submissions")

        table.get_by_role("link", name="1042", exact=True).click()
        score = formgrader.locator("input#reflection")
        expect(score).to_have_class(re.compile(r"\bneeds_manual_grade\b"))
        score.scroll_into_view_if_needed()
        see("reflection")
        score.click()
        page.keyboard.type("4")
        with put(page, "/api/grade/"):
            page.keyboard.press("Tab")
        formgrader.locator("#reflection-comment").click()
        page.keyboard.type("Figures of your own, and read with care.")
        with put(page, "/api/comment/"):
            page.keyboard.press("Tab")
        see("points-and-comment")

        follow(SPAM, then="80 / 80")
        see("submissions-after")
        follow("Manage Students", then="1042")
        expect(table.get_by_role("row").filter(has_text="1042")).to_contain_text("100 / 100")
        expect(table.get_by_role("row").filter(has_text="1043")).to_contain_text("88 / 100")
        see("students")

        for command in (["export"], ["generate_feedback", ASSIGNMENT, "--force"]):
            process = start(course, *command)
            log = process.communicate()[0]
            assert process.returncode == 0, log
        assert rows(course)["1042"]["reflection"] == "4"
        assert {student: row["total"] for student, row in rows(course).items()} == {
            "1042": "100",
            "1043": "88",
            "1044": "0",
        }
        page.goto((course / "feedback" / "1042" / ASSIGNMENT / f"{SPAM}.html").as_uri())
        comment = page.get_by_text("Figures of your own, and read with care.")
        expect(comment).to_have_count(2)  # among the points at the top, and at the answer
        see("feedback-top")
        comment.last.scroll_into_view_if_needed()
        see("feedback-reflection")

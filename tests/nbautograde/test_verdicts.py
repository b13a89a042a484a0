"""The test runner's verdict on a test cell: by the type of what was raised, never by its name."""

import json

import pytest
from isolated import connected_student

from nbautograde.isolated_tests.test_runner import CheckWords, judge_cell
from tools.course.grade import _broken_checks
from tools.practical1 import ASSIGNMENT

RESERVED = ("CheckFailed", "CheckError", "KernelDied", "NotRun", "NameError", "CellTimeoutError")
NAMED = "def f(x):\n    raise type('{}', ({},), {{}})('f: told\\n  likely cause told')\n"

OWN = CheckWords.of("grader.checking.failures")


def judged(folder, source, test, names=("f",)):
    """Return the names of a test cell's errors, the verdict and the check's words."""
    with connected_student(folder, source) as student:
        outputs, _, verdict, words = judge_cell(test, list(names), student, 30, OWN)
    return [output["ename"] for output in outputs if output["output_type"] == "error"], verdict, words


@pytest.mark.parametrize("name", RESERVED)
@pytest.mark.parametrize("base", ["ValueError", "AssertionError", "BaseException"])
def test_a_students_type_is_never_taken_for_the_graders(tmp_path, name, base):
    """It fails the test as any exception does, under a name that the grader does not use."""
    (told,), verdict, words = judged(tmp_path, NAMED.format(name, base), "f(1)")
    assert told not in RESERVED
    assert (verdict, words) == ("raised", [])


@pytest.mark.parametrize(
    ("test", "names", "verdict", "words"),
    [
        (
            "from grader.checking import fail\nfail('f', 'the sum', returned='5', cause='so')",
            ["CheckFailed"],
            "failed",
            ["f: the sum"],
        ),
        ("from grader.checking import CheckError\nraise CheckError('5')", ["CheckError"], "broken", []),
        ("g(1)", ["NameError"], "raised", []),
        ("assert f(1) == 2", ["AssertionError"], "raised", []),
        ("import sys\nprint(1, file=sys.stderr)", [], "raised", []),
        (
            "from grader.checking import hidden\nhidden(lambda: 'the sum')()",
            [],
            "passed",
            ["Right: the sum."],
        ),
        ("try:\n    f(-1)\nexcept ValueError as error:\n    print(error)", [], "passed", []),
    ],
)
def test_the_verdict_has_the_checks_own_words_only(tmp_path, test, names, verdict, words):
    """Neither what came back nor a cause, nor what a student's exception made a cell print."""
    source = "def f(x):\n    if x < 0:\n        raise ValueError('Right: told.')\n    return x\n"
    assert judged(tmp_path, source, test) == (names, verdict, words)


def test_a_forged_reply_about_what_is_defined_is_told_to_nobody(tmp_path):
    """An exception in place of an answer closes the connection, in words of the grader's own."""
    forged = (
        "import nbautograde.isolated_tests.student_server as there\n"
        "there._Server._do_defined = lambda self, names: {'error': ValueError('told')}\n"
    )
    with connected_student(tmp_path, forged) as student:
        outputs, gone, verdict, _ = judge_cell("f(1)", ["f"], student, 30, OWN)
    assert (gone, verdict) == ("it did not say what it has", "ended")
    assert "told" not in str(outputs)


def test_only_a_verdict_says_that_a_check_is_broken(tmp_path):
    """Not a text in a notebook, nor an output, nor a notebook that is not the assignment's."""
    (tmp_path / "solutions" / ASSIGNMENT).mkdir(parents=True)
    (tmp_path / "solutions" / ASSIGNMENT / "a.ipynb").touch()
    output = {"output_type": "error", "ename": "CheckError", "evalue": "", "traceback": []}
    said = {"metadata": {}, "source": '"ename": "CheckError"', "outputs": [output]}
    broken = {"metadata": {"nbautograde": {"verdict": "broken", "words": []}}, "source": ""}
    for student, name, cell in (("says", "a", said), ("brings", "b", broken), ("met", "a", broken)):
        folder = tmp_path / "autograded" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    assert _broken_checks(tmp_path, ASSIGNMENT, ["says", "brings", "met"]) == ["met"]

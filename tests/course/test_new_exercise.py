"""Whoever adds an exercise touches the notebook source and its mutants and variants, and nothing else.

The exercise added here, to a copy of the first notebook, is small and whole: it may serve as a pattern.
"""

import csv
import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from rich.console import Console
from tiny_course import graded_by, release

from tools.audit.audit import QUICK, audit
from tools.audit.page import refreshed
from tools.bench.autograde.courses import class_of_thirty
from tools.course.authoring import notebook_from_source
from tools.course.sample_class import write_class
from tools.course.trials import exercises
from tools.practical1 import ASSIGNMENT, FOUNDATIONS

SOLUTIONS, RELEASE = Path("solutions", ASSIGNMENT), Path("notebooks", ASSIGNMENT)

CELLS = '''\
# %% [markdown]
# **Exercise** `toy-odds` (1 point). Write `toy_odds`.

# %% grade_id="toy-odds"
def toy_odds(p):
    """Turn probabilities, strictly between 0 and 1, into toy-odds, log(p / (1 - p)), in nats."""
    ### BEGIN SOLUTION
    if not np.all((p > 0) & (p < 1)):
        raise ValueError("p must lie strictly between 0 and 1")
    return special.logit(p)
    ### END SOLUTION

# %% grade_id="toy-odds__visible" points=0.5
# Three probabilities worked out by hand; bad arguments are refused by name.
import numpy as np

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible


@visible
def _check(function):
    case = Case("three probabilities", (np.array([0.5, 0.8, 0.1]),), np.array([0.0, np.log(4), -np.log(9)]))
    mistakes = [
        Mistake("These are the odds, not their logarithm.", lambda p: p / (1 - p)),
        Mistake("The fraction is upside down.", lambda p: np.log((1 - p) / p)),
        Mistake("The logarithm has base 2.", lambda p: np.log2(p / (1 - p))),
        Mistake("This is twice the logarithm.", lambda p: 2 * np.log(p / (1 - p))),
    ]
    bad = [Bad("a one", (np.array([0.5, 1.0]),), ("p",))]
    check_cases(function, [case], "toy-odds", names=("p",), mistakes=mistakes)
    check_raises(function, bad, case, "toy-odds", names=("p",))
    return "three probabilities, and bad arguments are refused"


_check(toy_odds)

# %% grade_id="toy-odds__hidden" points=0.5
# Hidden: other probabilities.
### BEGIN HIDDEN TESTS
"""toy-odds: probabilities on another scale.

Decides by: random probabilities against the inverse hyperbolic tangent.

Cannot see: an error below 2e-6 of the largest value.
"""

import math

import course_checks
from grader.checking import Case, check_cases, generator, hidden


def _oracle(p):
    return [2 * math.atanh(2 * value - 1) for value in p]


@hidden
def _check(function):
    sources = (_oracle, course_checks.reference("toy-odds").toy_odds)
    cases = [Case("random probabilities", (generator(9901).uniform(0.01, 0.99, size=7),))]
    check_cases(function, cases, "toy-odds", names=("p",), sources=sources)
    return "other probabilities"


_check(toy_odds)
### END HIDDEN TESTS

'''
GUARD = 'if not np.all((p > 0) & (p < 1)):\n        raise ValueError("p must be a probability")\n    '
IMPLEMENTATIONS = {
    "mutant_odds": ("Named by: These are the odds", GUARD + "return p / (1 - p)"),
    "mutant_reversed": ("Named by: upside down", GUARD + "return np.log((1 - p) / p)"),
    "mutant_bits": ("Named by: base 2", GUARD + "return np.log2(p / (1 - p))"),
    "mutant_first": ("Named by: The shape of toy-odds is ()", GUARD + "return special.logit(p[0])"),
    "mutant_twice": ("Named by: twice the logarithm", GUARD + "return 2 * special.logit(p)"),
    "variant_difference": ("", GUARD + "return np.log(p) - np.log1p(-p)"),
    "variant_list": ("", GUARD + "return [-float(np.log(1 / value - 1)) for value in p]"),
}


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return a copy of what the first notebook's course is made of, with an exercise more, released."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy(root / "nbgrader_config.py", course)
    (course / SOLUTIONS).mkdir(parents=True)
    source = (root / SOLUTIONS / f"{FOUNDATIONS}.py").read_text(encoding="utf-8")
    before, drawn, behind = source.partition("pictures.bayes_rule.draw(bayes_posterior)\n\n")
    assert drawn
    source = before + drawn + CELLS + behind
    (course / SOLUTIONS / f"{FOUNDATIONS}.py").write_text(source, encoding="utf-8")
    folder = course / "tests" / "exercises"
    folder.mkdir(parents=True)
    for path in (root / "tests" / "exercises").iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "toy-odds").mkdir()
    for name, (named, body) in IMPLEMENTATIONS.items():
        text = f'"""Says {name}.\n\n{named}\n"""\n\n\ndef toy_odds(p):\n    {body}\n'
        (folder / "toy-odds" / f"{name}.py").write_text(text, encoding="utf-8")
    nbformat.write(notebook_from_source(source), course / SOLUTIONS / f"{FOUNDATIONS}.ipynb")
    release(course)
    return course


@pytest.fixture
def there(course, monkeypatch):
    """Let the package find the exercises of the copy."""
    monkeypatch.chdir(course)
    exercises.cache_clear()
    yield course
    exercises.cache_clear()


def test_it_is_released_without_its_answer(course):
    """Prompt, signature and visible check are the student's; solution and hidden check are not."""
    text = (course / RELEASE / f"{FOUNDATIONS}.ipynb").read_text(encoding="utf-8")
    assert "**Exercise** `toy-odds`" in text
    assert "_check(toy_odds)" in text
    assert "# Hidden: other probabilities." in text
    assert "special.logit" not in text
    assert "atanh" not in text


def test_its_checks_are_audited(there):
    """Reference and variants pass, all mutants are caught and named."""
    quiet, pool = Console(file=io.StringIO()), ThreadPoolExecutor(max_workers=1)
    row = audit(there, QUICK, "toy-odds", quiet, pool)["exercises"]["toy-odds"]
    assert row["problems"] == []
    assert (row["mutants"], row["caught"], row["named"], row["variants"]) == (5, 5, 5, 2)


def test_the_checks_page_gets_its_section(there):
    """A page that knew nothing of it says what it decides by, and stays as it was above the sections."""
    title = "## Foundations of Bayes' theorem"
    text = refreshed(f"# The page\n\n{title}\n\n### joint-tables\n", there)
    section = text.split("### toy-odds\n")[1].split("\n### ")[0]
    assert text.startswith(f"# The page\n\n{title}\n\n### joint-tables\n")
    assert "**Decides by:** random probabilities against" in section
    assert "**Cannot see:** an error below 2e-6" in section
    assert "- Says mutant_odds." in section


def test_the_reference_is_graded_in_its_column(course):
    """Grades have a column for it, where it stands in the notebook; the reference has all points."""
    write_class(course, ASSIGNMENT, {"ada": {}, "bob": None}, sample=False)
    graded_by(course)
    with open(course / "grades.csv", encoding="utf-8") as file:
        ada, bob = csv.DictReader(file)
    columns = list(ada)
    assert columns[columns.index("bayes-rule") + 1] == "toy-odds"
    assert (ada["toy-odds"], ada["total"]) == ("1", ada["max"])
    assert (bob["toy-odds"], bob["total"], bob["max"]) == ("0", "0", ada["max"])


def test_the_measured_class_has_a_mistake_in_it(there):
    """The benchmark's class gets a student with one of its mutants."""
    assert {"toy-odds"} in [set(answers or ()) for answers in class_of_thirty(there).values()]

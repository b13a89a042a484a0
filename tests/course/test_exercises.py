"""Every exercise judges right: the reference and all variants pass, every mutant fails and is named."""

import io
import itertools
import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rich.console import Console

from nbautograde.grades.grades import exercise_points
from tools.audit.audit import QUICK, audit
from tools.course.trials import exercises, implementations, try_implementation

KINDS = Counter((i.exercise, i.kind) for i in implementations(Path(__file__).parents[1] / "exercises"))
SOURCES = sorted((Path(__file__).parents[2] / "solutions/practical1").glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_points_of_a_notebook_are_those_that_readme_states(source, root, tmp_path):
    """A notebook is worth what the table in README says: nobody changes a total by accident."""
    shutil.copy(source.with_suffix(".ipynb"), tmp_path)
    worth = sum(exercise_points(tmp_path).values())
    title = re.search("^# # (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)[1]
    stated = re.search(rf"^\| {title} \| (\d+) \|", (root / "README.md").read_text(), re.MULTILINE)[1]
    says = f"{title}: README says {stated} points, its cells give {worth:g}; if that is meant, change README"
    assert worth == float(stated), says


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_prompts_state_the_points_of_the_cells(source, points):
    """What a student reads is what is graded: in each prompt, in the table of parts, and in the total."""
    text, worth = source.read_text(encoding="utf-8"), points[source.stem]
    prompts = re.findall(r"^# \*\*Exercise\*\* `(.+?)` \(([\d.]+) points?\b", text, re.MULTILINE)
    assert {exercise: float(number) for exercise, number in prompts} == worth
    parts = re.findall(r"^# \| [^|]+ \| ((?:`[\w-]+`(?:, )?)+) \| ([\d.]+) \|", text, re.MULTILINE)
    listed = [(re.findall("`(.+?)`", names), float(number)) for names, number in parts]
    assert all(sum(worth[name] for name in names) == number for names, number in listed)
    assert [name for names, _ in listed for name in names] == list(worth)
    for total in re.findall(r"notebook is worth ([\d.]+) points", text):
        assert float(total) == sum(worth.values())


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_picture_of_an_exercise_is_introduced(source, points):
    """The cell before it says what a student should see, in the same words everywhere."""
    cells = re.split(r"^(?=# %%)", source.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for exercise in points[source.stem].keys() - {"reflection"}:
        call = f"\npictures.{exercise.replace('-', '_')}.draw("
        (before,) = [before for before, cell in itertools.pairwise(cells) if call in cell]
        assert "**What you should see.**" in before, exercise


@pytest.mark.parametrize("exercise", exercises())
def test_exercise_judges_right(exercise, root, tmp_path):
    """The quick audit finds no problem: right answers pass, wrong ones fail, are named, learn no input."""
    (tmp_path / "tests").symlink_to(root / "tests")
    # A thread: the tests' own workers share the cores, and a new process takes seconds to import torch.
    quiet, pool = Console(file=io.StringIO()), ThreadPoolExecutor(max_workers=1)
    row = audit(tmp_path, QUICK, exercise, quiet, pool)["exercises"][exercise]
    assert not row["problems"], "\n".join(row["problems"])
    assert row["mutants"] == KINDS[exercise, "mutant"] >= 5
    assert row["variants"] == KINDS[exercise, "variant"] >= 2


@pytest.mark.parametrize("exercise", exercises())
def test_stub_gets_nothing(exercise):
    """What is released, a body that raises NotImplementedError, passes no test cell."""
    source = exercises()[exercise][1]
    names = [line.split("(")[0][4:] for line in source.splitlines() if line.startswith("def ")]
    stubs = "\n".join(f"def {name}(*args, **kwargs):\n    raise NotImplementedError()" for name in names)
    results = try_implementation(exercise, stubs)
    assert not any(result.passed for result in results)
    assert all("not written yet" in result.message for result in results)


@pytest.mark.parametrize("exercise", exercises())
def test_every_part_is_worth_something(exercise):
    """No test cell is there for nothing."""
    assert all(points > 0 for _, points, _ in exercises()[exercise][2])


def test_every_folder_is_an_exercise():
    """Mutants and variants, and nothing else, stand beside every exercise, and in no other folder."""
    assert {exercise for exercise, _ in KINDS} == set(exercises())
    assert {kind for _, kind in KINDS} == {"mutant", "variant"}

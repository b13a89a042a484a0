"""Every exercise judges right: the reference and all variants pass, every mutant fails and is named."""

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rich.console import Console

from grader.audit import QUICK, audit
from grader.grades import exercise_points
from grader.trials import exercises, implementations, try_implementation

KINDS = Counter((i.exercise, i.kind) for i in implementations(Path(__file__).parent / "exercises"))
POINTS = {
    "foundations_of_bayes_theorem": 20,
    "variational_inference_spam_detection": 80,
}


@pytest.mark.parametrize(
    "notebook", sorted((Path(__file__).parents[1] / "solutions/practical1").glob("*.ipynb"))
)
def test_points_of_a_notebook_add_up(notebook, tmp_path):
    """A notebook's exercises are worth what the lecture says."""
    (tmp_path / notebook.name).write_text(notebook.read_text())
    assert sum(exercise_points(tmp_path).values()) == POINTS[notebook.stem]


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

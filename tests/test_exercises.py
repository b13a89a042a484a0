"""Every exercise judges right: the reference and all variants pass, every mutant fails and is named."""

from pathlib import Path

import pytest

from grader.grades import exercise_points
from grader.trials import exercises, implementations, try_implementation

FOLDER = Path(__file__).parent / "exercises"
IMPLEMENTATIONS = implementations(FOLDER)
INPUTS = ("\n  called with ", "\n  expected ", "\n  returned ")
POINTS = {
    "foundations_of_bayes_theorem": 20,
    "variational_inference_spam_detection": 80,
}


def label(implementation):
    """Return a readable test id."""
    return f"{implementation.exercise}-{implementation.kind}-{implementation.name}"


def points(exercise, source=""):
    """Return the points an implementation gets, and its failures by part."""
    results = try_implementation(exercise, source)
    return sum(r.points for r in results if r.passed), {r.part: r.message for r in results if not r.passed}


@pytest.mark.parametrize(
    "notebook", sorted((Path(__file__).parents[1] / "solutions/practical1").glob("*.ipynb"))
)
def test_points_of_a_notebook_add_up(notebook, tmp_path):
    """A notebook's exercises are worth what the lecture says."""
    (tmp_path / notebook.name).write_text(notebook.read_text())
    assert sum(exercise_points(tmp_path).values()) == POINTS[notebook.stem]


@pytest.mark.parametrize("exercise", exercises())
def test_reference_gets_full_points(exercise):
    """The reference passes every test cell of its exercise."""
    got, failures = points(exercise)
    assert failures == {}
    assert got > 0


@pytest.mark.parametrize("exercise", exercises())
def test_stub_gets_nothing(exercise):
    """What is released, a body that raises NotImplementedError, passes no test cell."""
    source = exercises()[exercise][1]
    names = [line.split("(")[0][4:] for line in source.splitlines() if line.startswith("def ")]
    stubs = "\n".join(f"def {name}(*args, **kwargs):\n    raise NotImplementedError()" for name in names)
    got, failures = points(exercise, stubs)
    assert got == 0
    assert all("not written yet" in message for message in failures.values())


@pytest.mark.parametrize("variant", [i for i in IMPLEMENTATIONS if i.kind == "variant"], ids=label)
def test_variant_gets_full_points(variant):
    """A correct but unusual implementation passes every test cell."""
    assert points(variant.exercise, variant.source)[1] == {}


@pytest.mark.parametrize("mutant", [i for i in IMPLEMENTATIONS if i.kind == "mutant"], ids=label)
def test_mutant_loses_points_and_is_told_why(mutant):
    """A wrong answer fails a hidden cell that gives no input away; the visible one names what is wrong."""
    failures = points(mutant.exercise, mutant.source)[1]
    seen = [message for part, message in failures.items() if part.endswith("visible")]
    unseen = [message for part, message in failures.items() if not part.endswith("visible")]
    assert unseen, "no hidden cell catches it"
    assert not any(label in message for message in unseen for label in INPUTS)
    assert any(mutant.named_by(message) for message in seen), seen


@pytest.mark.parametrize("exercise", exercises())
def test_exercise_has_mutants_and_variants(exercise):
    """At least five mutants and two variants stand beside every exercise."""
    kinds = [i.kind for i in IMPLEMENTATIONS if i.exercise == exercise]
    assert kinds.count("mutant") >= 5
    assert kinds.count("variant") >= 2
    assert len(kinds) == kinds.count("mutant") + kinds.count("variant")


def test_every_folder_is_an_exercise():
    """No mutant or variant stands in a folder that is no exercise's."""
    assert {i.exercise for i in IMPLEMENTATIONS} <= set(exercises())

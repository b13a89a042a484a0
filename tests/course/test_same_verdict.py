"""In the test runner every answer gets the points, and hears the words, that it gets in one kernel."""

import pytest
from isolated import failed, try_isolated

from tools.course.trials import exercises, implementations, try_implementation


def in_one_kernel(exercise, source):
    """Return, for each test cell, whether it passes and what it says."""
    return [(result.passed, result.message) for result in try_implementation(exercise, source)]


def isolated(folder, exercise, source):
    """Return the same, from the test runner."""
    found = []
    for passed, outputs in try_isolated(folder, exercise, source):
        assert passed == (not failed(outputs))
        errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
        found.append((passed, "".join(errors)))
    return found


@pytest.mark.parametrize("exercise", exercises())
def test_reference_variants_and_mutants(exercise, root, tmp_path):
    """Right, unusual or wrong: nobody's points depend on the process."""
    sources = {
        (it.kind, it.name): it.source for it in implementations(root / "tests" / "exercises", exercise)
    }
    assert len(sources) >= 7
    for name, source in {("reference", ""): "", **sources}.items():
        assert isolated(tmp_path, exercise, source) == in_one_kernel(exercise, source), name

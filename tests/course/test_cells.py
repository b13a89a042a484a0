"""Test cells run in any process: they import what they use and only call the student's functions."""

import ast
import builtins

import pytest

from tools.course.trials import exercises

TESTS = [
    pytest.param(exercise, text, id=part)
    for exercise, (_, _, tests) in exercises().items()
    for part, _, text in tests
]


def functions_of(exercise):
    """Return the names that the exercise's solution cell defines."""
    tree = ast.parse(exercises()[exercise][1])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("exercise", "text"), TESTS)
def test_cell_uses_only_its_imports_and_the_students_functions(exercise, text):
    """Every name is imported or defined in the cell, a builtin, or a function of this exercise."""
    tree = ast.parse(text)
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    stored |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    stored |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            stored |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    assert used - stored <= functions_of(exercise) | set(dir(builtins))
    assert not stored & functions_of(exercise), "a name of the cell hides a student's function"


@pytest.mark.parametrize(("exercise", "text"), TESTS)
def test_cell_replaces_no_function_of_any_exercise(exercise, text):
    """What a cell defines at its top level has no name that an exercise asks a student for."""
    defined = set()
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        defined |= {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        defined |= {node.name} if isinstance(node, ast.FunctionDef) else set()
        if isinstance(node, ast.Import | ast.ImportFrom):
            defined |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    assert not defined & set().union(*(functions_of(other) for other in exercises()))


@pytest.mark.parametrize(("exercise", "text"), TESTS)
def test_cell_reads_no_attribute_of_a_students_function(exercise, text):
    """A student's function is handed to a check or called, never looked into."""
    own = functions_of(exercise)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert node.value.id not in own
    assert "inspect" not in text
    assert "isinstance" not in text


@pytest.mark.parametrize(("exercise", "text"), TESTS)
def test_cell_opens_with_its_purpose_and_calls_a_check(exercise, text):
    """The first line is a comment that is released; a check of the package is called."""
    assert text.startswith("# ")
    assert "checks." in text or "from grader.checking import" in text


@pytest.mark.parametrize(("exercise", "text"), TESTS)
def test_hidden_cell_is_wholly_hidden(exercise, text):
    """Only the line of purpose of a hidden cell is released, and a visible cell knows no reference."""
    lines = text.splitlines()
    if text.startswith("# Hidden: "):
        assert lines[1] == "### BEGIN HIDDEN TESTS"
        assert lines[-1] == "### END HIDDEN TESTS"
        assert text.count("HIDDEN TESTS") == 2
    else:
        assert "HIDDEN TESTS" not in text
        assert "reference" not in text

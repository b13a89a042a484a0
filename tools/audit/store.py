"""What an audit keeps: outcomes under keys made of everything that an outcome depends on.

A key holds the code that judges, without its prose: a better docstring or comment invalidates nothing.
"""

import ast
import functools
import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path

from tools.course.trials import exercises

__all__ = ["Outcome", "code_of", "ground", "key", "stored"]

ROOT = Path(__file__).resolve().parents[2]
_CHECKS = ("grader.checks", "course_checks")


@dataclass(frozen=True)
class Outcome:
    """What one implementation got over a block of seeds.

    Attributes
    ----------
    exercise, kind, name : str
        The implementation; the kind is `reference`, `variant` or `mutant`.
    runs : int
        The number of seeds.
    failed, missed, missed_by_hidden : int
        Runs in which any cell failed, in which none did, and in which no hidden cell did.
    named : int
        Runs in which a visible cell's message stated the mutant's own misconception.
    told : int
        Runs in which a hidden cell's message gave an input away.
    bound : float
        The largest sum over a run of the gates' false-fail probabilities.
    gates : int
        The largest number of gates in a run.
    collateral : int
        Test cells of other exercises that failed.
    seconds : float
        Time of the cells, all runs together.
    date : str
        The day on which it ran, in UTC.
    messages : list of str
        The first failures' texts; of a mutant, those of runs in which it was not named.
    """

    exercise: str
    kind: str
    name: str
    runs: int
    failed: int
    missed: int
    missed_by_hidden: int
    named: int
    told: int
    bound: float
    gates: int
    collateral: int
    seconds: float
    date: str
    messages: list


def stored(store):
    """Return the outcomes in a file of lines, by key.

    A line that was cut off, and an outcome with other fields than today's, is left out: it is run again.
    """
    names = {field.name for field in fields(Outcome)}
    if not store.is_file():
        return {}
    entries = {}
    for line in store.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if entry["outcome"].keys() == names:
            entries[entry["key"]] = Outcome(**entry["outcome"])
    return entries


def key(implementation, rounds, everywhere):
    """Return a hash of all that an outcome depends on: cells, checks, implementation, seeds."""
    told = [ground(implementation.exercise), implementation.kind, implementation.name, implementation.source]
    told += [rounds.start, rounds.stop, everywhere and [ground(other) for other in exercises()]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@functools.cache
def ground(exercise, root=ROOT):
    """Return a hash of an exercise's cells and of the code in the checkout `root` that judges it."""
    files = {*(root / "grader" / "checking").glob("*.py"), root / "tools" / "course" / "trials.py"}
    files |= _with_imports(root, exercise.replace("-", "_"))
    told = [repr(exercises()[exercise])]
    told += [code_of(path.read_text(encoding="utf-8")) for path in sorted(files)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _with_imports(root, name):
    """Return the files of an exercise's checks and of all checks that these import, directly or not."""
    found, wanted = set(), {f"grader.checks.{name}", f"course_checks.{name}"}
    while wanted:
        path = root / f"{wanted.pop().replace('.', '/')}.py"
        if path in found or not path.is_file():
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_CHECKS):
                wanted |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def code_of(source):
    """Return a text that two sources share where they differ in comments, docstrings and layout only."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(getattr(node, "body", None), list):
            node.body = [statement for statement in node.body if not _is_prose(statement)]
    return ast.dump(tree)


def _is_prose(statement):
    """Return whether a statement is a docstring: of a module, class or function, or below a constant."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )

"""What an attack is, and how it is handed in: the untouched release, worth no points, and something more."""

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass

from tools.course.content import code_cell

__all__ = ["Attack", "filled_in", "test_cells", "written"]


@dataclass(frozen=True)
class Attack:
    """An attack.

    In each source, `@NAME@` stands for the attack's id and other words in capitals for places of the
    throw-away course, see `tools.attack.course.Stage.words`; in `body`, `@FUNCTION@` and `@EXERCISE@` stand
    for what is answered.

    Attributes
    ----------
    says : str
        What it tries, in one line.
    kind : str
        `forgery`, `secret` or `harm`.
    first, last : str
        Code cells added before all others and behind them.
    body : str
        The body of every function that is asked for; where empty, nothing is answered.
    edit : callable, optional
        Changes the notebook's content in place.
    """

    says: str
    kind: str
    first: str = ""
    body: str = ""
    last: str = ""
    edit: Callable | None = None


def written(attack, name, release, words):
    """Return the notebook that an attacker hands in.

    Parameters
    ----------
    attack : Attack
    name : str
        Its id.
    release : dict
        The content of the released notebook.
    words : dict
        What the words in capitals stand for.
    """
    content, words = copy.deepcopy(release), {**words, "NAME": name}
    cells = content["cells"]
    if attack.body:
        for cell in cells:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("solution") and cell["cell_type"] == "code":
                cell["source"] = _answers(cell, attack.body, words)
    for place, source in ((0, attack.first), (len(cells) + 1, attack.last)):
        if source:
            cells.insert(place, code_cell(f"added-{place}", filled_in(source, words).strip("\n")))
    if attack.edit is not None:
        attack.edit(content)
    return content


def filled_in(source, words):
    """Return a source with each `@WORD@` replaced."""
    for word, value in words.items():
        source = source.replace(f"@{word}@", str(value))
    return source


def test_cells(content):
    """Return the test cells of a notebook's content."""
    return [cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


def _answers(cell, body, words):
    exercise = cell["metadata"]["nbgrader"]["grade_id"]
    found = [node for node in ast.parse("".join(cell["source"])).body if isinstance(node, ast.FunctionDef)]
    lines = []
    for node in found:
        about = {**words, "FUNCTION": node.name, "EXERCISE": exercise}
        about["ARGUMENTS"] = ", ".join(argument.arg for argument in node.args.args)
        inside = filled_in(body, about).strip("\n").splitlines()
        lines += [f"def {node.name}(*args, **options):", *(f"    {line}" for line in inside), "", ""]
    return "\n".join(lines).rstrip()

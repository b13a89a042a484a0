"""Run an exercise's test cells against any implementation, in this process: for tests and audits."""

import contextlib
import functools
import io
import re
from dataclasses import dataclass
from pathlib import Path

from course_checks.solutions import solutions_directory
from grader.checking import CheckFailed, ledger, round_of_seeds
from tools.course.authoring import notebook_from_source

__all__ = ["Implementation", "Result", "exercises", "implementations", "try_implementation"]


@dataclass(frozen=True)
class Implementation:
    """A mutant or a variant of an exercise: a file `<kind>_<name>.py` in the exercise's folder.

    Its first line is a docstring that says what is wrong or unusual; it redefines one function of the
    exercise or more, with what the notebook's import cell offers.
    """

    exercise: str
    kind: str
    name: str
    source: str

    @property
    def says(self):
        """What is wrong or unusual about it, in one line."""
        return self._docstring().splitlines()[0]

    def named_by(self, message):
        """Return whether a message states this mutant's own misconception.

        The words to be found stand in the docstring's line `Named by: ...`, alternatives between bars.
        """
        phrases = re.search(r"^Named by: (.*)$", self._docstring(), re.MULTILINE)
        told = " ".join(message.split())
        return phrases is not None and any(phrase.strip() in told for phrase in phrases[1].split("|"))

    def _docstring(self):
        return re.match(r'"""(.*?)"""', self.source, re.DOTALL)[1]


@dataclass(frozen=True)
class Result:
    """What one test cell decided.

    Attributes
    ----------
    part : str
        The test cell's grade id.
    points : float
        What it is worth.
    passed : bool
        Whether it gave them.
    message : str
        The failure's text, empty where it passed.
    gates : tuple of Gate
        The statistical gates it met.
    """

    part: str
    points: float
    passed: bool
    message: str
    gates: tuple


@functools.cache
def exercises():
    """Return, for each exercise of the course, its cells: imports, solution and test cells in order."""
    found = {}
    for path in sorted(solutions_directory().glob("*/*.py")):
        cells = notebook_from_source(path.read_text(encoding="utf-8")).cells
        imports = next(cell.source for cell in cells if cell.id == "imports")
        for cell in cells:
            mark = cell.metadata.get("nbgrader")
            if mark is None or cell.cell_type != "code":
                continue
            if mark["solution"]:
                found[mark["grade_id"]] = (imports, cell.source, [])
            else:
                found[mark["grade_id"].split("__")[0]][2].append(
                    (mark["grade_id"], mark["points"], cell.source)
                )
    return found


def implementations(folder, exercise=None):
    """Return the mutants and variants below a folder that holds one folder an exercise."""
    found = []
    for path in sorted(Path(folder).glob(f"{exercise or '*'}/*_*.py")):
        kind, name = path.stem.split("_", 1)
        found.append(Implementation(path.parent.name, kind, name, path.read_text(encoding="utf-8")))
    return found


def try_implementation(exercise, source="", round_number=0, beside=None):
    """Run all test cells of an exercise on the reference, redefined by `source`.

    Parameters
    ----------
    exercise : str
        The grade id of the exercise.
    source : str
        Code that redefines functions of the exercise.
    round_number : int
        Which seeds the checks use; 0 are those of grading.
    beside : tuple of str, optional
        Another exercise, and code that redefines its functions, to stand in the same notebook.

    Returns
    -------
    list of Result
        One for each test cell.
    """
    imports, solution, tests = exercises()[exercise]
    scope = {"__name__": "__main__"}
    other = (exercises()[beside[0]][1], beside[1]) if beside else ()
    for text in (imports, *other, solution, source):
        exec(compile(text, f"<{exercise}>", "exec"), scope)
    return [_judge(part, points, text, dict(scope), round_number) for part, points, text in tests]


def _judge(part, points, text, scope, round_number):
    message, passed = "", True
    with ledger() as gates, round_of_seeds(round_number), contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(compile(text, f"<{part}>", "exec"), scope)
        except CheckFailed as failed:
            message, passed = str(failed), False
        except NameError as error:
            message, passed = str(error), False
    return Result(part, points, passed, message, tuple(gates))

"""The throw-away course that attacks are made on, with words in it that nobody may learn."""

import copy
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbautograde.grades.grades import exercise_points, open_gradebook
from tools.attack.attack import test_cells, written
from tools.course.content import read_content, write_content
from tools.course.stock import path_of_commands, release
from tools.practical1 import ASSIGNMENT, FOUNDATIONS

__all__ = ["HONEST", "AttackError", "Stage", "honest_points", "make_stage"]

HONEST = {
    "ada": ("joint-tables", "bayes-rule"),
    "max": None,
    "zoe": ("joint-tables", "bayes-rule", "evidence"),
}
"""What honest students answer, None for everything; the first comes before attackers, the last after."""

_KINDS = ("hidden", "solution", "other", "gradebook", "environment", "home", "process", "left")


class AttackError(RuntimeError):
    """The suite cannot run; one line that says why."""


@dataclass(frozen=True)
class Stage:
    """A folder with a course, a copy of the package that grades it, somebody's home, and a file outside.

    Attributes
    ----------
    folder : Path
        Where all that is.
    run : str
        A word that marks processes and files of this run; it is no secret.
    secrets : dict
        Words that nobody may learn, by what they stand in.
    """

    folder: Path
    run: str
    secrets: dict = field(default_factory=dict)

    @property
    def course(self):
        """The course directory."""
        return self.folder / "course"

    @property
    def release(self):
        """The released notebook."""
        return self.course / "notebooks" / ASSIGNMENT / f"{FOUNDATIONS}.ipynb"

    def words(self):
        """Return what words in capitals stand for in an attack's source."""
        places = {"COURSE": "course", "SITE": "site", "HOME": "home", "OUTSIDE": "outside/canary.txt"}
        words = {"RUN": self.run, "LEFT": self.secrets.get("left", "")}
        return {**words, **{name: self.folder / place for name, place in places.items()}}

    def environment(self):
        """Return the environment of whoever grades."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTEST", "GRADER", "PYTHON"))
        }
        return {
            **kept,
            "PATH": path_of_commands(),
            "HOME": str(self.folder / "home"),
            "PYTHONPATH": str(self.folder / "site"),
            "OMP_NUM_THREADS": "1",
            "ATTACKED_IN": self.run,
            "TOKEN_OF_THE_COURSE": self.secrets["environment"],
        }

    def hand_in(self, attacks, words):
        """Write the submissions of attackers."""
        released = read_content(self.release)
        for name, attack in attacks.items():
            _hand_in(self.course, name, written(attack, name, released, {**self.words(), **words}))

    def copied(self, folder):
        """Return a copy that can be spoilt by itself."""
        shutil.copytree(self.folder, folder)
        return Stage(folder, self.run, self.secrets)


def make_stage(root, folder):
    """Make a course of this checkout's first notebook, released, with honest students only.

    Parameters
    ----------
    root : Path
        The checkout.
    folder : Path
        Where; it must not be there yet.
    """
    run = f"run-{secrets.token_hex(4)}"
    stage = Stage(folder, run, {kind: f"secret-{kind}-{secrets.token_hex(4)}" for kind in _KINDS})
    for name in (
        "home",
        "outside",
        f"course/solutions/{ASSIGNMENT}",
        "course/submitted",
        "course/autograded",
    ):
        (folder / name).mkdir(parents=True)
    for package in ("grader", "course_checks", "nbautograde/src/nbautograde"):
        shutil.copytree(root / package, folder / "site" / Path(package).name)
    shutil.copy(root / "nbgrader_config.py", stage.course)
    (folder / "outside" / "canary.txt").write_text("unharmed\n", encoding="utf-8")
    (folder / "home" / ".netrc").write_text(stage.secrets["home"], encoding="utf-8")
    solved = read_content(root / "solutions" / ASSIGNMENT / f"{FOUNDATIONS}.ipynb")
    solved["cells"] = [cell for cell in solved["cells"] if _is_needed(cell)]
    _hide_words(solved, stage.secrets)
    write_content(stage.course / "solutions" / ASSIGNMENT / f"{FOUNDATIONS}.ipynb", solved)
    release(stage.course, ASSIGNMENT)
    for name, exercises in HONEST.items():
        _hand_in(stage.course, name, _honest(stage, solved, name, exercises))
    with open_gradebook(stage.course) as gradebook:
        gradebook.update_or_create_student("max", last_name=stage.secrets["gradebook"])
    stage.secrets["input"] = _hidden_input(solved)
    return stage


def honest_points(stage):
    """Return the points that each honest student has earned."""
    worth = exercise_points(stage.release.parent)
    return {name: sum(worth[one] for one in exercises or worth) for name, exercises in HONEST.items()}


def _is_needed(cell):
    return cell["cell_type"] != "code" or cell["id"] == "imports" or "nbgrader" in cell["metadata"]


def _hide_words(solved, words):
    """Put a comment into each answer and into each hidden test, far from lines that may be shown."""
    for cell in solved["cells"]:
        source = "".join(cell["source"])
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            source = source.replace("### BEGIN SOLUTION", f"### BEGIN SOLUTION\n    # {words['solution']}")
        mark = "### BEGIN HIDDEN TESTS\n"
        cell["source"] = source.replace(mark, f"{mark}# {words['hidden']}{chr(10) * 12}")


def _honest(stage, solved, name, exercises):
    content = read_content(stage.release)
    answers = {cell["id"]: cell["source"] for cell in solved["cells"]}
    for cell in content["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution") and (exercises is None or mark["grade_id"] in exercises):
            word = stage.secrets["other"] if name == "max" else "mine"
            cell["source"] = answers[cell["id"]].replace(stage.secrets["solution"], word)
    return content


def _hand_in(course, name, content):
    write_content(course / "submitted" / name / ASSIGNMENT / f"{FOUNDATIONS}.ipynb", content)


def _hidden_input(solved):
    """Return the digits of a number that a hidden test hands to a student's function first of all."""
    (source,) = (c["source"] for c in test_cells(solved) if c["id"] == "bayes-rule__hidden")
    handed = []

    def bayes_posterior(prior, likelihood):
        handed.append(copy.deepcopy(prior))
        raise NotImplementedError

    with suppress(AssertionError):  # it is the check that fails
        exec(source, {"bayes_posterior": bayes_posterior})
    return repr(float(handed[0][0])).split(".")[1]

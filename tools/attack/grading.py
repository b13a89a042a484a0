"""Let `nbautograde` or stock nbgrader grade attackers and the honest, and look at what came of it."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field

from nbautograde.course.trees import paths_below
from tools.attack.traps import Traps, changed_files, clean_up, files_of, left_processes, planted_files
from tools.bench.autograde.courses import STOCK_CONFIG
from tools.bench.autograde.figures import scores
from tools.practical1 import ASSIGNMENT

__all__ = ["Seen", "by_ours", "by_stock"]

_LIMITS = ("--Execute.timeout=8", "--Limits.submission_seconds=15", "--Limits.memory_mb=3000")


@dataclass
class Seen:
    """What one run of grading left to look at.

    Attributes
    ----------
    points : dict
        The sum of automatic scores by student; a student who could not be graded is missing.
    statuses : dict
        The status by student, where there is one.
    told : dict
        By student all that a student could read later: outputs of the graded notebook, files beside it.
    harm : list of (str, str)
        Who did it, empty where that cannot be seen, and what was done.
    heard : list of str
        What came to listeners.
    noted : set of str
        The students with an integrity note.
    printed : str
        What the run printed.
    """

    points: dict = field(default_factory=dict)
    statuses: dict = field(default_factory=dict)
    told: dict = field(default_factory=dict)
    harm: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    noted: set = field(default_factory=set)
    printed: str = ""


def by_ours(stage, attacks, say):
    """Let `nbautograde` grade all attackers and the honest students in one run."""
    command = ["nbautograde", ASSIGNMENT, *_LIMITS]
    return _graded(stage, attacks, command, r"^\d+/\d+ ", say)


def by_stock(stage, attacks, say):
    """Let `nbgrader autograde`, as it ships, do the same."""
    (stage.course / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    return _graded(stage, attacks, ["nbgrader", "autograde", ASSIGNMENT], r"Sanitizing ", say)


def _graded(stage, attacks, command, step, say):
    try:
        with Traps(stage) as traps:
            stage.hand_in(attacks, traps.words())
            before = files_of(stage)
            printed = _run(stage, command, step, say)
            harm = [(_who(text, attacks), text) for text in traps.harm()]
        left = left_processes(stage)
        harm += [(_who(command, attacks), "a process was left behind") for command in left.values()]
        changed = [*changed_files(stage, before)]
        changed += [(path, f"{path.name} was planted") for path in planted_files(stage)]
        harm += [(_who_wrote(path, attacks), text) for path, text in changed]
    finally:
        clean_up(stage)
    seen = Seen(harm=harm, heard=traps.heard, printed=printed)
    _read_gradebook(stage, seen)
    _read_table(stage, seen)
    seen.told = {name: _told(stage.course / "autograded" / name) for name in (*attacks, *seen.points)}
    return seen


def _run(stage, command, step, say):
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=stage.course,
        env=stage.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    printed, steps = [], 0
    with process.stdout:
        for line in process.stdout:
            printed.append(line)
            if re.search(step, line):
                steps += 1
                say(steps)
    process.wait()
    return "".join(printed)


def _who(text, attacks):
    """Return whose id a text ends with or holds as a word, empty where there is none."""
    words = set(re.findall(r"[a-z]+(?:-[a-z]+)*", text))
    return next((name for name in attacks if name in words), "")


def _who_wrote(path, attacks):
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return _who(f"{path.name} {text[-2000:]}", attacks)


def _read_gradebook(stage, seen):
    if not (stage.course / "gradebook.db").is_file():
        return
    for (student, _, _), score in scores(stage.course).items():
        seen.points[student] = seen.points.get(student, 0.0) + (score or 0.0)


def _read_table(stage, seen):
    path = stage.course / "grades.csv"
    if path.is_file():
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                seen.statuses[row["student"]] = row["status"]
                if (row.get("integrity") or "").strip() not in ("", "0"):
                    seen.noted.add(row["student"])


def _told(folder):
    """Return all that grading has left to a student: notebooks' outputs and events, and other files."""
    told = []
    for path in sorted(map(folder.joinpath, paths_below(folder))):
        if path.is_symlink() or not path.is_file():
            continue
        text = path.read_bytes()[: 20 << 20].decode("utf-8", "replace")
        if path.suffix == ".ipynb":
            content = json.loads(text)
            kept = [content["metadata"], *(cell["metadata"].get("nbautograde") for cell in content["cells"])]
            text = json.dumps([kept, *(cell.get("outputs", []) for cell in content["cells"])])
        told.append(text)
    return "\n".join(told)

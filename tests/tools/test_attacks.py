"""The attacks on grading: what they are made of, who notices what they get, and that they get nothing."""

import ast
import json
import re
import shutil
import subprocess
import sys

import pytest

from nbautograde.sandbox import available
from tools.attack import command
from tools.attack.attack import Attack, written
from tools.attack.connection import CONNECTION
from tools.attack.course import HONEST, Stage, honest_points, make_stage
from tools.attack.grading import Seen, by_ours
from tools.attack.harm import HARM
from tools.attack.hooks import HOOKS
from tools.attack.listed import ATTACKS
from tools.attack.marks import MARKS
from tools.attack.memory import MEMORY
from tools.attack.patches import PATCHES
from tools.attack.persisting import PERSISTING
from tools.attack.planting import PLANTING
from tools.attack.results import RESULTS
from tools.attack.secrets import SECRETS
from tools.attack.traps import Traps, changed_files, clean_up, files_of, left_processes, planted_files
from tools.attack.verdict import NOBODY, gave_away, judge, totals
from tools.practical1 import FOUNDATIONS

PLACES = dict.fromkeys(("COURSE", "SITE", "HOME", "OUTSIDE", "RUN", "LEFT", "PORT", "DOOR", "PID"), "1")
EARNED = {"ada": 3.0, "zoe": 5.0}


@pytest.fixture
def stage(tmp_path):
    """Return a stage with a few files and no notebook."""
    for name in ("course/solutions", "course/notebooks", "course/submitted", "site", "outside", "home"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "course" / "nbgrader_config.py").write_text("")
    (tmp_path / "outside" / "canary.txt").write_text("unharmed")
    (tmp_path / "home" / ".netrc").write_text("")
    return Stage(tmp_path, "run-0123abcd", {"process": "secret-process-0123abcd"})


@pytest.fixture
def release(root):
    """Return the content of the notebook that attackers start from."""
    path = root / "notebooks" / "practical1" / f"{FOUNDATIONS}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def seen(**given):
    """Return what a run left in which everybody got what they have earned."""
    return Seen(**{"points": {**EARNED, "x": 0.0, "y": 0.0}, **given})


def judged(found):
    """Return the rows of two attackers."""
    return judge(["x", "y"], EARNED, {"hidden": "secret-hidden-1", "input": "271828"}, found)


def test_there_are_forty_and_each_has_an_id_of_its_own():
    """No list hides an attack of another one."""
    lists = (RESULTS, HOOKS, PATCHES, CONNECTION, MARKS, SECRETS, MEMORY, HARM, PLANTING, PERSISTING)
    assert len(ATTACKS) == sum(map(len, lists)) >= 40
    assert {attack.kind for attack in ATTACKS.values()} == {"forgery", "secret", "harm"}
    assert all(attack.says for attack in ATTACKS.values())


def test_honest_students_come_before_and_after_attackers():
    """Harm to those who are graded already, and to those who are graded next, is both seen."""
    first, *_, last = sorted({*HONEST, *ATTACKS})
    assert {first, last} <= set(HONEST)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_compiles_and_no_word_is_left(name, release):
    """What is handed in does what it was written for, or at least begins to."""
    content = written(ATTACKS[name], name, release, PLACES)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            ast.parse(source)
            assert not re.search("@[A-Z]+@", source)
    assert content != release


def test_nothing_is_found_where_nothing_was_given():
    """Attackers without points who said nothing leave two empty rows."""
    rows = judged(seen(told={"x": "nothing", "ada": "nothing"}))
    assert list(rows) == ["x", "y"]
    assert not any(map(gave_away, rows.values()))


@pytest.mark.parametrize(
    ("given", "who", "key", "expected"),
    [
        ({"points": {**EARNED, "x": 0.25}}, "x", "points", 0.25),
        ({"told": {"y": "... secret-hidden-1 ..."}}, "y", "secrets", ["hidden"]),
        ({"told": {"ada": "0.271828"}}, NOBODY, "secrets", ["input"]),
        ({"heard": ["x secret-hidden-1"]}, "x", "secrets", ["hidden"]),
        ({"harm": [("y", "deleted")]}, "y", "harm", ["deleted"]),
        ({"harm": [("", "deleted")]}, NOBODY, "harm", ["deleted"]),
        ({"points": {"ada": 3.0}}, NOBODY, "others", ["zoe: not graded"]),
        ({"points": {"ada": 3.0, "zoe": 20.0}}, NOBODY, "others", ["zoe: 20 points instead of 5"]),
        ({"statuses": {"ada": "timed out"}}, NOBODY, "others", ["ada: timed out"]),
    ],
)
def test_what_was_given_is_found(given, who, key, expected):
    """Points, a secret, harm, another's result: each is found, and ascribed where that can be seen."""
    rows = judged(seen(**given))
    assert rows[who][key] == expected
    assert [name for name, row in rows.items() if gave_away(row)] == [who]


def test_a_single_attacker_answers_for_what_happens_to_others():
    """With one attacker in a run there is nobody else who can have done it."""
    rows = judge(["x"], EARNED, {}, seen(points={"ada": 3.0}))
    assert rows["x"]["others"] == ["zoe: not graded"]


def test_totals_count_attacks_and_points():
    """Each figure of the table, on one row of each kind."""
    found = seen(points={**EARNED, "x": 1.5}, told={"x": "secret-hidden-1"}, harm=[("y", "it")], noted={"x"})
    figures = totals(judged(found), {"x": "forgery", "y": "harm"})
    assert figures == {
        "forgeries": 1,
        "forged_points": 1.5,
        "secrets_read": 1,
        "harm_done": 1,
        "others_affected": 0,
        "reported": 1,
        "stopped": {"forgery": [0, 1], "harm": [0, 1]},
    }


@pytest.mark.parametrize(
    ("culprit_alone", "alone"),
    [
        ({"ada": 3.0, "y": 0.0}, ["harms", "y"]),
        ({**EARNED, "y": 0.0}, ["harms", "y", "x"]),
    ],
)
def test_stock_grades_alone_whom_a_common_run_left_out(
    stage, tmp_path_factory, monkeypatch, culprit_alone, alone
):
    """Where that explains what happened to honest students, nobody else is graded again."""
    attacks = {
        name: Attack("tries", "harm" if name == "harms" else "forgery") for name in ("harms", "x", "y")
    }
    runs = []

    def graded(stage, given, say):
        runs.append(list(given))
        if len(given) > 1:
            return Seen(points={"ada": 3.0, "x": 1.0})
        return Seen(points=culprit_alone if "y" in given else {**EARNED, **dict.fromkeys(given, 1.0)})

    monkeypatch.setattr(command, "by_stock", graded)
    folder = tmp_path_factory.mktemp("runs")
    rows = command._stock(stage, folder, attacks, EARNED, lambda words: None)
    assert runs[0] == ["x", "y"]
    assert [name for run in runs[1:] for name in run] == alone
    assert rows["x"]["points"] == 1.0
    assert bool(rows["y"]["others"]) == ("zoe" not in culprit_alone)


def test_changed_deleted_and_planted_files_are_found(stage):
    """The three things that can happen to the files around a submission."""
    (stage.course / "submitted" / "work.ipynb").write_text("{}")
    before = files_of(stage)
    assert not list(changed_files(stage, before))
    (stage.folder / "outside" / "canary.txt").write_text("harmed")
    (stage.course / "submitted" / "work.ipynb").unlink()
    (stage.folder / "site" / "sitecustomize.py").write_text("")
    assert {text for _, text in changed_files(stage, before)} == {
        "outside/canary.txt was changed",
        "course/submitted/work.ipynb was deleted",
        "site/sitecustomize.py was planted",
    }


def test_files_planted_at_home_are_found(stage):
    """A file with the run's mark is no file of IPython's or Jupyter's own."""
    (stage.folder / "home" / "history.sqlite").write_text("ours")
    (stage.folder / "home" / "startup.py").write_text(f"# planted by x of {stage.run}")
    assert [path.name for path in planted_files(stage)] == ["startup.py"]


def test_a_process_left_behind_is_found_and_ended(stage):
    """By its command line or its environment, once it had time to end."""
    process = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(60)  # {stage.run} x"])
    assert list(left_processes(stage)) == [process.pid]
    clean_up(stage)
    assert process.wait(10) != 0
    assert not left_processes(stage)


def test_traps_notice_a_connection_and_the_end_of_their_process(stage):
    """A call to either listener, and a signal."""
    call = (
        "import os, signal, socket, sys\nport, pid, run = sys.argv[1:]\n"
        "for family, place in ((socket.AF_INET, ('127.0.0.1', int(port))), (socket.AF_UNIX, '\\0' + run)):\n"
        "    with socket.socket(family) as one:\n        one.connect(place)\n        one.sendall(b'x')\n"
        "os.kill(int(pid), signal.SIGTERM)\n"
    )
    with Traps(stage) as traps:
        assert traps.harm() == []
        words = traps.words()
        arguments = [str(words["PORT"]), str(words["PID"]), stage.run]
        subprocess.run([sys.executable, "-c", call, *arguments], check=True)
        traps._process.wait(10)
    assert sorted(traps.harm()) == ["a process was ended"] + 2 * ["there was a connection: x"]


@pytest.fixture(scope="module")
def attacked(root, tmp_path_factory):
    """Return the rows of all attacks on `grader autograde`, what each student got, and the stage."""
    if available():
        pytest.skip(available())
    stage = make_stage(root, tmp_path_factory.mktemp("attacked") / "stage")
    found = by_ours(stage, ATTACKS, lambda done: None)
    yield judge(ATTACKS, honest_points(stage), stage.secrets, found), found, stage
    shutil.rmtree(stage.folder)


def test_secrets_are_where_attacks_look_and_nowhere_else(attacked):
    """Each word stands in its place, and none in what students get before."""
    _, _, stage = attacked
    solved = next((stage.course / "solutions").rglob("*.ipynb")).read_text(encoding="utf-8")
    assert stage.secrets["hidden"] in solved
    assert stage.secrets["solution"] in solved
    assert stage.secrets["gradebook"].encode() in (stage.course / "gradebook.db").read_bytes()
    assert stage.secrets["other"] in next((stage.course / "submitted" / "max").rglob("*.ipynb")).read_text()
    assert not any(word in stage.release.read_text(encoding="utf-8") for word in stage.secrets.values())


def test_honest_students_get_what_they_have_earned(attacked):
    """Beside a hundred attackers, in the same run."""
    _, found, stage = attacked
    earned = honest_points(stage)
    assert {name: found.points.get(name) for name in earned} == earned, found.printed


def test_everybody_is_graded(attacked):
    """No attack takes its own submission, or another one, out of the table."""
    _, found, _ = attacked
    assert set(found.points) == {*ATTACKS, *HONEST}, found.printed


def test_nothing_happens_that_cannot_be_ascribed(attacked):
    """No harm, secret or changed result of whom nobody knows."""
    rows, found, _ = attacked
    assert rows.get(NOBODY) is None, found.printed


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_given_nothing(attacked, name):
    """No point, no secret, no harm, no other student's result."""
    rows, found, _ = attacked
    assert not gave_away(rows[name]), (rows[name], found.told[name][-2000:])

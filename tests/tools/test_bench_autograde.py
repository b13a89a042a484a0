"""The measurement of automatic grading: scores cell by cell, sums, the file; nothing here takes long."""

import json
import shutil
import subprocess
import sys
from io import StringIO

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from rich.console import Console

from tools import bench, cli
from tools.bench import BenchError
from tools.bench import autograde as autograde_package
from tools.bench.autograde import bench_autograde, run
from tools.bench.autograde.cells import run_cells
from tools.bench.autograde.contenders import watch
from tools.bench.autograde.courses import class_of_thirty, write_students
from tools.bench.autograde.figures import (
    differences,
    flatness,
    marginal_seconds,
    over_cells,
    scores,
    throughput,
)
from tools.bench.autograde.measured import megabytes
from tools.course.trials import exercises
from tools.practical1 import ASSIGNMENT


def test_every_differing_score_is_found_and_named():
    """Of 50 equal scores one is changed, one taken away and one added: these three come back, no others."""
    stock = {(f"student-{i}", "book", f"cell-{j}"): float(i * j) for i in range(5) for j in range(10)}
    ours = dict(stock)
    assert differences(stock, ours) == []
    ours["student-2", "book", "cell-3"] += 1e-3
    del ours["student-1", "book", "cell-1"]
    ours["student-4", "other", "cell-0"] = None
    found = differences(stock, ours)
    assert [(d["student"], d["notebook"], d["cell"]) for d in found] == [
        ("student-1", "book", "cell-1"),
        ("student-2", "book", "cell-3"),
        ("student-4", "other", "cell-0"),
    ]
    assert [(d["stock"], d["ours"]) for d in found] == [
        (1.0, "no such cell"),
        (6.0, 6.001),
        ("no such cell", None),
    ]


def test_no_score_is_not_a_score_of_zero():
    """A cell that waits for a person and one that lost its points are different."""
    assert differences({("a", "b", "c"): None}, {("a", "b", "c"): 0.0})[0]["ours"] == 0.0


def test_whom_stock_cannot_grade_is_not_compared():
    """A student of ours alone is no difference; one of both is compared."""
    ours = {("a", "book", "cell"): 1.0, ("b", "book", "cell"): 2.0}
    assert differences({("b", "book", "cell"): 2.0}, ours) == []


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_scores_come_from_the_gradebook_of_those_who_were_graded(tmp_path, root):
    """Each score by student, notebook and cell; a student without graded notebooks is not there."""
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "approximate_inference") as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook("book", ASSIGNMENT)
        for cell in ("one", "two"):
            gradebook.add_grade_cell(cell, "book", ASSIGNMENT, max_score=2, cell_type="code")
        for student in ("ada", "bob"):
            gradebook.add_student(student)
            gradebook.add_submission(ASSIGNMENT, student)
        gradebook.find_grade("one", "book", ASSIGNMENT, "ada").auto_score = 1.5
        gradebook.db.commit()
    (tmp_path / "autograded" / "ada" / ASSIGNMENT).mkdir(parents=True)
    assert scores(tmp_path) == {("ada", "book", "one"): 1.5, ("ada", "book", "two"): None}


def test_figures_by_hand():
    """Stock takes 10 s a submission and ours 2 s; 12 s on two cores are 1.2 times 20 s of cells."""
    stock, ours = {"seconds": 60.0, "submissions": 6}, {"seconds": 60.0, "submissions": 30}
    assert throughput(stock, ours) == pytest.approx(5.0)
    assert over_cells(12.0, 20.0, 2) == pytest.approx(1.2)
    assert flatness({"10": 2.0, "100": 2.1, "1000": 1.9}) == pytest.approx(2.1 / 1.9 - 1)
    assert flatness({"10": 3.0, "100": 3.0}) == 0.0
    found = marginal_seconds({10: 5.0, 30: 11.0, 40: 13.0})  # two at first, then 0.3 each, then 0.2
    assert found == {"10 to 30": pytest.approx(0.3), "30 to 40": pytest.approx(0.2)}


def test_the_class_of_thirty_has_a_mistake_in_every_exercise(root):
    """Thirty honest students or more; each exercise's function is wrong with at least one of them."""
    class_ = class_of_thirty(root)
    assert len(class_) >= 30
    assert (class_["reference"], class_["untouched"]) == ({}, None)
    wrong = {exercise for answers in class_.values() if answers for exercise in answers}
    assert wrong == {name for name, (_, _, tests) in exercises().items() if tests}


def test_copies_of_a_class_have_ids_of_their_own(tmp_path):
    """Two students, three times: six submissions, the copies equal to the first."""
    for step in ("notebooks", "solutions"):
        (tmp_path / step / ASSIGNMENT).mkdir(parents=True)
        nbformat.write(new_notebook(), tmp_path / step / ASSIGNMENT / "book.ipynb")
    names = write_students(tmp_path, {"ada": {}, "bob": None}, copies=3)
    assert len(set(names)) == 6
    paths = sorted((tmp_path / "submitted").glob(f"*/{ASSIGNMENT}/book.ipynb"))
    assert [path.parts[-3] for path in paths] == sorted(names)
    assert len({path.read_bytes() for path in paths}) == 1


def _cell(source, run=True, error=False, **more):
    outputs = [new_output("error", ename="E", evalue="", traceback=[])] if error else []
    return new_code_cell(source, execution_count=1 if run else None, outputs=outputs, **more)


def test_cells_by_themselves(tmp_path):
    """Processor time counts, also of tests that no kernel counted; sleep, imports, cells not run do not."""
    burn = "end = time.process_time() + {}\nwhile time.process_time() < end: pass"
    cells = [
        _cell("%matplotlib inline\nimport time\n" + burn.format(0.2), id="imports"),
        _cell(burn.format(0.1)),
        _cell("time.sleep(0.3)"),
        _cell(burn.format(5), run=False),
        _cell(burn.format(0.1), run=False, metadata={"nbgrader": {"grade": True}}),
        _cell("raise ValueError", error=True),
        _cell("1 / 0"),
    ]
    path = tmp_path / "ada" / ASSIGNMENT / "book.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)
    found = run_cells(path)
    assert found["cells"] == 5
    assert 0.2 <= found["seconds"] < 0.3
    assert found["ended_otherwise"] == ["ada: cell 6"]


_BURN = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass"


def test_processor_time_of_processes_below_counts(tmp_path):
    """What a process's child burnt before it ended is the process's."""
    command = (
        f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {_BURN!r}]); time.sleep(0.8)"
    )
    lines = []
    found = watch(_start(f"print('begun', flush=True); {command}"), tmp_path / "log", lines.append)
    assert lines == ["begun\n"]
    assert 0.6 <= found["cpu_seconds"] < 2.0
    assert found["seconds"] > 1.2
    assert found["cores_used_by_others"] >= 0.0


def test_a_run_that_fails_says_why(tmp_path):
    """The last line of what it printed is the error's."""
    with pytest.raises(BenchError, match=r"^mine failed: ValueError: no$"):
        watch(_start("raise ValueError('no')"), tmp_path / "mine.log", lambda line: None)


def _start(source):
    return subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_memory_at_its_largest_is_not_less_than_now():
    """Both are of this process, in megabytes."""
    assert 10 < megabytes("VmRSS") <= megabytes("VmHWM") < 100_000


@pytest.fixture
def canned(monkeypatch):
    """Replace all that takes long by results that are made up: ours is ten times as fast as stock."""

    def ours(course, log, told=None, options=()):
        n = len(list((course / "submitted").iterdir()))
        (course / "autograded").mkdir(exist_ok=True)
        return _row(3.0 + 1.0 * n, start_up_seconds=2.0, grading_seconds=1.0 * n, parent_peak_mb=200.0)

    def stock(course, log, told=None):
        n = len(list((course / "submitted").iterdir()))
        return _row(10 * (3.0 + 1.0 * n))

    def course(root, folder):
        (folder / "submitted").mkdir(parents=True)
        return folder

    def write(course, class_, copies=1):
        names = [f"{copy}-{name}" for copy in range(copies) for name in class_]
        for name in names:
            (course / "submitted" / name).mkdir()
        return names

    cells = {"seconds": 40.0, "cells": 7, "ended_otherwise": [], "cores_used_by_others": 0.0}
    given = {
        "ours": ours,
        "stock": stock,
        "new_course": course,
        "tiny_course": course,
        "write_students": write,
        "cpu_of_cells": lambda *a: cells,
        "cores": lambda: 2,
        "scores": lambda folder: {("reference", "book", "cell"): 1.0},
    }
    for name, fake in given.items():
        monkeypatch.setattr(run, name, fake)


def _row(seconds, **more):
    return {"seconds": seconds, "cpu_seconds": 2 * seconds, "cores_used_by_others": 0.1, **more}


def test_the_file_has_the_keys_that_are_promised(canned, root, tmp_path, monkeypatch):
    """The file holds the headline figures under `autograde`, beside what other parts have written."""
    path = tmp_path / "build" / "bench.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"vi": {"speed": 1}, "autograde": {"tiny": {"flat_within": 7}}}))
    monkeypatch.setattr(run, "class_of_thirty", lambda _: class_of_thirty(root))
    text = StringIO()
    bench_autograde(tmp_path, Console(file=text, width=200))
    held = json.loads(path.read_text())
    found, size = held["autograde"], len(class_of_thirty(root))
    assert held["vi"] == {"speed": 1}
    assert found["tiny"] == {"flat_within": 7}
    assert found["throughput_vs_stock"] == pytest.approx(10.0)
    assert found["throughput_vs_stock_nothing_skipped"] == pytest.approx(10.0)
    assert found["cpu_vs_stock"] == pytest.approx(10.0)
    assert found["over_pure_cpu"] == pytest.approx(size / (40 / 2))
    assert found["over_pure_cpu_with_start_up"] == pytest.approx((3 + size) / (40 / 2))
    assert found["scores_identical"] is True
    assert found["seconds_per_submission"] == {"10": 1.0, "100": 1.0}
    assert found["parent_peak_mb"] == {"10": 200.0, "100": 200.0}
    assert found["flat_within"] == 0.0
    assert found["marginal_seconds"] == {"10 to 100": pytest.approx(1.0)}
    assert found["throughput_vs_stock_same_cells"] == pytest.approx(10.0)
    assert found["over_pure_cpu_nothing_skipped"] == pytest.approx(size / (40 / 2))
    assert found["isolation_cost"] == pytest.approx(0.0)
    assert {len(taken) for taken in found["isolation_seconds"].values()} == {run.ISOLATION_ROUNDS}
    assert {row["submissions"] for row in found["contenders"].values()} == {size}
    assert {"machine", "pure_cpu", "by_class_size"} <= set(found)
    for words in (
        "stock same cells",
        "Isolated tests cost 0.0%",
        "times stock's throughput",
        "all the same",
        "parent's peak",
        "1.000 s for one more submission, from 10 to 100",
    ):
        assert words in text.getvalue()


def test_the_scale_is_measured_apart(canned, tmp_path):
    """`make bench-scale` writes under `tiny` and leaves the class's figures."""
    path = tmp_path / "build" / "bench.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"autograde": {"throughput_vs_stock": 3, "seconds": {"class": 9}}}))
    text = StringIO()
    bench_autograde(tmp_path, Console(file=text, width=200), scale=True)
    found = json.loads(path.read_text())["autograde"]
    assert found["throughput_vs_stock"] == 3
    assert set(found["seconds"]) == {"class", "scale"}
    assert set(found["tiny"]["seconds_per_submission"]) == {"10", "100", "1000"}
    assert "one tiny notebook" in text.getvalue()


def test_a_difference_is_printed_and_makes_scores_not_identical(canned, root, tmp_path, monkeypatch):
    """One score of one student that is not stock's is named, and the headline says so."""
    monkeypatch.setattr(run, "class_of_thirty", lambda _: class_of_thirty(root))
    monkeypatch.setattr(
        run, "scores", lambda folder: {("ada", "book", "bic__hidden"): float(folder.name.startswith("ours"))}
    )
    text = StringIO()
    found = bench_autograde(tmp_path, Console(file=text, width=200))
    assert found["scores_identical"] is False
    assert "ada book bic__hidden: 0.0 and 1.0" in text.getvalue()
    assert "NOT all the same" in text.getvalue()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["vi", "class"]),
        (["--only", "autograde"], ["class"]),
        (["--only", "speed"], ["vi speed"]),
        (["--scale"], ["scale"]),
    ],
)
def test_which_parts_the_command_runs(monkeypatch, options, expected):
    """All parts without options; one where it is named; the scale only where it is asked for."""
    ran = []
    monkeypatch.setattr(bench, "bench", lambda root, only: ran.append(f"vi {only}" if only else "vi"))
    monkeypatch.setattr(
        autograde_package, "bench_autograde", lambda root, scale: ran.append("scale" if scale else "class")
    )
    assert cli.main(["bench", *options]) == 0
    assert ran == expected

"""The audit counts what happened, says every problem, and carries on where it was stopped."""

import datetime
import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import pytest
from rich.console import Console

from grader.checking import CheckFailed
from tools.audit import audit as module
from tools.audit import progress as audit_watching
from tools.audit.audit import Plan, audit
from tools.audit.store import ROOT, Outcome, code_of, ground, stored
from tools.course.trials import Implementation, Result

PLAN = Plan(variant_rounds=2, mutant_rounds=2, exact_rounds=2, block=1, collateral=True)


@pytest.fixture
def checkout(tmp_path, root, monkeypatch):
    """Return a folder with three implementations: an escaping mutant, a caught one, and a failing variant."""
    monkeypatch.chdir(root)
    folder = tmp_path / "tests" / "exercises" / "bayes-rule"
    folder.mkdir(parents=True)
    (folder / "mutant_escapes.py").write_text('"""Is not wrong at all."""\n')
    caught = '"""Forgets to divide.\n\nNamed by: before the division\n"""\n'
    caught += "def bayes_posterior(p, l):\n    return p * l, (p * l).sum()\n"
    (folder / "mutant_caught.py").write_text(caught)
    (folder / "variant_broken.py").write_text(
        '"""Is not right at all."""\ndef bayes_posterior(p, l):\n    return p, 1.0\n'
    )
    return tmp_path


def run(checkout):
    """Return the audit's report and what it printed."""
    printed = io.StringIO()
    console = Console(file=printed, width=200)
    report = audit(checkout, PLAN, "bayes-rule", console, ThreadPoolExecutor(max_workers=1))
    return report, printed.getvalue()


def test_false_fails_and_false_passes_are_counted(checkout):
    """A variant that fails is a false fail in every run; a mutant that passes is not caught."""
    report, printed = run(checkout)
    assert report["false_fails"] == 2
    assert report["runs"] == 4
    assert report["random_runs"] == 0
    assert (report["mutants"], report["caught"], report["named"]) == (2, 1, 1)
    assert report["collateral"] == 0
    assert "mutant escapes escaped in 2 of 2 runs" in printed
    assert report["plan"]["variant_rounds"] == 2
    assert datetime.date.fromisoformat(report["date"]) <= datetime.datetime.now(datetime.UTC).date()
    assert json.loads((checkout / "build" / "audit-partial.json").read_text()) == report


def test_a_log_has_a_line_for_each_exercise_that_is_done(checkout):
    """Where no terminal is, runs, false fails and missed mutants are told as soon as they are known."""
    _, printed = run(checkout)
    first, second, *_ = printed.splitlines()
    assert first == "audit: 8 runs to do, exercises: 1"
    assert second == ("1/1 bayes-rule: 4 runs, 2 false fails, 1 of 2 mutants missed, about 0:00:00 left")


def test_a_log_has_a_line_now_and_then(checkout, monkeypatch):
    """An exercise that takes hours is not silent; stored outcomes count for it, but not as still to do."""
    monkeypatch.setattr(audit_watching, "_SECONDS_BETWEEN_LINES", -1)
    run(checkout)
    store = checkout / "build" / "audit.jsonl"
    store.write_text("".join(store.read_text().splitlines(keepends=True)[:-2]))
    _, printed = run(checkout)
    first, second, third, *_ = printed.splitlines()
    assert first == "audit: 2 runs to do, exercises: 1"
    assert second.startswith("audit: 1 of 2 runs, about 0:00:")
    assert third.startswith("1/1 bayes-rule: 4 runs, 2 false fails, 1 of 2 mutants missed, ")


def test_on_a_terminal_there_is_a_bar_and_no_lines(checkout):
    """Who watches sees one bar."""
    printed = io.StringIO()
    console = Console(file=printed, width=200, force_terminal=True)
    audit(checkout, PLAN, "bayes-rule", console, ThreadPoolExecutor(max_workers=1))
    assert "8/8" in printed.getvalue()
    assert "mutants missed" not in printed.getvalue()


def test_stopped_audit_carries_on(checkout, monkeypatch):
    """Stored outcomes are used again, a half-written line is done anew, and the report is the same."""
    report, _ = run(checkout)
    store = checkout / "build" / "audit.jsonl"
    lines = store.read_text().splitlines(keepends=True)
    store.write_text("".join(lines[:-2]) + lines[-2][:40])
    again, _ = run(checkout)

    def comparable(found):
        return {
            key: value for key, value in found["exercises"]["bayes-rule"].items() if key != "milliseconds"
        }

    assert comparable(again) == comparable(report)
    monkeypatch.setattr(module, "_run", lambda *args: pytest.fail("nothing is left to be done"))
    run(checkout)


def test_an_outcome_of_an_older_format_is_run_again(tmp_path):
    """An outcome without all of today's fields counts as not stored, and so does half a line."""
    whole = {**dict.fromkeys((field.name for field in fields(Outcome)), 0), "exercise": "bic"}
    older = {name: value for name, value in whole.items() if name != "told"}
    lines = [json.dumps({"key": key, "outcome": told}) for key, told in (("new", whole), ("old", older))]
    (tmp_path / "audit.jsonl").write_text("\n".join([*lines, lines[0][:40]]))
    assert stored(tmp_path / "audit.jsonl") == {"new": Outcome(**whole)}


def test_a_hidden_cell_that_gives_an_input_away_is_a_problem(monkeypatch):
    """The same words are told by a visible cell and held back by a hidden one."""
    failure = CheckFailed("f", "must be right", given="x=3", expected="4", returned="5")

    def judge(exercise, source, number):
        visible = Result("e__visible", 1.0, False, str(failure), ())
        unseen = failure.without_inputs() if number else failure
        return [visible, Result("e__hidden", 1.0, False, str(unseen), ())]

    monkeypatch.setattr(module, "try_implementation", judge)
    outcome = module._try(Implementation("e", "mutant", "m", '"""Is wrong."""\n'), range(3), False)
    assert (outcome.told, outcome.missed_by_hidden, outcome.failed) == (1, 0, 3)
    report = module.summary([outcome, replace(outcome, kind="reference", told=0, failed=0)])
    told = "mutant m: a hidden cell gave its input away in 1 of 3 runs"
    assert told in report["exercises"]["e"]["problems"]


def test_a_mutant_that_is_not_always_named_is_told_with_its_message(monkeypatch):
    """The runs are counted, and the message is one of a run in which the misconception was not stated."""

    def judge(exercise, source, number):
        return [Result("e__visible", 1.0, False, "another cause" if number == 1 else "it is wrong", ())]

    monkeypatch.setattr(module, "try_implementation", judge)
    mutant = Implementation("e", "mutant", "m", '"""Is wrong.\n\nNamed by: it is wrong\n"""\n')
    blocks = [module._try(mutant, block, False) for block in (range(2), range(2, 4))]
    reference = replace(blocks[0], kind="reference", failed=0)
    problems = module.summary([*blocks, reference])["exercises"]["e"]["problems"]
    assert problems == [
        "mutant m escaped the hidden cells in 4 of 4 runs",
        "mutant m is named in 3 of 4 runs: another cause",
    ]


def test_an_implementation_that_crashes_a_check_is_named(monkeypatch):
    """What goes wrong in a check is told with the implementation that it judged."""

    def judge(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(module, "try_implementation", judge)
    with pytest.raises(RuntimeError) as caught:
        module._try(Implementation("e", "mutant", "m", ""), range(1), False)
    assert caught.value.__notes__ == ["e: mutant m, seeds 0"]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ('"""New."""\nX = 1\n"""New."""\ndef f():\n    """New."""\n    return X\n', True),
        ('"""Old."""\nX = 1  # new\n"""Old."""\n\n\ndef f():\n    """Old."""\n    return X\n', True),
        ('"""Old."""\nX = 2\n"""Old."""\ndef f():\n    """Old."""\n    return X\n', False),
        ('"""Old."""\nX = 1\n"""Old."""\ndef f():\n    """Old."""\n    return "Old."\n', False),
    ],
    ids=["docstrings", "comments and layout", "a number", "a text"],
)
def test_prose_is_no_code(other, same):
    """Docstrings, texts below constants, comments and layout do not count; values do, texts among them."""
    source = '"""Old."""\nX = 1\n"""Old."""\ndef f():\n    """Old."""\n    return X\n'
    assert (code_of(other) == code_of(source)) == same


@pytest.mark.parametrize(
    ("path", "old", "new", "same"),
    [
        ("grader/checks/bayes_rule.py", "bayes-rule: the posterior and the evidence", "Bayes", True),
        ("grader/checks/bayes_rule.py", "ADDED = (1e-6,", "ADDED = (1e-5,", False),
        ("course_checks/bayes_rule.py", "@hidden", "@other", False),
        ("grader/checking/compare.py", "RTOL = 2e-6", "RTOL = 2e-5", False),
        ("grader/checks/bic.py", "factor * right", "-factor * right", True),
    ],
    ids=["a docstring", "its visible check", "its hidden check", "the machinery", "another check"],
)
def test_key_follows_the_code_that_judges(tmp_path, path, old, new, same):
    """A docstring and another exercise's check keep an outcome; the code that judges does not."""
    for folder in ("grader/checking", "grader/checks", "course_checks", "tools/course"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    ground.cache_clear()
    before = ground("bayes-rule", tmp_path)
    assert before == ground("bayes-rule")
    text = (tmp_path / path).read_text()
    assert old in text
    (tmp_path / path).write_text(text.replace(old, new))
    ground.cache_clear()
    assert (ground("bayes-rule", tmp_path) == before) == same

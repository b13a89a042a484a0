"""The audit counts what happened, says every problem, and carries on where it was stopped."""

import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from rich.console import Console

from grader import audit as module
from grader.audit import Plan, audit

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
    assert "mutant escapes escaped" in printed
    assert json.loads((checkout / "build" / "audit-partial.json").read_text()) == report


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

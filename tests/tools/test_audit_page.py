"""The instructors' page says of every exercise what its check decides by, and what an audit found."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from rich.console import Console

from tools.audit import audit as module
from tools.audit.audit import FULL, QUICK, audit
from tools.audit.page import PAGE, SINCE, overview, page, refreshed, sections, since
from tools.course.trials import Implementation, exercises, implementations

ROW = {
    "variants": 2,
    "runs": 6000,
    "false_fails": 1,
    "bound": 2e-8,
    "mutants": 5,
    "caught": 4,
    "named": 3,
    "collateral": 7,
    "problems": ["mutant a escaped", "variant b failed 1 of 2000: f: *wrong*\n  called with x=1"],
}
TOTALS = {"runs": 6025, "random_runs": 6000, "false_fails": 1, "bound": 3.4e-7, "variants": 112}
TOTALS |= {"mutants": 596, "caught": 595, "caught_by_hidden": 594, "named": 593, "collateral": 7}
REPORT = {"date": "2001-02-03", **TOTALS, "plan": asdict(FULL), "exercises": {"train": ROW}}


def test_overview_says_what_the_audit_found():
    """Date, seeds, totals, a row an exercise, and every problem in one line each."""
    told = " ".join(overview(REPORT).split())
    assert "## The audit of 2001-02-03" in told
    assert "6,025 runs of right code: the reference and 112 variants, 2,000 seeds each" in told
    assert "596 mutants, 200 seeds each and 25. Each mutant also stood once beside every other" in told
    assert "probability of at most 3.4e-7;" in told
    assert "| false fails | 1 of 6,025 runs, 6,000 of them with random gates |" in told
    for count, what in ((595, "caught"), (594, "caught by the hidden cells alone"), (593, "named by")):
        assert re.search(rf"\| mutants {what}[^|]*\| {count} of 596 \|", told)
    assert "| cells of other exercises that mutants failed | 7 |" in told
    assert "| [train](#train) | 10 | 2 | 6,000 | 1 | 2.0e-8 | 5 | 4 | 3 | 7 |" in told
    assert r"- train: mutant a escaped - train: variant b failed 1 of 2000: f: \*wrong\*" in told
    assert "called with" not in told


def test_overview_states_the_measured_gate_apart():
    """The threshold that is no bound, and what was measured, are those of the check."""
    from course_checks.train import GATE

    told = " ".join(overview(REPORT).split())
    assert f"at most {GATE} nats below the best ELBO. 6,000 correct fits ended at most 0.07 below." in told


def test_overview_of_a_part_says_so():
    """Where no mutant was tried beside other exercises, no collateral is claimed; no problem, no list."""
    told = overview({**REPORT, "plan": asdict(QUICK), "exercises": {"train": {**ROW, "problems": []}}})
    assert "Collateral was not looked for." in told
    assert "Problems" not in told


@pytest.mark.parametrize("exercise", exercises())
def test_every_exercise_has_a_section(exercise, root):
    """It holds points, both paragraphs, every part with its purpose, and every implementation's one line."""
    found = sections(root).split("\n### ")
    (section,) = (text for text in found if text.startswith(f"{exercise}\n"))
    section = section.split("\n## ")[0].replace("\\", "")
    parts = exercises()[exercise][2]
    assert f" {sum(points for _, points, _ in parts):g} point" in section
    assert section.count("\n**Decides by:** ") == section.count("\n**Cannot see:** ") == 1
    assert section.count("\n| `") == len(parts)
    for part, points, text in parts:
        purpose = text.splitlines()[0].removeprefix("# ")
        assert f"\n| `{part.split('__')[1]}` | {points:g} | {purpose} |\n" in section
    wrong, right = section.split("\nWrong:\n")[1].split("\nRight:\n")
    for kind, listed in (("mutant", wrong), ("variant", right)):
        says = [i.says for i in implementations(root / "tests" / "exercises", exercise) if i.kind == kind]
        assert re.findall("^- (.+)$", listed, re.MULTILINE) == says
        assert f" {len(says)} {'wrong' if kind == 'mutant' else 'unusual right'}" in section


def test_sections_stand_below_their_notebooks(root):
    """Two titles, and every exercise once, in the notebooks' order."""
    headings = re.findall("^##+ (.+)$", sections(root), re.MULTILINE)
    titles = ["Foundations of Bayes' theorem", "Variational Inference: Spam Detection"]
    assert [heading for heading in headings if heading in titles] == titles
    assert headings.index(titles[1]) == 1 + list(exercises()).index("bag-of-words")
    assert [heading for heading in headings if heading not in titles] == list(exercises())


def test_refreshed_page_keeps_what_was_measured(root):
    """Prose that has changed is renewed below an overview that stays, byte for byte."""
    text = page(REPORT, root)
    old = text.replace("**Decides by:**", "**Decided by:**").replace("- Uses Adagrad.\n", "")
    assert old != text
    assert refreshed(old, root) == refreshed(text, root) == refreshed(refreshed(text, root), root)
    measured, told = refreshed(old, root).split(f"\n{SINCE}\n")
    assert measured == overview(REPORT)
    assert told.endswith(sections(root))


def test_page_says_what_is_newer_than_its_audit(root):
    """An exercise with more implementations than the table has is named with both numbers, no other is."""
    kinds = [i.kind for i in implementations(root / "tests" / "exercises", "train")]
    row = {**ROW, "mutants": kinds.count("mutant"), "variants": kinds.count("variant") - 2}
    told = since(overview({**REPORT, "exercises": {"train": row}}), root)
    mutants, variants = kinds.count("mutant"), kinds.count("variant")
    line = f"- `train`: {mutants} of {mutants} mutants, {variants - 2} of {variants} variants were run."
    assert line in told.splitlines()
    row["variants"] += 2
    assert "`train`" not in since(overview({**REPORT, "exercises": {"train": row}}), root)


def test_whole_audit_writes_the_page(root, tmp_path, monkeypatch):
    """The page stands beside the report; a part of an audit leaves it alone."""
    (tmp_path / "tests").symlink_to(root / "tests")
    unit = Implementation("bayes-rule", "reference", "", ""), range(1), False
    monkeypatch.setattr(module, "_units", lambda *args: [unit])
    for plan, only in ((QUICK, None), (FULL, "bayes-rule")):
        audit(tmp_path, plan, only, Console(quiet=True), ThreadPoolExecutor(1))
        assert not (tmp_path / PAGE).exists()
    report = audit(tmp_path, FULL, None, Console(quiet=True), ThreadPoolExecutor(1))
    assert (tmp_path / PAGE).read_text() == page(report, root)

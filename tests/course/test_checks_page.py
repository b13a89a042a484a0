"""The committed page is the one that the committed sources give."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from tools.audit.audit import FULL
from tools.audit.page import COLUMNS, PAGE, overview, page_is_stale
from tools.course.trials import exercises, implementations

pytestmark = pytest.mark.skipif(
    not (Path(__file__).parents[2] / PAGE).is_file(), reason=f"no whole audit has written {PAGE} yet"
)

NUMBER = re.compile(r"\d[\d,.]*(e-\d+)?")
AGAIN = "run `make audit` and commit what it writes"


def committed(root):
    """Return the committed page's text, and its table: exercise to column to number."""
    assert (root / PAGE).is_file(), AGAIN
    text = (root / PAGE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(.+?)\]\(.+?\) \| (.+) \|$", text, re.MULTILINE)
    cells = {exercise: (float(cell.replace(",", "")) for cell in row.split(" | ")) for exercise, row in rows}
    return text, {exercise: dict(zip(COLUMNS, row, strict=True)) for exercise, row in cells.items()}


def test_sections_are_those_of_the_sources(root):
    """What the page says of each exercise comes from its module and its cells as they are now."""
    assert not page_is_stale(root), "run `make build` and commit what it writes"


def test_table_is_that_of_the_sources(root):
    """Every exercise was audited with the implementations that it has now, or the page says of how many."""
    text, table = committed(root)
    assert list(table) == list(exercises()), AGAIN
    for exercise, row in table.items():
        kinds = [i.kind for i in implementations(root / "tests" / "exercises", exercise)]
        assert row["points"] == sum(points for _, points, _ in exercises()[exercise][2]), AGAIN
        counts = [f"{row[f'{kind}s']:g} of {kinds.count(kind)} {kind}s" for kind in ("mutant", "variant")]
        audited = [row["mutants"], row["variants"]] == [kinds.count("mutant"), kinds.count("variant")]
        assert audited or f"- `{exercise}`: {', '.join(counts)} were run." in text, AGAIN


def test_audit_was_whole_and_found_no_error(root):
    """Right code never failed, wrong code lost its own points each time, and no others, over all seeds."""
    _, table = committed(root)
    for exercise, row in table.items():
        rounds = FULL.variant_rounds if row["bound"] else FULL.exact_rounds
        assert row["runs"] == rounds * (1 + row["variants"]), exercise
        assert row["caught"] == row["mutants"], exercise
        assert row["false fails"] == row["collateral"] == 0, exercise


def test_introduction_is_todays(root):
    """But for its numbers, all above the sections is what an audit would write today."""
    text, table = committed(root)
    names = {column: column.replace(" ", "_") for column in COLUMNS}
    rows = {e: {names[c]: n for c, n in row.items()} | {"problems": []} for e, row in table.items()}
    report = dict.fromkeys((*names.values(), "random_runs", "caught_by_hidden"), 0)
    report |= {"date": "2001-02-03", "plan": asdict(FULL), "exercises": rows}
    today = NUMBER.sub("#", overview(report))
    assert NUMBER.sub("#", text)[: len(today)] == today, AGAIN

"""What the notebooks' prose says of the exercises is what their cells say."""

import itertools
import re

import pytest

from grader.reference import FOUNDATIONS, SPAM

WORTH = re.compile(r"\*\*Exercise\*\* `(.+?)` \(([\d.]+) points?\b")


@pytest.fixture(scope="module", params=[FOUNDATIONS, SPAM])
def notebook(request, root, points):
    """Return a notebook's source and the points of its exercises."""
    path = root / "solutions" / "practical1" / f"{request.param}.py"
    return path.read_text(encoding="utf-8"), points[request.param]


def test_each_prompt_says_what_its_exercise_is_worth(notebook):
    """The points behind an exercise's name are those of its test cells, and all exercises have a prompt."""
    source, points = notebook
    assert {name: float(number) for name, number in WORTH.findall(source)} == points


def test_the_table_of_parts_holds_every_exercise_once(notebook):
    """Its rows name the exercises in their order, and a row's points are those of its exercises."""
    source, points = notebook
    table = re.search(r"^# \| part \| exercises .*\n# \|[-|]+\|\n((?:# \|.*\n)+)", source, re.MULTILINE)[1]
    named = []
    for row in table.splitlines():
        _, _, exercises, number, _, _ = row.split("|")
        names = re.findall(r"`(.+?)`", exercises)
        assert float(number) == sum(points[name] for name in names)
        named += names
    assert named == list(points)


def test_every_picture_of_an_exercise_is_introduced(notebook):
    """The cell before it says what a student should see, in the same words everywhere."""
    source, points = notebook
    cells = re.split(r"^(?=# %%)", source, flags=re.MULTILINE)
    for exercise in points.keys() - {"reflection"}:
        call = f"\npictures.{exercise.replace('-', '_')}.draw("
        (before,) = [before for before, cell in itertools.pairwise(cells) if call in cell]
        assert "**What you should see.**" in before, exercise

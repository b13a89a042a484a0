"""The feedback page: points and the check's words, no hidden source, readable by everybody."""

import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from graded_class import PIXEL, Class, check_failed

from nbautograde.events import judge
from nbautograde.feedback.page import accessible
from nbautograde.messages import headings
from nbautograde.preprocessors.hide_hidden_tests import HideHiddenTests

HIDDEN = "# Hidden: other numbers.\n### BEGIN HIDDEN TESTS\ncheck(seed=4711)\n### END HIDDEN TESTS"
TRACEBACK = ["Cell In[1]", "----> 1 check(seed=4711)"]


def cleaned(source, ename="", evalue="", verdict=None, printed="", **mark):
    """Return a test cell after the preprocessor."""
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
    if ename:
        outputs.append(nbformat.v4.new_output("error", ename=ename, evalue=evalue, traceback=TRACEBACK))
    mark = {"grade_id": "f__hidden", "grade": True, "solution": False, **mark}
    cell = nbformat.v4.new_code_cell(source, outputs=outputs, metadata={"nbgrader": mark})
    if verdict:
        judge(cell, *verdict)
    return HideHiddenTests().preprocess_cell(cell, {}, 0)[0]


@pytest.mark.parametrize(
    "ename", ["CheckFailed", "CheckError", "NameError", "KernelDied", "NotRun", "Mine4711"]
)
@pytest.mark.parametrize("verdict", [None, ("raised",), ("ended",)])
def test_a_hidden_cell_says_that_it_did_not_pass_and_nothing_else(ename, verdict):
    """Names, words and tracebacks, whatever they are called, may be a student's: pages do not differ."""
    cell = cleaned(HIDDEN, ename, "f: 4711\n  likely cause 4711", verdict, printed="Right: 4711\n")
    assert "4711" not in str(cell)
    assert cell.source.startswith("# Hidden: other numbers.")
    assert cell.outputs == cleaned(HIDDEN, "ValueError", "another").outputs


def test_of_a_failed_check_the_property_stays():
    """In the check's words, as the test runner kept them: no cause, and nothing of the output."""
    cell = cleaned(HIDDEN, "CheckFailed", "f: 4711\n  likely cause 4711", ("failed", ["f: the sum"]))
    assert cell.outputs[0].traceback == ["Not yet right.", "f: the sum"]
    assert "4711" not in str(cell)


def test_of_a_passed_check_its_own_words_stay():
    """A line that a student's exception put among what the cell printed is not one of them."""
    cell = cleaned(HIDDEN, printed="Right: 4711\nRight: the sum.\n", verdict=("passed", ["Right: the sum."]))
    assert [output.text for output in cell.outputs] == ["Right: the sum.\n"]
    assert cleaned(HIDDEN, printed="Right: 4711\n").outputs == []


def test_broken_check_is_no_fault_of_the_student():
    """A check whose reference and oracle disagree says whom to ask."""
    (error,) = cleaned(HIDDEN, "CheckError", "4711", ("broken",)).outputs
    assert "not your fault" in error.traceback[0]


def test_other_cells_stay_as_they_are():
    """A visible test keeps source and traceback; so does an answer that speaks of hidden tests."""
    for source, mark in (("f(1)", {}), (HIDDEN, {"solution": True})):
        cell = cleaned(source, "ValueError", "bad", **mark)
        assert (cell.source, cell.outputs[0].traceback) == (source, TRACEBACK)


@pytest.fixture(scope="module")
def pages(released, tmp_path_factory):
    """Return the feedback pages of a class, by student, and its grade table."""
    class_ = Class(Path(shutil.copytree(released, tmp_path_factory.mktemp("feedback") / "course")))
    image = nbformat.v4.new_output("display_data", data={"image/png": PIXEL})
    table = nbformat.v4.new_output("display_data", data={"text/html": "<table><tr><td>1</td></tr></table>"})
    leaked = nbformat.v4.new_output("stream", name="stdout", text="got 4711\n")
    wide = "$" + "+".join("abcdefghijklmnop") + "$"
    markup = nbformat.v4.new_output(
        "error", ename="ValueError", evalue="<script>alert(1)</script>", traceback=["ValueError"]
    )
    class_.add(
        class_.graded(
            "all",
            {"reflection": 4.0},
            {"imports": [image, table]},
            {"reflection": f"# Heading\n\n$\\frac{{1}}{{2}}$ {wide} $\\frac{{$ ![](attachment:none.png)"},
        ),
        class_.graded(
            "active",
            sources={
                "reflection": "<script>alert(1)</script><meta http-equiv='refresh'><style>p {}</style> Text."
            },
        ),
        class_.graded(
            "waiting", sources={"reflection": f"Look: $\\frac{{1}}{{2}}$ {wide} $\\notacommand{{$"}
        ),
        class_.graded(
            "wrong",
            {"twice__visible": 0.0, "twice__hidden": 0.0, "half__visible": 0.0},
            {
                "twice__visible": [check_failed("twice: two\n  given 1\n  likely cause `x` is *squared*.")],
                "twice__hidden": [leaked, check_failed("twice: others\n  likely cause As before.")],
                "half__visible": [markup],
            },
        ),
        class_.graded(
            "hidden",
            {"twice__hidden": 0.0, "reflection": 0.0},
            {
                "twice__hidden": [
                    nbformat.v4.new_output(
                        "error", ename="AssertionError", evalue="4711", traceback=TRACEBACK
                    )
                ]
            },
            comments={"reflection": "No response."},
        ),
        class_.graded(
            "died",
            {"half__visible": 0.0},
            {
                "half": [
                    nbformat.v4.new_output("error", ename="KernelDied", evalue="This cell ended its kernel.")
                ]
            },
            events=[("kernel died", "half ended its kernel, says <b>."), ("timed out", "twice was stopped.")],
        ),
    )
    rows, _ = class_.rows()
    return class_.feedback(), {row.student: row for row in rows}


def soup(page):
    """Return a page as elements."""
    return BeautifulSoup(page, "html.parser")


def points_on(page):
    """Return the texts of the table at the top, by exercise."""
    rows = soup(page).select(".summary tbody tr")
    return {row.code.text: [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows}


def test_points_by_exercise_are_the_gradebooks(pages):
    """The parts of an exercise are added up; the heading has the total."""
    texts, rows = pages
    for student, page in texts.items():
        total = soup(page).h1.text
        assert f"{rows[student].total:g} of 8 points" in total
        for exercise, (points, _) in points_on(page).items():
            score = rows[student].scores[exercise]
            told = "–" if score is None else f"{score:g}"
            assert points == f"{told} of {dict(twice=3, half=1, reflection=4)[exercise]}"


def test_each_row_says_what_failed_first(pages):
    """The visible check's first line and its cause; the status of a cell; who has not answered."""
    texts, _ = pages
    wrong, died, hidden = (points_on(texts[name]) for name in ("wrong", "died", "hidden"))
    said = wrong["twice"][1]
    assert said == "No points. twice: two . Likely cause: x is *squared*. (2 parts lost points.)"
    assert wrong["half"][1] == "No points. ValueError: <script>alert(1)</script> ."
    assert died["half"][1].startswith("No points. Your cell ends with an error. This cell ended its kernel.")
    assert hidden["twice"] == ["1 of 3", "Some points. A hidden test did not pass."]
    assert hidden["reflection"][1] == "No points. No answer."
    assert points_on(texts["all"])["twice"][1] == "All points."


def test_what_nobody_has_graded_yet_is_not_zero(pages):
    """It says so in its row, at its cell and beside the total."""
    page = pages[0]["waiting"]
    assert points_on(page)["reflection"] == ["– of 4", "Not graded yet."]
    assert "4 of the points are graded by hand and have not been graded yet" in page
    assert "not graded yet, of 4 points" in soup(page).find(id="reflection").text
    assert "not been graded yet" not in pages[0]["all"]


def test_each_link_has_its_target(pages):
    """Every address within a page is the id of one element of it; the table links each exercise."""
    for page in pages[0].values():
        elements = soup(page)
        targets = [link["href"][1:] for link in elements.select("a[href^='#']")]
        assert {"twice", "half", "reflection", "top"} <= set(targets)
        assert all(len(elements.select(f"[id='{target}']")) == 1 for target in targets)
    links = [link["href"] for link in soup(pages[0]["wrong"]).select(".summary td a")]
    assert links == ["#twice__visible", "#half__visible"]


def test_nothing_of_a_hidden_test_and_no_markup_of_a_student_is_at_the_top(pages):
    """Hidden sources and outputs are nowhere on any page; messages and events are text."""
    for page in pages[0].values():
        text = soup(page).get_text()
        assert "twice(3)" not in text
        assert "4711" not in page
        assert not soup(page).select("script, .summary b")
    assert "says <b>." in soup(pages[0]["died"]).select_one(".summary").get_text()


def test_status_is_told_once_above_the_points(pages):
    """The worst status and each event stand in the summary; the gradebook's comment does not repeat it."""
    summary = soup(pages[0]["died"]).select_one(".summary")
    assert summary.strong.text == "Status: kernel died."
    assert [line.text for line in summary.select("li")][1] == "twice was stopped."
    assert pages[0]["died"].count("Status:") == 1
    assert "Status:" not in pages[0]["all"]


def test_a_page_needs_no_network_and_no_script(pages):
    """Nothing is loaded from elsewhere, and a browser is told to run and to load nothing."""
    for page in pages[0].values():
        elements = soup(page)
        assert not elements.select("script, link, iframe, img:not([src^='data:']), main style, main meta")
        policy = elements.select_one("meta[http-equiv='Content-Security-Policy']")["content"]
        assert policy.startswith("default-src 'none'; img-src data:;")
        assert elements.select_one("meta[name=viewport]")
    assert "Text." in soup(pages[0]["active"]).find(id="reflection").text


def test_images_and_tables_are_accessible(pages):
    """An image has an alternative text, a header a scope; what is wide scrolls in a box."""
    for page in pages[0].values():
        elements = soup(page)
        assert all(image["alt"].strip() for image in elements.select("img"))
        assert "No description has been provided" not in page
        assert {th["scope"] for th in elements.select(".summary th")} == {"row", "col"}
        assert all(table.parent["class"] == ["wide"] for table in elements.select("table"))
        assert all(block.get("tabindex") == "0" for block in elements.select("pre"))
    (image,) = soup(pages[0]["all"]).select("img")
    assert image["alt"] == "A picture without a description"
    assert soup(pages[0]["all"]).html["lang"] == "en"


def test_an_exercise_is_called_by_the_heading_above_it():
    """Neither a comment in code nor a heading in an answer is one; above the first there is none."""
    answer = nbformat.v4.new_markdown_cell("# Mine", metadata={"nbgrader": {"solution": True}})
    cells = [
        nbformat.v4.new_code_cell("# no heading"),
        nbformat.v4.new_markdown_cell("# One\n\n## Two ##\n\n```\n# code\n```\n"),
        answer,
    ]
    assert headings(cells) == ["", "Two", "Two"]


def test_formulas_are_mathml_and_what_is_none_stays(pages):
    """A formula needs no script, a long one scrolls, a broken one stays as it was written."""
    answer = soup(pages[0]["waiting"]).find(id="reflection")
    assert answer.select_one("math mfrac")
    assert answer.select_one(".long math")
    assert "$\\notacommand{$" in answer.text
    assert "![](attachment:none.png)" in soup(pages[0]["all"]).find(id="reflection").text


def test_alternative_text_names_the_cell():
    """A description that is there stays; one that is missing or empty is made of the cell's name."""
    html = '<img src="data:,"><img alt=" " src="data:,"><img alt="Mine" src="data:,"><svg></svg>'
    elements = soup(accessible(html, "in the cell kde"))
    assert [image["alt"] for image in elements.select("img")] == [
        *["A picture without a description in the cell kde"] * 2,
        "Mine",
    ]
    assert elements.svg["aria-label"] == "A picture without a description in the cell kde"

"""What a student does in a browser: run, read what is wrong, answer, run again, validate."""

import json
import re
import shutil
from pathlib import Path

import pytest
from browser import OpenNotebook, choose, expect, jupyterlab, needs_chromium, window

from course_checks.solutions import solutions_directory
from tools.practical1 import ASSIGNMENT, FOUNDATIONS, SPAM

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def lab(root, tmp_path_factory):
    """Return a folder with the release and a server for it."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    with jupyterlab(folder / "notebooks", folder / "own") as server:
        yield folder / "notebooks", server


def numbers(cells, wanted):
    """Return the numbers of some cells."""
    return [number for number, cell in enumerate(cells) if wanted(cell, "".join(cell["source"]))]


def is_answer(cell, _):
    """Tell whether a student answers in this cell."""
    return cell["metadata"].get("nbgrader", {}).get("solution")


def is_free_text(cell, _):
    """Tell whether a student answers in words in this cell."""
    return cell["cell_type"] == "markdown" and is_answer(cell, _)


def is_visible_check(cell, source):
    """Tell whether this is a check that a student can read."""
    mark = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and mark.get("locked") and not source.startswith("# Hidden")


@pytest.mark.parametrize("name", [FOUNDATIONS, SPAM])
def test_from_the_release_to_a_valid_notebook(lab, name):
    """Stubs fail in plain words; right answers pass, with described pictures, and Validate agrees."""
    folder, server = lab
    path = Path(ASSIGNMENT, f"{name}.ipynb")
    text = (solutions_directory() / ASSIGNMENT / path.name).read_text(encoding="utf-8")
    solution = json.loads(text)["cells"]
    right = {cell["id"]: "".join(cell["source"]) for cell in solution}
    with window(server, f"student-{name.split('_')[0]}") as (page, see):
        notebook = OpenNotebook(page, server, folder, path)
        released = notebook.saved()
        answers = numbers(released, is_answer)
        checks = numbers(released, is_visible_check)
        texts = numbers(released, is_free_text)
        last = numbers(released, lambda cell, _: cell["cell_type"] == "code")[-1]
        see("opened")

        choose(page, "Run", "runmenu:run-all")
        unwritten = re.compile(r"^Not yet right\.\n\w+: is not written yet\n.* put your code in its place\.$")
        for answer in answers[:2]:  # running all stops at the first check, then it is cell by cell
            check = next(check for check in checks if check > answer)
            if answer != answers[0]:
                notebook.run(answer)
                notebook.run(check)
            expect(notebook.output(check)).to_contain_text(unwritten)
        notebook.cell(checks[0]).scroll_into_view_if_needed()
        see("not-yet-right")

        first, own = answers[0], [check for check in checks if answers[0] < check < answers[1]]
        notebook.paste(first, right[released[first]["id"]])
        notebook.run(first)
        for check in own:
            notebook.run(check)
            expect(notebook.output(check)).to_contain_text("Right so far: ")
        see("first-answer")
        cells = notebook.save()
        assert "".join(cells[first]["source"]) == right[released[first]["id"]]
        said = notebook.validate()
        see("first-answer-validated")
        assert said.count("The following cell failed:") == len(checks) - len(own) + len(texts)
        assert "Success!" not in said
        notebook.accept()

        notebook.replace({number: right[released[number]["id"]] for number in answers})
        choose(page, "Run", "runmenu:restart-and-run-all")
        notebook.accept()
        finished = notebook.cell(last).locator(".jp-InputPrompt").filter(has_text=re.compile(r"\d"))
        stopped = page.locator(".jp-Notebook .jp-OutputArea-output").filter(has_text="Not yet right.")
        expect(finished.or_(stopped).first).to_be_attached()
        see("ran")
        cells = notebook.save()
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        assert [output["evalue"] for output in outputs if output["output_type"] == "error"] == []
        for check in checks:
            (passed,) = cells[check]["outputs"]
            assert "".join(passed["text"]).startswith("Right so far: ")
        unfinished = re.compile("which is not written yet|which a cell above makes|not possible yet")
        assert not [o for o in outputs if unfinished.search("".join(o.get("text", "")))]

        pictures = [o["metadata"]["image/png"]["alt"] for o in outputs if "image/png" in o.get("data", {})]
        assert len(pictures) >= len(
            numbers(cells, lambda cell, _: "picture" in cell["metadata"].get("tags", []))
        )
        images = page.locator(".jp-Notebook .jp-OutputArea-output img")
        expect(images).to_have_count(len(pictures))
        assert all(images.evaluate_all("images => images.map(i => i.complete && i.naturalWidth > 0)"))
        assert images.evaluate_all("images => images.map(i => i.alt)") == pictures
        assert all(pictures)
        images.first.scroll_into_view_if_needed()
        see("pictures")

        said = notebook.validate()
        see("validated")
        assert "Success!" in said
        assert "failed" not in said
        notebook.accept()

"""Words for the cells of a graded notebook: the heading above one, and what went wrong in one."""

import re

from markupsafe import Markup, escape
from nbformat import from_dict
from nbgrader.utils import compute_checksum

from nbautograde.events import printable, verdict_of

__all__ = ["UNWRITTEN", "failure_of", "failures_in", "has_broken_check", "headings", "number", "with_code"]

UNWRITTEN = ": is not written yet"
"""How a check ends its words about a function that is as it was released."""

_CAUSE = "  likely cause "
_LONGEST = 400
_NOT_ENDED = ("KernelDied", "NotRun")
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$", re.MULTILINE)
_TEMPORARY_FILE = re.compile(r"\(\d+\.py, line (\d+)\)")


def headings(cells):
    """Return the heading that each cell stands under, empty above the first one; an answer has none.

    Parameters
    ----------
    cells : list of dict
        A notebook's cells.
    """
    found, last = [], ""
    for cell in cells:
        an_answer = cell["metadata"].get("nbgrader", {}).get("solution")
        if cell["cell_type"] == "markdown" and not an_answer:
            last = [last, *_HEADING.findall(_FENCED.sub("", "".join(cell["source"])))][-1]
        found.append(last)
    return found


def failure_of(cell):
    """Return the first words of what a cell's output says went wrong, and the cause that it names.

    Parameters
    ----------
    cell : dict
        A cell that has run. The words may hold hidden inputs where it is a hidden cell that
        `nbautograde.preprocessors.hide_hidden_tests` has not cleaned.

    Returns
    -------
    tuple of str or None
        Both in one line; the cause is empty where none is named. None where nothing went wrong.
    """
    outputs = cell.get("outputs", [])
    for output in outputs:
        if output["output_type"] == "error":
            return _of_error(output.get("ename", ""), output.get("evalue", ""))
    if any(output["output_type"] == "stream" and output["name"] == "stderr" for output in outputs):
        return "It wrote to the error stream, where a warning goes: that counts as failed.", ""
    return None


def failures_in(cells, judged=True):
    """Return what `failure_of` says of each test cell that failed, by grade id, as plain lists.

    An answer for a person to grade that was left as it was released stands among them.

    Parameters
    ----------
    cells : list of dict
        A notebook's cells.
    judged : bool
        Whether the test runner ran the tests. Where the student's kernel may have done it, a cause is named
        only of a cell on which there is a verdict: it could be anybody's words.
    """
    found = {}
    for cell in cells:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and mark.get("solution"):
            if _is_as_released(cell, mark):
                found[mark["grade_id"]] = [f"{mark['grade_id']}{UNWRITTEN}", ""]
        elif mark.get("grade") and (failure := failure_of(cell)):
            words, cause = map(printable, failure)
            if any(output.get("ename") in _NOT_ENDED for output in cell["outputs"]):
                cause = words  # they say why it came to no answer
            known = judged or verdict_of(cell)[0] is not None
            found[mark["grade_id"]] = [words, cause if known else ""]
    return found


def has_broken_check(cells):
    """Return whether the test runner found that a check's own reference and oracle disagree."""
    return any(verdict_of(cell)[0] == "broken" for cell in cells)


def _is_as_released(cell, mark):
    return mark.get("checksum") == compute_checksum(from_dict(cell))


def number(value):
    """Return points or seconds with two decimals at most."""
    return f"{round(value, 2):g}"


def with_code(text):
    """Return a text as HTML in which backticks mark code, as they do in the checks' messages."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _of_error(name, text):
    first, *more = text.splitlines() or [""]
    cause = next((line.removeprefix(_CAUSE) for line in more if line.startswith(_CAUSE)), "")
    if name == "CheckError":
        return "This check is broken, which is not your fault: ask your instructor.", ""
    if name not in ("CheckFailed", *_NOT_ENDED):
        said = _TEMPORARY_FILE.sub(r"(line \1)", first)
        first = f"{name}: {said}" if said else name
    if name == "NameError":
        cause = "A test found no such function: its cell did not run, or it has another name."
    return _clipped(first), _clipped(cause)


def _clipped(text):
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."

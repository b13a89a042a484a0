"""Forgeries by changed cells and metadata: points, ids, tags, the kernel, what is stored with a notebook."""

import copy

from tools.attack.attack import Attack, test_cells

__all__ = ["MARKS"]


def _tagged(*tags):
    def edit(content):
        for cell in test_cells(content):
            cell["metadata"]["tags"] = list(tags)

    return edit


def _marked(**marks):
    def edit(content):
        for cell in test_cells(content):
            cell["metadata"]["nbgrader"].update(marks)
            cell["source"] = "5.0"

    return edit


def _emptied(content):
    for cell in test_cells(content):
        cell["source"] = "pass"


def _as_text(content):
    for cell in test_cells(content):
        cell["cell_type"] = "raw"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _deleted(content):
    tests = [cell["id"] for cell in test_cells(content)]
    content["cells"] = [cell for cell in content["cells"] if cell["id"] not in tests]


def _twice(content):
    for cell in test_cells(content):
        place = content["cells"].index(cell)
        again = {**copy.deepcopy(cell), "id": f"again-{place}", "source": "5.0"}
        content["cells"].insert(place, again)


def _swapped(content):
    tests = test_cells(content)
    names = [cell["metadata"]["nbgrader"]["grade_id"] for cell in tests]
    for cell, name in zip(tests, names[1:] + names[:1], strict=True):
        cell["metadata"]["nbgrader"]["grade_id"] = name
        cell["source"] = "5.0"


def _one_more(content):
    last = copy.deepcopy(test_cells(content)[-1])
    last["metadata"]["nbgrader"].update(grade_id="more__visible", points=100.0)
    content["cells"].append({**last, "id": "more", "source": "100.0"})


def _other_kernel(content):
    content["metadata"]["kernelspec"] = {"display_name": "None", "language": "text", "name": "../../none"}
    content["metadata"]["language_info"] = {"name": "text", "file_extension": ".txt"}


def _stored(content):
    data = {"data": {"text/plain": "5.0"}, "execution_count": 1, "metadata": {}}
    for cell in test_cells(content):
        cell["outputs"], cell["execution_count"] = [{"output_type": "execute_result", **data}], 1
        cell["metadata"]["nbgrader"].update(auto_score=5.0, score=5.0)
    content["metadata"]["nbautograde"] = {"events": [], "notes": [], "points": 20.0}
    content["metadata"]["nbgrader"] = {"score": 20.0, "max_score": 20.0}


def _edit(says, edit):
    return Attack(says, "forgery", edit=edit)


MARKS = {
    "skip-execution": _edit("tags test cells as not to be executed", _tagged("skip-execution")),
    "other-tags": _edit(
        "tags test cells so that errors are expected and outputs removed",
        _tagged("raises-exception", "remove_output", "hide-output"),
    ),
    "points": _edit("gives test cells 50 points and their checks away", _marked(points=50.0)),
    "not-locked": _edit("marks test cells as answers", _marked(solution=True, locked=False)),
    "checksums": _edit("empties test cells and forges their checksums", _marked(checksum="0" * 32)),
    "emptied": _edit("empties test cells", _emptied),
    "as-text": _edit("makes test cells text", _as_text),
    "deleted": _edit("deletes test cells", _deleted),
    "twice": _edit("puts a cell of the same id before each test cell", _twice),
    "swapped-ids": _edit("gives each test cell another one's id", _swapped),
    "one-more": _edit("adds a test cell of its own, worth 100 points", _one_more),
    "kernelspec": _edit("names another kernel and language", _other_kernel),
    "stored-results": _edit("stores outputs, scores and notes of a graded notebook", _stored),
}
"""Attacks by id."""

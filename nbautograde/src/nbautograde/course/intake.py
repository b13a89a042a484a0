"""Read a notebook that was handed in: mend what tools did to it, name the cell where that cannot be done.

JSON allows much that no notebook may hold, and some of it cannot be written again. Outputs, counts of runs,
cells' ids and metadata are made by tools and are mended; a cell's text and pictures are not touched, but for
line ends, which Jupyter reads alike.
"""

import json
import re

import nbformat
from nbformat.validator import iter_validate

__all__ = ["NotANotebook", "notebook_of"]

_TYPES = ("code", "markdown", "raw")
_DEEPEST = 40
"""Levels below which a cell's metadata are left out."""
_MOST_DIGITS = 300
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMATS = (
    (b"PK\x03\x04", "is a zip archive"),
    (b"\x1f\x8b", "is a gzip archive"),
    (b"%PDF", "is a PDF"),
    (b"<", "is a web page or XML"),
)


class NotANotebook(ValueError):
    """A file cannot be read as a notebook; the message says why and quotes nothing of it."""


def notebook_of(content):
    """Return what a file holds as a valid notebook of format 4, without outputs.

    Parameters
    ----------
    content : bytes
        The file's content.

    Raises
    ------
    NotANotebook
        Where it is none; the message names the cell where one is to blame.
    """
    told = _version_4(_parsed(_decoded(content)))
    cells, ids = [], set()
    for number, cell in enumerate(told["cells"], 1):
        cells.append(_cell(cell, f"cell {number}"))
        cells[-1]["id"] = _id(cell, number, ids)
    metadata = _clean(told.get("metadata"))
    notebook = {
        "cells": cells,
        "metadata": metadata if isinstance(metadata, dict) else {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    if not _is_valid(notebook):
        _leave_out_metadata(notebook)
    return nbformat.from_dict(notebook)


def _leave_out_metadata(notebook):
    """Take out metadata that are not as the format has them, but for nbgrader's marks."""
    for cell in notebook["cells"]:
        if not _is_valid(cell, cell["cell_type"]):
            cell["metadata"] = {key: cell["metadata"][key] for key in cell["metadata"] if key == "nbgrader"}
    if not _is_valid(notebook):
        notebook["metadata"] = {}


def _decoded(content):
    """Return a file's text."""
    if not content.strip():
        raise NotANotebook("it is empty")
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        name = encoding[:6].upper()
        raise NotANotebook(f"it was saved as {name}, and a notebook is UTF-8: save it again as UTF-8")
    for start, says in _FORMATS:
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            raise NotANotebook(f"it {says}")
    try:
        return content.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotANotebook(
            f"line {line} is no UTF-8: it was saved in another encoding, such as Latin-1 or Windows-1252; "
            "save it again as UTF-8"
        ) from None


def _parsed(text):
    try:
        told = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < _MOST_DIGITS else None)
    except json.JSONDecodeError as error:
        raise NotANotebook(f"it is no JSON from line {error.lineno} on") from None
    except RecursionError:
        raise NotANotebook("its parts stand in each other too deeply") from None
    if not isinstance(told, dict):
        raise NotANotebook("it is JSON, but no notebook")
    return told


def _version_4(told):
    """Return a notebook's JSON in format 4, its cells not looked at yet."""
    version = told.get("nbformat")
    if isinstance(version, int) and version > nbformat.current_nbformat:
        raise NotANotebook("it is of a later format than 4, which cannot be read here: save it in format 4")
    if "worksheets" in told or (version in (1, 2) and "cells" not in told):
        try:
            # JSON once more: what is too deep or otherwise odd fails here, not in a copy later
            told = nbformat.convert(nbformat.reader.reads(json.dumps(told)), 4)
        except Exception:  # whatever stands where the old formats have something else
            raise NotANotebook("it cannot be read as a notebook of the old format that it names") from None
    if not isinstance(told.get("cells"), list):
        raise NotANotebook("it has no list of cells")
    return told


def _cell(told, name):
    """Return a valid cell; `name` is for whom it must be told."""
    if not isinstance(told, dict) or told.get("cell_type") not in _TYPES:
        raise NotANotebook(f"{name} is no code, text or raw cell")
    kind = told["cell_type"]
    cell = {"cell_type": kind, "id": "an-id", "metadata": {}, "source": _source(told.get("source"), name)}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    elif told.get("attachments"):
        cell["attachments"] = told["attachments"]
        if not _has_only_unicode(cell["attachments"]):
            raise NotANotebook(f"{name} holds text that is no Unicode")
        if _clean(cell["attachments"]) != cell["attachments"] or not _is_valid(cell, kind):
            raise NotANotebook(f"{name} has attachments that cannot be read")
    metadata = _clean(told.get("metadata"))
    return {**cell, "metadata": metadata if isinstance(metadata, dict) else {}}


def _source(told, name):
    lines = told if isinstance(told, list) else ["" if told is None else told]
    if not all(isinstance(line, str) for line in lines):
        raise NotANotebook(f"{name} holds something else than text")
    try:  # the halves of a character may stand in two strings
        text = "".join(lines).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise NotANotebook(f"{name} holds text that is no Unicode") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _id(told, number, seen):
    """Return a cell's own id, or one by its place where it has none, an odd one or another cell's."""
    given = told.get("id")
    if not isinstance(given, str) or not _ID.fullmatch(given) or given in seen:
        given = f"cell-{number}"
        while given in seen:
            given += "-"
    seen.add(given)
    return given


def _clean(told, depth=0):
    """Return what a tool has written, without what cannot be written again."""
    if depth == _DEEPEST:
        return None
    if isinstance(told, dict):
        return {_clean(key): _clean(value, depth + 1) for key, value in told.items()}
    if isinstance(told, list):
        return [_clean(value, depth + 1) for value in told]
    return _SURROGATE.sub("\ufffd", told) if isinstance(told, str) else told


def _has_only_unicode(told):
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _is_valid(told, kind=None):
    try:
        return not any(iter_validate(told, ref=kind and f"{kind}_cell", version=4, version_minor=5))
    except Exception:  # whatever the validator makes of it
        return False

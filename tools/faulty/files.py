"""Spoilt files of a submission: cut, replaced, missing, linked, too large, of another kind."""

import json
import os

import nbformat

from tools.course.content import read_content
from tools.faulty.notebooks import Change, path_of
from tools.practical1 import FOUNDATIONS, SPAM

__all__ = ["FILES"]

_HUGE = 200_000_000
_ZIP = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x9c\xff\xfe\x80"


def _write(content):
    """Return a spoiling that puts other bytes into the first notebook's file."""
    return lambda folder: path_of(folder).write_bytes(content)


def _cut(folder):
    os.truncate(path_of(folder), path_of(folder).stat().st_size // 2)


def _nest(folder):
    content = read_content(path_of(folder))
    text = json.dumps({**content, "metadata": {"deep": None}})
    deep = "[" * 900_000 + "]" * 900_000
    path_of(folder).write_text(text.replace('{"deep": null}', f'{{"deep": {deep}}}'), encoding="utf-8")


def _save_as_format_3(folder):
    old = nbformat.read(path_of(folder), as_version=3)
    path_of(folder).write_text(nbformat.writes(old, version=3), encoding="utf-8")


def _remove(name):
    return lambda folder: path_of(folder, name).unlink()


def _rename(folder):
    path_of(folder).rename(path_of(folder, f"{FOUNDATIONS} (1)"))


def _put_folder(folder):
    path_of(folder).unlink()
    path_of(folder).mkdir()


def _put_pipe(folder):
    path_of(folder).unlink()
    os.mkfifo(path_of(folder))


def _put_link(folder):
    """Link to the solution notebook of the course that the submission lies in."""
    path_of(folder).unlink()
    path_of(folder).symlink_to(f"../../../solutions/{folder.name}/{FOUNDATIONS}.ipynb")


def _grow(folder):
    """Make the notebook's file huge with a hole that takes no room on the disk."""
    os.truncate(path_of(folder), _HUGE)


def _add_huge_file(folder):
    with open(folder / "samples.npy", "wb") as file:
        file.truncate(_HUGE)


def _first(says, status, spoil):
    """Return a spoiling that costs the first notebook."""
    return Change(says, status, spoil, (FOUNDATIONS,))


FILES = {
    "cut-off": _first("its file ends half-way", "not a notebook", _cut),
    "text": _first("is a text", "not a notebook", _write(b"My answers: 1, 2 and (c).\n")),
    "zip": _first("is another program's file, not text", "not a notebook", _write(_ZIP)),
    "empty-file": _first("is empty", "not a notebook", _write(b"")),
    "other-json": _first("is JSON but no notebook", "not a notebook", _write(b'{"answers": [42]}\n')),
    "nested": _first("holds 900,000 lists, one in the other", "not a notebook", _nest),
    "pipe": _first("is a pipe, on which a reader waits for ever", "not a notebook", _put_pipe),
    "folder": _first("is a folder", "missing notebook", _put_folder),
    "first-missing": _first("is not there", "missing notebook", _remove(FOUNDATIONS)),
    "second-missing": Change("the second notebook is not there", "missing notebook", _remove(SPAM), (SPAM,)),
    "renamed": _first("has (1) in its name", "missing notebook", _rename),
    "link": _first("is a link to the solution", "linked file", _put_link),
    "huge-notebook": _first("has 200 MB", "file too large", _grow),
    "huge-file": Change("a file of 200 MB lies beside the notebooks", "file too large", _add_huge_file),
    "format-3": Change("was saved in the notebook format before this one", "graded", _save_as_format_3),
    "ünïcødé 学生 №7": Change("has an id of many alphabets, and honest work", "graded", lambda folder: None),
}
"""Spoilt files by student id; where nothing else is said, it is the first notebook that is spoilt."""

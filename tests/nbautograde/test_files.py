"""A worker's folders: what is in the way goes, what is no notebook is named, what is too much is left."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nbautograde.course import files as folders
from nbautograde.course.files import put, readable, take

NOTEBOOK = nbformat.writes(new_notebook(cells=[new_code_cell("1", id="one")])).encode()
NUMBER = NOTEBOOK.replace(b'[\n    "1"\n   ]', b"1")


def test_files_come_back_as_they_were(tmp_path):
    """Folders inside are made; a name of another encoding is a name."""
    files = {"a.ipynb": NOTEBOOK, "data/b/c.csv": b"1", "caf\udce9": b""}
    put(tmp_path / "new", files)
    assert take(tmp_path / "new", 10_000) == files


def test_what_is_given_replaces_what_is_in_the_way(tmp_path):
    """A student's file where the course has a folder, and the other way round, costs nobody the grading."""
    put(tmp_path, {"data": b"a file", "readme/of/mine": b"", "kept": b"kept"})
    put(tmp_path, {"data/table.csv": b"1", "readme": b"of the course"})
    assert take(tmp_path, 100) == {"data/table.csv": b"1", "readme": b"of the course", "kept": b"kept"}


@pytest.mark.parametrize(
    "content",
    [b"", b"text", b"PK\x03\x04\xff", b"[]", NUMBER, b"[" * 100_000, NOTEBOOK[:50]],
)
def test_what_is_no_notebook(content):
    """It is named and left; only notebooks of the folder itself are looked at."""
    events = []
    files = {"bad.ipynb": content, "good.ipynb": NOTEBOOK, "data/bad.ipynb": content, "bad.txt": content}
    assert list(readable(files, events)) == ["good.ipynb", "data/bad.ipynb", "bad.txt"]
    ((status, text),) = events
    assert status == "not a notebook"
    assert text.startswith("bad.ipynb is no notebook: ")


def test_what_cells_leave(tmp_path, monkeypatch):
    """Links, pipes and too much are not taken; the notebooks come first."""
    put(tmp_path, {f"{i}.bin": bytes(100) for i in range(5)})
    put(tmp_path, {"z.ipynb": NOTEBOOK})
    (tmp_path / "link").symlink_to("0.bin")
    os.mkfifo(tmp_path / "pipe")
    assert set(take(tmp_path, 1000)) == {"z.ipynb", *(f"{i}.bin" for i in range(5))}
    monkeypatch.setattr(folders, "_MOST_FILES", 3)
    assert set(take(tmp_path, 1000)) == {"z.ipynb", "0.bin", "1.bin"}
    monkeypatch.setattr(folders, "_MOST_FILES", 400)
    monkeypatch.setattr(folders, "_LARGEST_ALL", 1)
    assert set(take(tmp_path, len(NOTEBOOK) + 250)) == {"z.ipynb", "0.bin", "1.bin"}
    monkeypatch.setattr(folders, "_LARGEST_ALL", 8)
    put(tmp_path, {"0.bin": bytes(2000)})
    assert set(take(tmp_path, 1000)) == {"z.ipynb", *(f"{i}.bin" for i in range(1, 5))}

"""What has been graded is on disk before it counts: torn files, failing disks, the runs' names."""

import json
import os

import pytest

from nbautograde.course.outcome import Outcome
from nbautograde.session import store as store_module
from nbautograde.session.store import Entry, Store

STUDENT = "ünïcødé 学生 №7"


def entry(**changes):
    """Return an entry with something in each place."""
    outcome = Outcome(
        STUDENT,
        events=[("timed out", "twice was stopped."), ("tests edited", "half had other points.")],
        scores={"tiny": {"twice__visible": 1.0, "reflection": None}},
        comments={"tiny": {"reflection": "No response."}},
        files={"tiny.ipynb": b"{}", "data/table.bin": bytes(range(256)), "caf\udce9": b""},
        seconds=1.5,
    )
    return Entry(outcome, "digest", "key", "run", "2026-01-01", 3.5, **changes)


@pytest.fixture
def store(tmp_path):
    """Return a store in a folder that is not there yet."""
    return Store(tmp_path / ".autograding" / "practical1")


def only_file(store):
    """Return the path of the one file that a store has written."""
    (path,) = store._folder.iterdir()
    return path


def test_an_entry_comes_back_as_it_was(store):
    """Also from another store of the same folder, with files, other alphabets and half characters."""
    assert store.get(STUDENT) is None
    assert not store.knows(STUDENT)
    store.put(entry())
    assert store.knows(STUDENT)
    assert Store(store._folder).get(STUDENT) == entry()
    store.put(entry(written=True))
    assert Store(store._folder).get(STUDENT).written is True


@pytest.mark.parametrize("size", [0, 1, 20, 100, -1])
def test_a_torn_file_is_no_entry(store, size):
    """It counts as none, but the store knows that there was one."""
    store.put(entry())
    path = only_file(store)
    os.truncate(path, size if size >= 0 else path.stat().st_size - 1)
    assert store.get(STUDENT) is None
    assert store.knows(STUDENT)
    store.put(entry())
    assert store.get(STUDENT) == entry()


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        '"text"',
        "{}",
        '{"outcome": null}',
        '{"outcome": []}',
        '{"outcome": {"files": [], "events": []}}',
        '{"outcome": {"files": {"a": 1}, "events": []}}',
        '{"outcome": {"files": {"a": "no base 64"}, "events": []}}',
        '{"outcome": {"files": {}, "events": [1], "student": "a"}}',
        '{"outcome": {"files": {}, "events": [], "nobody": "a"}}',
        '{"outcome": {"files": {}, "events": [], "student": "a"}, "other": 1}',
        "\x00" * 4096,
    ],
)
def test_a_file_of_another_kind_is_no_entry(store, text):
    """Whatever a file holds, reading it raises nothing."""
    store.put(entry())
    only_file(store).write_text(text, encoding="utf-8")
    assert store.get(STUDENT) is None


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_entry(store, monkeypatch, step):
    """Where the new one cannot be written the old one is whole, and nothing is left beside it."""
    store.put(entry())

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module.os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        store.put(entry(written=True))
    assert only_file(store).suffix == ".json"
    assert store.get(STUDENT) == entry()


def test_an_unfinished_run_keeps_its_name(store):
    """The same command carries on; another one, or one after the end, begins anew."""
    name = store.begin([False, "*", ""])
    assert Store(store._folder).begin([False, "*", ""]) == name
    other = store.begin([True, "*", ""])
    assert other != name
    assert store.begin([True, "ada", ""]) not in (name, other)
    last = store.begin([True, "*", ""])
    store.finish()
    store.finish()
    assert store.begin([True, "*", ""]) not in (name, other, last)


@pytest.mark.parametrize(
    "text", ["", "abc", "run new", "[]", "[1, 2, 3]", "{}", "null", "\x00\x00", "[1, 0]"]
)
def test_a_spoilt_note_of_a_run_begins_a_new_one(store, text):
    """A note that makes no sense is replaced."""
    kind = [False, "*", ""]
    store.begin(kind)
    path = only_file(store)
    path.write_text(text, encoding="utf-8")
    name = store.begin(kind)
    assert json.loads(path.read_text(encoding="utf-8")) == [name, kind]
    assert store.begin(kind) == name
    path.write_bytes(b"\xff\xfe")
    assert store.begin(kind) != name

"""What is taken from a submission's folder: regular files of sane size, whatever else lies there."""

import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from nbautograde.course import submission
from nbautograde.course.submission import read_submission, students_of
from nbautograde.limits import Limits

MB = 1 << 20


@pytest.fixture
def folder(tmp_path):
    """Return a submission's folder with one of the assignment's two notebooks and a file."""
    folder = tmp_path / "submitted" / "ada" / "practical1"
    folder.mkdir(parents=True)
    (folder / "one.ipynb").write_bytes(b"{}")
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_bytes(b"1,2\n")
    return folder


def read(folder, notebooks=("one",), **limits):
    """Return the submission in a folder."""
    return read_submission(folder, "ada", notebooks, Limits(**limits))


def test_files_by_path(folder):
    """Files are read whole; hidden ones and the checkpoints of Jupyter are not."""
    (folder / ".hidden").write_bytes(b"x")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "one.ipynb").write_bytes(b"old")
    taken = read(folder)
    assert taken.files == {"one.ipynb": b"{}", "data/table.csv": b"1,2\n"}
    assert (taken.student, taken.events, taken.timestamp) == ("ada", [], None)


def test_time_of_handing_in(folder):
    """It is taken out of the files; words of no sense are kept for nbgrader to judge."""
    (folder / "timestamp.txt").write_bytes(b"2026-01-02 03:04:05 UTC\n")
    assert read(folder).timestamp == "2026-01-02 03:04:05 UTC"
    assert "timestamp.txt" not in read(folder).files
    (folder / "timestamp.txt").write_bytes(b"\xff")
    assert read(folder).timestamp == "\ufffd"
    (folder / "timestamp.txt").write_bytes(b" \n")
    assert read(folder).timestamp is None


def test_missing_notebooks(folder):
    """Each one that is not there is named; a folder is none; a submission that has gone was not graded."""
    (folder / "two.ipynb").mkdir()
    events = read(folder, ("one", "two", "three")).events
    assert events == [
        ("missing notebook", "three.ipynb was not handed in."),
        ("missing notebook", "two.ipynb was not handed in."),
    ]
    assert read(folder / "gone").events[0][0] == "not graded"
    file = folder.parent / "file"
    file.write_bytes(b"")
    assert read(file).events == [("missing notebook", "one.ipynb was not handed in.")]


@pytest.mark.parametrize("target", ["data/table.csv", "/etc/hostname", "nowhere", "one.ipynb"])
def test_linked_files_are_not_followed(folder, target):
    """A link is reported by its name and target, wherever it leads."""
    (folder / "one.ipynb").rename(folder / "two.ipynb")
    (folder / "one.ipynb").symlink_to(target)
    taken = read(folder)
    assert "one.ipynb" not in taken.files
    ((status, text),) = taken.events
    assert status == "linked file"
    assert text == f"one.ipynb is a link, to {target}: it was not read."


def test_linked_folders_are_not_followed(folder, tmp_path):
    """Neither a folder inside, nor the submission's own folder, nor the student's."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.ipynb").write_bytes(b"secret")
    (folder / "more").symlink_to(elsewhere)
    taken = read(folder)
    assert set(taken.files) == {"one.ipynb", "data/table.csv"}
    assert [status for status, _ in taken.events] == ["linked file"]

    eve = tmp_path / "submitted" / "eve"
    eve.mkdir()
    (eve / "practical1").symlink_to(elsewhere)
    mallory = tmp_path / "submitted" / "mallory"
    mallory.symlink_to(folder.parent)
    for linked in (eve / "practical1", mallory / "practical1"):
        taken = read(linked)
        assert taken.files == {}
        assert [status for status, _ in taken.events] == ["linked file"]


def test_pipes_and_sockets_are_no_notebooks(folder, monkeypatch):
    """Nobody waits on a pipe."""
    (folder / "one.ipynb").unlink()
    os.mkfifo(folder / "one.ipynb")
    monkeypatch.chdir(folder)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("door")
        taken = read(folder)
    assert set(taken.files) == {"data/table.csv"}
    assert [status for status, _ in taken.events] == ["not a notebook", "not a notebook"]


def test_huge_files(folder):
    """A file beyond the limit is left, and so is what exceeds four times the limit together."""
    with open(folder / "huge.npy", "wb") as file:
        file.truncate(MB + 1)
    taken = read(folder, notebook_mb=1)
    assert taken.events == [("file too large", "huge.npy has more than 1 MB: it was not read.")]
    for i in range(5):
        with open(folder / f"large{i}.npy", "wb") as file:
            file.truncate(MB)
    taken = read(folder, notebook_mb=1)
    assert sum(map(len, taken.files.values())) <= 4 * MB
    assert taken.files["one.ipynb"] == b"{}"
    assert [status for status, _ in taken.events] == ["file too large"] * 3


def test_many_files(folder, monkeypatch):
    """Only the first files are read; the assignment's notebooks are the very first."""
    monkeypatch.setattr(submission, "_MOST_FILES", 3)
    for i in range(5):
        (folder / f"a{i}.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_bytes(b"2026-01-02 03:04:05 UTC")
    taken = read(folder)
    assert len(taken.files) == 2
    assert "one.ipynb" in taken.files
    assert taken.timestamp is not None
    assert taken.events == [("file too large", "Only the first 3 of 8 files were read.")]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_files_that_may_not_be_read(folder):
    """They are named, and the submission counts as not graded: whoever grades must put that right."""
    (folder / "one.ipynb").chmod(0)
    (folder / "data").chmod(0)
    taken = read(folder)
    (folder / "data").chmod(0o755)
    assert sorted(taken.events) == [
        ("not graded", "The folder data could not be read: Permission denied."),
        ("not graded", "one.ipynb could not be read: Permission denied."),
    ]


def test_files_that_cannot_be_read(folder, monkeypatch):
    """A disk's failure costs the file, not the class."""

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(submission.os, "open", fail)
    taken = read(folder)
    assert taken.files == {}
    assert [status for status, _ in taken.events] == ["not graded", "not graded"]


def test_names_of_other_encodings(folder):
    """A name that is no UTF-8 is a name all the same."""
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:
        file.write(b"x")
    taken = read(folder)
    assert taken.files["caf\udce9.txt"] == b"x"
    assert taken.digest() != read(folder / "data").digest()


def test_digest_knows_what_was_handed_in(folder):
    """It changes with a file's content, name and with the time, and with nothing else."""
    digests = [read(folder).digest()]
    os.utime(folder / "one.ipynb", (1, 1))
    assert read(folder).digest() == digests[0]
    (folder / "one.ipynb").write_bytes(b"[]")
    digests.append(read(folder).digest())
    (folder / "data" / "table.csv").rename(folder / "table.csv")
    digests.append(read(folder).digest())
    (folder / "timestamp.txt").write_bytes(b"2026-01-02 03:04:05 UTC")
    digests.append(read(folder).digest())
    (folder / "one.ipynb").unlink()
    digests.append(read(folder).digest())
    digests.append(read_submission(folder, "eve", ("one",), Limits()).digest())
    assert len(set(digests)) == len(digests)


def test_digest_is_the_same_in_another_process(folder):
    """It is kept on disk and compared in later runs."""
    code = (
        "import sys; from pathlib import Path; from nbautograde.limits import Limits; "
        "from nbautograde.course.submission import read_submission; "
        "print(read_submission(Path(sys.argv[1]), 'ada', ('one',), Limits()).digest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == read(folder).digest()


def test_who_has_handed_in(tmp_path):
    """Everybody with something of the assignment's name, sorted; also where that is a file or a dead link."""
    submitted = tmp_path / "submitted"
    for student in ("zoe", "ada", "ünïcødé 学生 №7", ".trash", "gone", "other"):
        (submitted / student).mkdir(parents=True)
    for student in ("zoe", "ada", "ünïcødé 学生 №7", ".trash"):
        (submitted / student / "practical1").mkdir()
    (submitted / "other" / "practical2").mkdir()
    (submitted / "gone" / "practical1").symlink_to("nowhere")
    (submitted / "readme.txt").write_bytes(b"")

    def students(pattern="*", exclude=""):
        def place(step, student, assignment):
            return str(tmp_path / step / student / assignment)

        return students_of(
            SimpleNamespace(
                format_path=place,
                submitted_directory="submitted",
                assignment_id="practical1",
                student_id=pattern,
                student_id_exclude=exclude,
            )
        )

    assert students() == ["ada", "gone", "zoe", "ünïcødé 学生 №7"]
    assert students("[az]*") == ["ada", "zoe"]
    assert students(exclude="ada,gone") == ["zoe", "ünïcødé 学生 №7"]
    submitted.rename(tmp_path / "elsewhere")
    assert students() == []

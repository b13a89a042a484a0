"""Folders that a student's code made: emptied, copied and listed, however deep and whatever their modes."""

import os
import socket
import stat

import pytest

from nbautograde.course.files import take
from nbautograde.course.submission import read_submission
from nbautograde.course.trees import copy_tree, delete, empty, paths_below, thrown_away
from nbautograde.limits import Limits


def nest(folder, depth, leaf="leaf"):
    """Make folders inside each other, with a file in the last one, and come back."""
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        for _ in range(depth):
            os.mkdir("d")
            os.chdir("d")
        with open(leaf, "w", encoding="utf-8") as file:
            file.write("x")
    finally:
        os.fchdir(before)
        os.close(before)


@pytest.fixture
def untidy(tmp_path):
    """Return a folder with what is hard to delete, beside a file that a link in it leads to."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept.txt").write_text("kept")
    folder = tmp_path / "untidy"
    for name in (b"plain/inside", b"\xff\xfe/inside", b"line\nbreak"):
        os.makedirs(os.fsencode(folder) + b"/" + name)
    os.mkfifo(folder / "plain" / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(folder / "plain" / "socket"))
    os.symlink(tmp_path / "elsewhere", folder / "plain" / "link")
    os.symlink("nowhere", folder / "dangling")
    os.chmod(folder / "plain" / "inside", 0o1000)
    os.chmod(folder / "plain", 0)
    os.chmod(folder, 0o500)
    return folder


def test_a_folder_is_deleted_whatever_is_in_it(untidy):
    """Modes, names that are no text, pipes, sockets; what links lead to stays."""
    assert delete(untidy)
    assert not untidy.exists()
    assert (untidy.parent / "elsewhere" / "kept.txt").read_text() == "kept"
    assert delete(untidy), "it is gone already"


def test_a_link_is_not_taken_for_a_folder(tmp_path):
    """Neither it nor what it leads to is deleted."""
    (tmp_path / "folder").mkdir()
    os.symlink("folder", tmp_path / "link")
    assert not delete(tmp_path / "link")
    assert (tmp_path / "folder").is_dir()


def test_only_what_is_to_be_kept_and_leads_there_stays(tmp_path):
    """Beside the folders on the way nothing is left; what is kept stays as it is."""
    kept = tmp_path / "on" / "the" / "way"
    kept.mkdir(parents=True)
    (kept / "file").touch()
    for place in (tmp_path, tmp_path / "on", tmp_path / "on" / "the"):
        (place / "beside").mkdir()
        (place / "beside" / "file").touch()
    os.chmod(tmp_path / "on", 0o500)
    assert empty(tmp_path, [kept])
    assert sorted(paths_below(tmp_path)) == ["on", "on/the", "on/the/way", "on/the/way/file"]


def test_depth_is_no_matter(tmp_path):
    """Deeper than Python calls itself, and than a path may be long."""
    folder = tmp_path / "deep"
    folder.mkdir()
    nest(folder, 2500)
    assert len(list(paths_below(folder))) == 101
    assert take(folder, 1 << 20) == {}
    copied = tmp_path / "copied"
    copied.mkdir()
    copy_tree(folder, copied)
    assert len(list(paths_below(copied))) == 101
    assert empty(folder, seconds=300)
    assert os.listdir(folder) == []


def test_there_is_an_end_to_emptying(tmp_path):
    """Where time is up, it is said that something is left."""
    (tmp_path / "file").touch()
    assert not empty(tmp_path, seconds=-1)
    assert (tmp_path / "file").exists()


def test_a_copy_has_files_folders_and_links(untidy, tmp_path):
    """Pipes and sockets stay where they are: whoever read one would wait for ever."""
    os.chmod(untidy, 0o700)
    os.chmod(untidy / "plain", 0o700)
    (untidy / "plain" / "file").write_text("text")
    target = tmp_path / "target"
    target.mkdir()
    copy_tree(untidy, target)
    assert (target / "plain" / "file").read_text() == "text"
    assert os.readlink(target / "plain" / "link") == str(tmp_path / "elsewhere")
    kinds = {stat.S_IFMT(os.lstat(target / path).st_mode) for path in paths_below(target)}
    assert kinds == {stat.S_IFDIR, stat.S_IFREG, stat.S_IFLNK}


def test_a_thrown_away_folder_is_gone(tmp_path):
    """Also when it is deeper than Python calls itself."""
    with thrown_away("test-") as folder:
        nest(folder, 1100)
    assert not os.path.exists(folder)


def test_a_submission_in_deep_folders_is_read_as_far_as_it_makes_sense(tmp_path):
    """What lies deeper is an event, and no end of the class's grading."""
    (tmp_path / "work.ipynb").write_text("{}")
    nest(tmp_path, 1500)
    try:
        found = read_submission(tmp_path, "ada", ["work"], Limits())
    finally:
        empty(tmp_path)  # pytest's own clean-up calls itself for each level
    assert list(found.files) == ["work.ipynb"]
    assert found.events == [("file too large", "What lies more than 20 folders deep was not read.")]

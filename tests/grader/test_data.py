"""The committed table, its splits, and what happens when a data file is damaged."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import grader.data.files
from grader.data import DataError, count_terms, load_sms_spam, own_messages
from grader.data.files import FILE_NAMES, MANIFEST, data_folder
from grader.data.table import read_table

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sms_spam"


@pytest.fixture
def folder(tmp_path):
    """Copy the data folder to where a test may damage it."""
    return Path(shutil.copytree(FOLDER, tmp_path / "sms_spam"))


def test_sizes_are_those_measured_on_the_collection():
    """5,140 distinct messages, 623 spam; every term of the vocabulary stands in at least two messages."""
    data = load_sms_spam()
    assert data.counts.shape == (5140, len(data.vocabulary))
    assert data.labels.shape == (5140,)
    assert (data.counts.dtype, data.labels.dtype) == (np.int16, np.int64)
    assert np.bincount(data.labels).tolist() == [4517, 623]
    assert data.counts.min() == 0
    assert (data.counts > 0).sum(axis=0).min() == 2
    assert list(data.vocabulary) == sorted(set(data.vocabulary))
    assert repr(data) == "SmsSpam(5140 messages, 623 of them spam; 3576 terms; 3598 train, 1542 test)"


def test_table_says_what_its_text_file_says():
    """Reading the text line by line gives the same labels and the same non-zero counts."""
    data = load_sms_spam()
    terms = (FOLDER / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    lines = (FOLDER / "counts.svmlight").read_text(encoding="ascii").split("\n")[:-1]
    assert len(lines) == len(data.labels)
    for row, line in enumerate(lines):
        label, *pairs = line.split(" ")
        expected = {terms[int(pair.split(":")[0]) - 1]: int(pair.split(":")[1]) for pair in pairs if pair}
        columns = np.flatnonzero(data.counts[row])
        assert {data.vocabulary[column]: data.counts[row, column] for column in columns} == expected
        assert data.labels[row] == int(label)


def test_splits_are_stratified_partitions():
    """The committed split and others hold each row once, with 70 % of either class for training."""
    data = load_sms_spam()
    for train, test in [(data.train, data.test), *(data.split(seed) for seed in range(5))]:
        assert np.sort(np.concatenate([train, test])).tolist() == list(range(5140))
        assert np.all(np.diff(train) > 0)
        assert np.all(np.diff(test) > 0)
        assert np.bincount(data.labels[train]).tolist() == [3162, 436]


def test_seeds_of_splits():
    """Seed 0 is the committed split; a seed repeats itself; two seeds differ as chance would have it."""
    data = load_sms_spam()
    splits = [data.split(seed)[1] for seed in range(5)]
    np.testing.assert_array_equal(splits[0], data.test)
    np.testing.assert_array_equal(splits[3], data.split(np.int64(3))[1])
    # Independent test sets of 1,542 in 5,140 rows share 463 rows on average, with standard deviation 15.
    shared = [len(np.intersect1d(splits[i], splits[j])) for i in range(5) for j in range(i)]
    assert min(shared) > 463 - 90
    assert max(shared) < 463 + 90


@pytest.mark.parametrize("seed", [-1, 1.5, "1", None])
def test_a_seed_that_is_no_seed_is_refused(seed):
    """A seed that is negative or not a whole number raises ValueError that shows it."""
    message = f"seed must be a non-negative whole number, got {seed!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        load_sms_spam().split(seed)


def test_a_caller_cannot_damage_the_table():
    """Writing into loaded arrays changes nothing for the next caller."""
    data = load_sms_spam()
    for array in (data.counts, data.labels, data.train, data.test):
        array[...] = 0
    again = load_sms_spam()
    assert again.counts.any()
    assert again.labels.sum() == 623
    assert len(np.union1d(again.train, again.test)) == 5140
    with pytest.raises(AttributeError):
        again.labels = data.labels


def test_own_messages_can_be_classified():
    """Six ham and six spam messages of our own share at least half of their terms with the vocabulary."""
    texts, labels = own_messages()
    assert len(set(texts)) == 12
    assert np.bincount(labels).tolist() == [6, 6]
    known = count_terms(texts, load_sms_spam().vocabulary).sum(axis=1)
    for text, n_known in zip(texts, known, strict=True):
        assert n_known >= len(text.split()) / 2


def one_line_error(folder):
    """Read a damaged folder and return its error, after checking that it is one line."""
    with pytest.raises(DataError) as caught:
        read_table(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith("reinstall the package, or in a checkout run: git checkout -- data/sms_spam")
    return message


@pytest.mark.parametrize("name", [*FILE_NAMES, MANIFEST])
def test_a_missing_file_is_named(folder, name):
    """A missing file is an error that names it."""
    (folder / name).unlink()
    assert one_line_error(folder).startswith(f"{name} is missing in ")


@pytest.mark.parametrize("name", [*FILE_NAMES, MANIFEST])
def test_a_truncated_or_altered_file_is_named(folder, name):
    """A file without its last line, with one bit flipped, or empty, is an error that names it."""
    good = (folder / name).read_bytes()
    flipped = bytes([good[0] ^ 1]) + good[1:]
    for bad in (good[: good.rindex(b"\n", 0, -1) + 1], flipped, b"", good.replace(b"\n", b"\r\n")):
        (folder / name).write_bytes(bad)
        assert one_line_error(folder).startswith(f"{name} in {folder} is altered or cut short (sha256 ")


def test_a_forged_checksum_does_not_help(folder):
    """Altering a file together with its entry in the list of checksums is still an error."""
    content = (folder / "split.txt").read_bytes()
    forged = content.replace(b"test", b"train", 1)
    (folder / "split.txt").write_bytes(forged)
    sums = (folder / MANIFEST).read_text()
    old, new = (hashlib.sha256(data).hexdigest() for data in (content, forged))
    (folder / MANIFEST).write_text(sums.replace(old, new))
    assert one_line_error(folder).startswith(f"{MANIFEST} in ")


def test_an_unreadable_file_is_named(folder):
    """A file that exists but cannot be read is an error that names it and the reason."""
    (folder / "split.txt").unlink()
    (folder / "split.txt").mkdir()
    assert one_line_error(folder).startswith("split.txt cannot be read (")


def test_a_missing_folder_is_an_error(tmp_path, monkeypatch):
    """A package without data says so in one line."""
    monkeypatch.setattr(grader.data.files, "__file__", str(tmp_path / "grader" / "data" / "files.py"))
    with pytest.raises(DataError, match=r"^the data folder sms_spam is missing beside .*: reinstall .*$"):
        data_folder()


@pytest.mark.parametrize("inside", ["grader/_data/sms_spam", "data/sms_spam"])
def test_loads_installed_and_from_a_checkout_without_network(tmp_path, inside):
    """The package finds its data inside itself or beside itself, from any folder, with sockets forbidden."""
    package = Path(grader.data.files.__file__).parents[1]
    ignored = shutil.ignore_patterns("_data", "__pycache__")
    shutil.copytree(package, tmp_path / "site" / "grader", ignore=ignored)
    shutil.copytree(FOLDER, tmp_path / "site" / inside)
    program = (
        "import socket, sys; socket.socket = None; sys.path.insert(0, sys.argv[1])\n"
        "import grader.data as d, grader.data.files as f\n"
        "print(f.data_folder()); print(d.load_sms_spam()); print(len(d.own_messages().texts))\n"
        "print('pooch' in sys.modules)"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(tmp_path / "site")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    folder, table, n_own, downloader = done.stdout.splitlines()
    assert Path(folder) == (tmp_path / "site" / inside).resolve()
    assert table.startswith("SmsSpam(5140 messages")
    assert (n_own, downloader) == ("12", "False")


def test_datasheet_states_what_is_so():
    """Counts and checksums in the datasheet are those of the table and of the code."""
    sheet = (FOLDER / "README.md").read_text(encoding="utf-8")
    data = load_sms_spam()
    train, test = (np.bincount(data.labels[rows]) for rows in (data.train, data.test))
    assert f"| ham | 4,517 | {train[0]:,} | {test[0]:,} |" in sheet
    assert f"| spam | 623 | {train[1]:,} | {test[1]:,} |" in sheet
    n_counts, n_occurrences = (data.counts > 0).sum(), data.counts.sum()
    totals = f"{len(data.vocabulary):,} terms, {n_counts:,} non-zero counts, {n_occurrences:,} occurrences"
    assert f"{totals}; the largest count is {data.counts.max()}. Four messages" in sheet
    assert (data.counts.sum(axis=1) == 0).sum() == 4
    pounds = np.bincount(data.labels[data.counts[:, data.vocabulary.index("£")] > 0])
    assert f"`£` stands in {pounds[1]} spam messages and in {pounds[0]} ham messages" in sheet
    assert grader.data.raw.ARCHIVE_SHA256 in sheet
    assert grader.data.raw.RAW_SHA256 in sheet

"""From the raw file: its distinct messages, rebuilding the committed data, and the rows of the table."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from grader.data import fetch_messages, load_sms_spam, own_messages
from grader.data.files import FILE_NAMES, MANIFEST
from grader.data.raw import distinct_messages, parse_messages

ROOT = Path(__file__).resolve().parents[2]
BUILD = [sys.executable, "-W", "error", str(ROOT / "data" / "build_sms_spam.py")]
SMALL = (
    "ham\tSee you at 5\nspam\tWIN &pound;5!\nham\tsee you at 7 \nspam\tWin £9!\nham\tok\u0085 lah\n".encode()
)


@pytest.fixture(scope="module")
def raw_file():
    """Find the published raw file, which the project does not hold."""
    beside = ROOT.parent / "shared" / "data" / "sms_spam_collection" / "SMSSpamCollection"
    path = Path(os.environ.get("SMS_SPAM_RAW", beside))
    if not path.is_file():
        pytest.skip("the raw file is not at hand: set SMS_SPAM_RAW to the path of SMSSpamCollection")
    return path


def test_first_of_the_duplicates_stays_in_order():
    """Messages that differ in case, digits, entities or outer space are one; only a line feed ends a line."""
    texts, labels = distinct_messages(SMALL)
    assert texts == ("See you at 5", "WIN &pound;5!", "ok\u0085 lah")
    assert labels.tolist() == [0, 1, 0]
    assert len(parse_messages(SMALL).texts) == 5


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"ham\tone\neggs\ttwo\n", "line 2 is not one"),
        (b"ham\tone\nspam two\n", "line 2 is not one"),
        (b"ham\tone\nspam\n", "line 2 is not one"),
        (b"ham\tcall 1\nham\tother\nspam\tCALL 2\n", "one label; lines 1 and 3 differ"),
    ],
)
def test_unreadable_or_contradictory_lines_are_named(content, complaint):
    """A line without a known label, or a message with both labels, raises ValueError with its number."""
    with pytest.raises(ValueError, match=complaint):
        distinct_messages(content)


def test_rebuild_gives_the_committed_files(raw_file, tmp_path):
    """The script writes every committed file again, byte for byte, and its check agrees."""
    subprocess.run([*BUILD, raw_file, "--output", tmp_path], check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} == {*FILE_NAMES, MANIFEST}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (ROOT / "data" / "sms_spam" / path.name).read_bytes(), path.name
    subprocess.run([*BUILD, raw_file, "--check"], check=True, capture_output=True)


def test_check_names_the_file_that_differs(raw_file, tmp_path):
    """The script's check fails on an altered and on a missing file, names them, and writes nothing."""
    subprocess.run([*BUILD, raw_file, "--output", tmp_path], check=True, capture_output=True)
    (tmp_path / "split.txt").write_text("test\n")
    (tmp_path / "vocabulary.txt").unlink()
    done = subprocess.run([*BUILD, raw_file, "--output", tmp_path, "--check"], capture_output=True, text=True)
    assert done.returncode == 1
    assert re.findall(r"^(\S+) differs", done.stderr, re.M) == ["split.txt", "vocabulary.txt"]
    assert (tmp_path / "split.txt").read_text() == "test\n"


def test_build_refuses_another_raw_file(tmp_path):
    """A raw file that is not the published one, or is not there, is refused and nothing is written."""
    (tmp_path / "raw").write_bytes(SMALL)
    for name, complaint in (("raw", "is not the published one: sha256"), ("none", "cannot be read")):
        command = [*BUILD, tmp_path / name, "--output", tmp_path / "out"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 2
        assert complaint in done.stderr
    assert not (tmp_path / "out").exists()


def test_texts_stand_in_the_rows_of_the_table(raw_file, tmp_path):
    """The messages, read from a zip, agree with the table in label and in terms counted by other means."""
    raw = raw_file.read_bytes()
    with zipfile.ZipFile(tmp_path / "real.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SMSSpamCollection", raw)
    texts, labels = fetch_messages(tmp_path / "real.zip")
    data = load_sms_spam()
    np.testing.assert_array_equal(labels, data.labels)
    for sign in "!?":
        column = data.counts[:, data.vocabulary.index(sign)]
        assert column.tolist() == [text.count(sign) for text in texts]
    for pattern, term in (
        (r"(?<![a-z'])free(?![a-z])(?!'[a-z])", "free"),
        (r"(?<!\d)\d{11}(?!\d)", "0" * 11),
    ):
        column = data.counts[:, data.vocabulary.index(term)]
        assert column.tolist() == [len(re.findall(pattern, text.lower())) for text in texts]
    assert set(texts) <= {line.split("\t", 1)[1] for line in raw.decode().split("\n")[:-1]}


def test_own_messages_are_not_from_the_collection(raw_file):
    """No message of ours equals one of the collection in its letters."""
    letters = {re.sub(r"[^a-z]", "", text.lower()) for text in parse_messages(raw_file.read_bytes()).texts}
    assert not letters & {re.sub(r"[^a-z]", "", text.lower()) for text in own_messages().texts}

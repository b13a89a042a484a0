"""Build data/sms_spam from the raw SMS Spam Collection, byte for byte the same on every machine."""

import argparse
import hashlib
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this checkout's grader, whether or not one is installed

from grader.data.files import FILE_NAMES, MANIFEST, MANIFEST_SHA256  # noqa: E402
from grader.data.raw import RAW_SHA256, distinct_messages  # noqa: E402
from grader.data.table import stratified_split  # noqa: E402
from grader.data.text import tokenize  # noqa: E402

FOLDER = ROOT / "data" / "sms_spam"
OWN = "messages_own.tsv"
SPLIT_SEED = 0
MIN_MESSAGES = 2


def build(raw: bytes, own: bytes) -> dict[str, bytes]:
    """Compute the files of the data folder.

    Parameters
    ----------
    raw : bytes
        Content of the raw file, UTF-8 lines of ``label<TAB>message``.
    own : bytes
        Content of ``messages_own.tsv``, which is written by hand and passed through.

    Returns
    -------
    dict of str to bytes
        Content by file name.
    """
    texts, labels = distinct_messages(raw)
    counts = [Counter(tokenize(text)) for text in texts]
    n_messages = Counter(term for count in counts for term in count)
    vocabulary = sorted(term for term, n in n_messages.items() if n >= MIN_MESSAGES)
    number = {term: line for line, term in enumerate(vocabulary, start=1)}

    rows = []
    for label, count in zip(labels, counts, strict=True):
        pairs = sorted((number[term], n) for term, n in count.items() if term in number)
        rows.append(" ".join([str(label), *(f"{term}:{n}" for term, n in pairs)]))
    parts = ["test"] * len(labels)
    for row in stratified_split(labels, SPLIT_SEED)[0]:
        parts[row] = "train"

    files = {
        "counts.svmlight": _lines(rows),
        OWN: own,
        "split.txt": _lines(parts),
        "vocabulary.txt": _lines(vocabulary),
    }
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in FILE_NAMES]
    return files | {MANIFEST: _lines(sums)}


def _lines(items: list[str]) -> bytes:
    return "".join(f"{item}\n" for item in items).encode("utf-8")


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "raw", type=Path, metavar="RAW_FILE", help="the published SMSSpamCollection, unzipped"
    )
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder, by default data/sms_spam")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    options = parser.parse_args(arguments)

    try:
        raw = options.raw.read_bytes()
    except OSError as error:
        parser.error(f"RAW_FILE {options.raw} cannot be read: {error.strerror}")
    found = hashlib.sha256(raw).hexdigest()
    if found != RAW_SHA256:
        parser.error(
            f"RAW_FILE {options.raw} is not the published one: sha256 {found}, expected {RAW_SHA256}"
        )
    files = build(raw, (FOLDER / OWN).read_bytes())

    if options.check:
        wrong = [name for name in files if not _holds(options.output / name, files[name])]
        for name in wrong:
            print(f"{name} differs from what {options.raw.name} gives", file=sys.stderr)
    else:
        options.output.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (options.output / name).write_bytes(content)
        wrong = []
    manifest_sha256 = hashlib.sha256(files[MANIFEST]).hexdigest()
    if manifest_sha256 != MANIFEST_SHA256:
        print(f'set MANIFEST_SHA256 = "{manifest_sha256}" in grader/data/files.py', file=sys.stderr)
        return 1
    if not wrong:
        print(f"{len(files)} files {'are up to date' if options.check else 'written'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

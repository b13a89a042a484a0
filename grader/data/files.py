"""Where the committed data folder is, and reading it with every byte verified."""

import hashlib
from pathlib import Path

__all__ = ["FILE_NAMES", "MANIFEST", "MANIFEST_SHA256", "DataError", "data_folder", "read_verified"]

FILE_NAMES = ("counts.svmlight", "messages_own.tsv", "split.txt", "vocabulary.txt")
"""The files that the loader reads."""

MANIFEST = "SHA256SUMS"
"""The file that lists the checksum of each of them, in the format of ``sha256sum``."""

MANIFEST_SHA256 = "8aeb7817ac37756de67f02bcb8ba17dab891b7d3e370c488d38195953188bb5e"
"""Checksum of that list; ``data/build_sms_spam.py`` says what it must be after a rebuild."""

_REMEDY = "reinstall the package, or in a checkout run: git checkout -- data/sms_spam"


class DataError(RuntimeError):
    """A data file is missing, altered or cut short, or could not be fetched."""


def data_folder() -> Path:
    """Find the folder of the committed data: inside an installed package, else in the checkout.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    DataError
        If there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_data" / "sms_spam", package.parent / "data" / "sms_spam"):
        if folder.is_dir():
            return folder
    raise DataError(f"the data folder sms_spam is missing beside the package {package}: {_REMEDY}")


def read_verified(folder: Path) -> dict[str, bytes]:
    """Read the data files of a folder and check each against the list of checksums.

    Parameters
    ----------
    folder : pathlib.Path
        A copy of ``data/sms_spam``.

    Returns
    -------
    dict of str to bytes
        Content by file name, for each of `FILE_NAMES`.

    Raises
    ------
    DataError
        If a file is missing, or differs in any byte from the one that was published; one line that names it.
    """
    manifest = _read(folder / MANIFEST, MANIFEST_SHA256).decode()
    expected = {name: digest for digest, name in (line.split() for line in manifest.splitlines())}
    return {name: _read(folder / name, expected[name]) for name in FILE_NAMES}


def _read(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "is missing" if missing else f"cannot be read ({error.strerror})"
        raise DataError(f"{path.name} {reason} in {path.parent}: {_REMEDY}") from None
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise DataError(
            f"{path.name} in {path.parent} is altered or cut short "
            f"(sha256 {found[:12]}..., expected {expected[:12]}...): {_REMEDY}"
        )
    return content

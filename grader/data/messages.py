"""The messages themselves: fetched on request, and a dozen of our own."""

import hashlib
import logging
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .files import DataError, data_folder, read_verified
from .raw import (
    ARCHIVE_SHA256,
    RAW_NAME,
    RAW_SHA256,
    URL,
    LabelledMessages,
    distinct_messages,
    parse_messages,
)

__all__ = ["fetch_messages", "own_messages"]

PROGRESS_AFTER_SECONDS = 2.0
"""A download that takes longer shows a progress bar."""

_LOCAL = f"give a local copy of {RAW_NAME} or of the zip as source"


def own_messages() -> LabelledMessages:
    """Give the dozen messages that were written for this project; none is from the collection.

    Returns
    -------
    LabelledMessages
        6 ham and 6 spam messages with labels, the labels a writable copy.

    Raises
    ------
    DataError
        If a data file is missing, altered or cut short.
    """
    return parse_messages(read_verified(data_folder())["messages_own.tsv"])


def fetch_messages(
    source: str | os.PathLike[str] | None = None,
    *,
    cache: str | os.PathLike[str] | None = None,
    url: str = URL,
    archive_sha256: str = ARCHIVE_SHA256,
    raw_sha256: str = RAW_SHA256,
) -> LabelledMessages:
    """Give the texts of the distinct messages, row by row as in `load_sms_spam`.

    Without `source`, the zip (about 0.2 MB) comes from UCI the first time and from the user's cache later.

    Parameters
    ----------
    source : path, optional
        A local copy of the raw file ``SMSSpamCollection`` or of UCI's zip; then nothing is downloaded.
    cache : path, optional
        Folder to keep the zip in; by default the folder of ``grader`` in the user's cache.
    url : str, optional
        Where the zip is downloaded from.
    archive_sha256, raw_sha256 : str, optional
        Checksums of the downloaded zip and of the raw file, in hexadecimal; a file with another is refused.

    Returns
    -------
    LabelledMessages
        5,140 messages as they were written, and their labels (0 ham, 1 spam).

    Raises
    ------
    DataError
        If the download fails, or a file is missing, altered or cut short; one line that names it.

    Notes
    -----
    Source: UCI Machine Learning Repository, doi:10.24432/C5CC84, CC BY 4.0.
    """
    path = _download(url, archive_sha256, cache) if source is None else Path(source)
    content = _raw_content(path)
    found = hashlib.sha256(content).hexdigest()
    if found != raw_sha256:
        raise DataError(
            f"{path} does not hold the published {RAW_NAME} (sha256 {found[:12]}..., "
            f"expected {raw_sha256[:12]}...): it is altered or cut short; {_LOCAL}"
        )
    return distinct_messages(content)


def _raw_content(path: Path) -> bytes:
    try:
        if not zipfile.is_zipfile(path):
            return path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            return archive.read(RAW_NAME)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{path} cannot be read ({_first_line(error)}): {_LOCAL}") from None


def _download(url: str, sha256: str, cache: str | os.PathLike[str] | None) -> Path:
    import pooch  # imported here because loading the table needs no downloader

    folder = pooch.os_cache("grader") if cache is None else Path(cache)
    responses = []  # pooch leaves the connection of a failed download open
    hooks = {"response": lambda response, **_: responses.append(response)}
    try:
        with _quiet(pooch.get_logger()), _progress_bar() as bar:
            get = pooch.HTTPDownloader(progressbar=bar, hooks=hooks)
            name = f"{RAW_NAME}.zip"
            return Path(pooch.retrieve(url, f"sha256:{sha256}", fname=name, path=folder, downloader=get))
    except OSError as error:  # the network's errors too: those of requests derive from it
        reason = _first_line(error)
        raise DataError(f"{url} could not be downloaded ({reason}): try again, or {_LOCAL}") from None
    except ValueError:
        raise DataError(
            f"{url} is not the published file (sha256 differs from {sha256[:12]}...), nothing was kept: "
            f"it is altered or cut short; try again, or {_LOCAL}"
        ) from None
    finally:
        for response in responses:
            response.close()


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Silence the note that a download begins, which names the user's folders."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _progress_bar():
    from tqdm import tqdm

    class Bar(tqdm):
        """A bar as pooch drives it, which also works where a server does not announce the size."""

        def __bool__(self) -> bool:
            return True

        def reset(self, total: float | None = None) -> None:
            """Go back to zero before pooch sets the final size, and only where it knows it."""
            if self.total:
                self.n = 0

    return Bar(total=0, desc=RAW_NAME, unit="B", unit_scale=True, delay=PROGRESS_AFTER_SECONDS)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__

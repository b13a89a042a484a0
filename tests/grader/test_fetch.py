"""Fetching the messages: downloads from a server on this machine, the cache, and local copies."""

import gc
import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import grader.data.messages
from grader.data import DataError, fetch_messages

# Distinct messages of our own, enough of them for a download in many pieces, and their duplicates.
TEXTS = tuple("Meet me " + "o" * n for n in range(1, 301)) + tuple("WIN " + "o" * n for n in range(1, 301))
RAW = "".join(
    f"{label}\t{text}\n{label}\t{text.upper()}\n"
    for text, label in zip(TEXTS, ["ham"] * 300 + ["spam"] * 300, strict=True)
).encode()


def zip_of(content, name="SMSSpamCollection", method=zipfile.ZIP_STORED):
    """Make a zip with one file and return its bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, content)
        archive.writestr("readme", "other")
    return buffer.getvalue()


PACKED = zip_of(RAW, method=zipfile.ZIP_DEFLATED)


def sha256(content):
    """Return the checksum in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def served(monkeypatch):
    """Serve files from a dict on 127.0.0.1; a path that starts with /cut breaks off halfway."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    files, requests = {}, []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            content = files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            if not self.path.startswith("/unsized"):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if self.path.startswith("/cut") else content)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield files, requests, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    gc.collect()  # a connection left open becomes a warning here, hence an error of this test


@pytest.mark.parametrize("path", ["/whole.zip", "/unsized.zip"])
def test_a_download_is_kept_and_not_repeated(served, tmp_path, path, capfd):
    """The zip is fetched once, quietly, with or without an announced size, and then read from the cache."""
    files, requests, address = served
    files[path] = zip_of(RAW)
    wanted = {"url": address + path, "archive_sha256": sha256(files[path]), "raw_sha256": sha256(RAW)}
    for _ in range(2):
        texts, labels = fetch_messages(cache=tmp_path / "new", **wanted)
        assert texts == TEXTS
        assert labels.tolist() == [0] * 300 + [1] * 300
    assert requests == [path]
    assert capfd.readouterr() == ("", "")
    (tmp_path / "new" / "SMSSpamCollection.zip").write_bytes(b"damaged")
    assert fetch_messages(cache=tmp_path / "new", **wanted).texts == TEXTS
    assert requests == [path, path]


@pytest.mark.parametrize("path", ["/whole.zip", "/unsized.zip"])
def test_a_slow_download_shows_its_progress(served, tmp_path, path, monkeypatch, capfd):
    """Once the delay has passed, here none, a bar with the name of the file stands on standard error."""
    monkeypatch.setattr(grader.data.messages, "PROGRESS_AFTER_SECONDS", 0)
    files, _, address = served
    files[path] = zip_of(RAW)
    digests = {"archive_sha256": sha256(files[path]), "raw_sha256": sha256(RAW)}
    fetch_messages(cache=tmp_path, url=address + path, **digests)
    out, err = capfd.readouterr()
    assert out == ""
    assert "SMSSpamCollection: " in err
    assert ("100%" in err) == (path == "/whole.zip")


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/cut.zip", "could not be downloaded"),
        ("/unsized-wrong.zip", "is not the published file"),
        ("/absent.zip", "could not be downloaded (404"),
    ],
)
def test_a_bad_download_is_refused(served, tmp_path, path, complaint):
    """A broken connection, a wrong checksum and a missing page are one-line errors, and nothing is kept."""
    files, _, address = served
    good = zip_of(RAW)
    files["/cut.zip"], files["/unsized-wrong.zip"] = good, good[:-9]
    with pytest.raises(DataError) as caught:
        fetch_messages(
            cache=tmp_path, url=address + path, archive_sha256=sha256(good), raw_sha256=sha256(RAW)
        )
    message = str(caught.value)
    assert message.startswith(f"{address}{path} {complaint}")
    assert message.endswith("or give a local copy of SMSSpamCollection or of the zip as source")
    assert "\n" not in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [RAW, zip_of(RAW)], ids=["text", "zip"])
def test_a_local_copy_is_read(served, tmp_path, content):
    """A text file or a zip, whatever its name, gives the messages without a download."""
    _, requests, address = served
    (tmp_path / "copy").write_bytes(content)
    for source in (tmp_path / "copy", str(tmp_path / "copy")):
        texts, labels = fetch_messages(source, url=address, raw_sha256=sha256(RAW))
        assert texts == TEXTS
        assert labels.tolist() == [0] * 300 + [1] * 300
    assert requests == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (RAW[:-1], "does not hold the published SMSSpamCollection"),
        (zip_of(RAW[:-1]), "does not hold the published SMSSpamCollection"),
        (zip_of(RAW, "other"), "cannot be read"),
        (zip_of(RAW)[:-30], "does not hold the published SMSSpamCollection"),
        (zip_of(RAW).replace(b"SMSSpamCollection", b"SMSSpamCollectioX", 1), "cannot be read"),
        (zip_of(RAW).replace(b"Meet me", b"Meat me", 1), "cannot be read"),
        (PACKED[:60] + b"\xff" * 60 + PACKED[120:], "cannot be read"),
        (None, "cannot be read"),
    ],
    ids=[
        "short text",
        "short text in zip",
        "other file in zip",
        "cut zip",
        "damaged name",
        "damaged text",
        "damaged packing",
        "no file",
    ],
)
def test_a_bad_local_copy_is_refused(tmp_path, content, complaint):
    """A wrong, damaged or missing local copy is a one-line error that names it."""
    path = tmp_path / "copy"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        fetch_messages(path, raw_sha256=sha256(RAW))
    assert str(caught.value).startswith(f"{path} {complaint}")
    assert "\n" not in str(caught.value)


def test_the_published_checksum_is_asked_for_by_default(tmp_path):
    """Without other instructions only the published file is accepted."""
    (tmp_path / "copy").write_bytes(RAW)
    with pytest.raises(DataError, match="expected 7d039a24a608"):
        fetch_messages(tmp_path / "copy")

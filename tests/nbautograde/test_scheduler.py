"""`grader autograde --scheduler`: workers that are started apart from it, and who is let in."""

import datetime
import json
import os
import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tiny_course import Run, hand_in, state, until

NAME = x509.oid.NameOID.COMMON_NAME


class Authority:
    """A certificate authority, and a certificate of it for whoever takes part."""

    def __init__(self, folder, name):
        self.ca, self.cert, self.key = (folder / f"{name}-{part}.pem" for part in ("ca", "cert", "key"))
        authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.ca.write_bytes(_certificate(name, authority.public_key(), name, authority, ca=True))
        self.cert.write_bytes(_certificate(f"member of {name}", own.public_key(), name, authority))
        encoding = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        self.key.write_bytes(own.private_bytes(*encoding, serialization.NoEncryption()))
        self.key.chmod(0o600)

    def options(self, form="--tls-{}={}", ca="ca"):
        """Return the options of a command that name its files."""
        return [
            form.format(name, file) for name, file in ((ca, self.ca), ("cert", self.cert), ("key", self.key))
        ]


def _certificate(subject, key, issuer, issuer_key, ca=False):
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


class Dask:
    """A scheduler, and workers once they are asked for, in processes and a folder of their own."""

    def __init__(self, folder, *options):
        self._folder, self._options, self._processes = folder, options, []
        self._file = folder / "scheduler.json"
        self._start("dask_scheduler", "--host=127.0.0.1", "--port=0", f"--scheduler-file={self._file}")
        until(lambda: self._file.exists() and self._file.read_text())
        self.address = json.loads(self._file.read_text())["address"]

    def _start(self, command, *options):
        log = self._folder / f"{command}-{len(self._processes)}.log"
        with open(log, "wb") as file:
            command = [sys.executable, "-m", f"distributed.cli.{command}", "--no-dashboard", *options]
            environment = {**os.environ, "TMPDIR": str(self._folder)}
            process = subprocess.Popen(
                [*command, *self._options], cwd=self._folder, env=environment, stdout=file, stderr=file
            )
        self._processes.append(process)
        return log

    def add_worker(self):
        """Start a worker with two threads and wait until it is there."""
        options = ("--no-nanny", "--nthreads=2", f"--scheduler-file={self._file}")
        log = self._start("dask_worker", *options)
        until(lambda: "Registered to" in log.read_text())

    def kill(self):
        """Kill the scheduler."""
        self._processes[0].kill()

    def close(self):
        """End all processes."""
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """Return a certificate authority."""
    return Authority(tmp_path_factory.mktemp("certificates"), "ours")


@pytest.fixture(scope="module")
def dask(authority, tmp_path_factory):
    """Return a scheduler that speaks TLS, without workers."""
    files = authority.options("--tls-{}={}", ca="ca-file")
    dask = Dask(tmp_path_factory.mktemp("elsewhere"), "--protocol=tls", *files)
    yield dask
    dask.close()


@pytest.fixture
def course(tiny):
    """Return a course with three submissions."""
    hand_in(tiny, "ada")
    hand_in(tiny, "bea", half="def half(x):\n    return x")
    hand_in(tiny, "cleo", half__visible="pass")
    return tiny


def refused(course, *options):
    """Run the command, which must fail with one line; return it."""
    run = Run(course, *options)
    assert run.status() == 1, run.printed
    (line,) = run.printed.splitlines()
    assert not (course / "autograded").exists()
    return line.removeprefix("nbautograde: ")


def test_workers_of_another_scheduler(course, dask, authority, tmp_path):
    """They grade with what the command sends them; without workers or with another authority, nobody does."""
    scheduler = f"--scheduler={dask.address}"
    assert dask.address.startswith("tls://")
    assert refused(course, scheduler, *authority.options()) == f"scheduler {dask.address!r} has no workers"
    dask.add_worker()
    other = Authority(tmp_path, "other")
    assert "does not answer" in refused(course, scheduler, *other.options())
    run = Run(course, scheduler, *authority.options())
    assert run.status() == 0, run.printed
    assert "grading 3 submissions with 1 workers" in run.printed
    assert "3 graded, 0 left alone." in run.printed
    found = state(course)
    assert found["grades.csv"].splitlines()[1:] == [
        "ada,graded,4,8,3,1,,",
        "bea,graded,3,8,3,0,,",
        "cleo,tests edited,4,8,3,1,,",
    ]


FIRST_SUBMISSION = """
import gc, sys
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader
from nbautograde.course.assignment import read_assignment
from nbautograde.session.session import Session
from nbautograde.workers.pool import _Bring
from nbautograde.workers.worker import grade
from tools.practical1 import ASSIGNMENT

config = PyFileConfigLoader("nbgrader_config.py", ".").load_config()
coursedir = CourseDirectory(config=config, root=".", assignment_id=ASSIGNMENT)
course = read_assignment(coursedir, config)
submission = Session(coursedir, course, ["ada"]).read("ada")
_Bring(course).setup(None)
before, frozen = set(sys.modules), gc.get_freeze_count()
outcome = grade(course, submission)
print(frozen > 100_000, outcome.status, *sorted(set(sys.modules) - before))
"""


def test_a_worker_is_ready_before_its_first_submission(tiny):
    """It has imported all that grading takes, and garbage is not looked for in that."""
    hand_in(tiny, "ada")
    found = subprocess.run(
        [sys.executable, "-c", FIRST_SUBMISSION], cwd=tiny, check=True, capture_output=True, text=True
    )
    assert found.stdout.split() == ["True", "graded"]


def test_a_scheduler_that_is_lost(course, tmp_path):
    """It is one line; what has been graded stays, and the run carries on without it."""
    hand_in(course, "dora", half="import time\n\ntime.sleep(600)")
    dask = Dask(tmp_path)
    try:
        dask.add_worker()
        run = Run(course, f"--scheduler={dask.address}", "--insecure-scheduler")
        until(lambda: "3/4 cleo" in run.printed)
        dask.kill()
        assert run.status() == 1
    finally:
        dask.close()
    *_, last = run.printed.splitlines()
    assert last == "nbautograde: the scheduler has gone; nothing is lost, run it again"
    assert "Traceback" not in run.printed
    hand_in(course, "dora")
    run = Run(course, here=True)
    assert run.status() == 0
    assert "grading 1 submissions" in run.printed


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "ws://example.org", "TLS"])
def test_a_scheduler_without_encryption(course, address):
    """It is refused unless that is asked for."""
    told = refused(course, f"--scheduler={address}")
    assert told.startswith(f"scheduler {address!r} is not encrypted: whoever reaches it runs code as you.")


def test_certificates_that_are_not_there(course, authority):
    """The first one that is missing is named."""
    scheduler = "--scheduler=tls://127.0.0.1:8786"
    assert refused(course, scheduler) == "a tls:// scheduler needs --tls-ca: there is no file ''"
    files = [*authority.options()[:2], "--tls-key=nowhere.pem"]
    assert refused(course, scheduler, *files).endswith("needs --tls-key: there is no file 'nowhere.pem'")
    files = [f"--tls-{name}={authority.ca}" for name in ("ca", "cert", "key")]
    assert refused(course, scheduler, *files).startswith("scheduler 'tls://127.0.0.1:8786' ")


def test_nobody_at_the_address(course, authority):
    """A port that nobody listens on is one line."""
    told = refused(course, "--scheduler=tls://127.0.0.1:9", *authority.options())
    assert told.startswith("scheduler 'tls://127.0.0.1:9' does not answer: ")
    told = refused(course, "--scheduler=nonsense", "--insecure-scheduler")
    assert told.startswith("scheduler 'nonsense' does not answer: ")

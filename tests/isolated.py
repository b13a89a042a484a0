"""A student's process, and an exercise's test cells run on the functions in it."""

import ast
import contextlib
import os
import signal
import socket
import tempfile

from nbautograde.isolated_tests import student_server as student
from nbautograde.isolated_tests.student_client import StudentClient
from nbautograde.isolated_tests.test_runner import CheckWords, judge_cell
from tools.course.trials import exercises

SECONDS = 60


@contextlib.contextmanager
def student_process(folder, *sources):
    """Start a student's process that executes some cells; yield the connection to its fork, and its number.

    All its processes are ended afterwards.
    """
    path = os.path.join(tempfile.mkdtemp(dir=folder), "room")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(1)
        pid = os.fork()
        if pid == 0:
            try:
                os.setpgid(0, 0)
                listening.close()
                scope = {"__name__": "__main__"}
                for source in sources:
                    exec(compile(source, "<cell>", "exec"), scope)
                student.serve(path, scope)
            finally:
                os._exit(0)
        try:
            listening.settimeout(SECONDS)
            sock, _ = listening.accept()
            with sock:
                yield sock, pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


@contextlib.contextmanager
def connected_student(folder, *sources):
    """Connect to the process of a student who executed some cells."""
    with student_process(folder, *sources) as (sock, _):
        client = StudentClient(sock, ("grader.checks",))
        client.limit(SECONDS)
        yield client


def functions_of(exercise):
    """Return the names that an exercise's solution cell defines."""
    tree = ast.parse(exercises()[exercise][1])
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def failed(outputs):
    """Return whether a cell failed, as nbgrader decides it."""
    return any(output["output_type"] == "error" or output.get("name") == "stderr" for output in outputs)


def try_isolated(folder, exercise, source="", seconds=SECONDS):
    """Return, for each test cell of an exercise, whether it passed, and its outputs."""
    imports, solution, tests = exercises()[exercise]
    with connected_student(folder, imports, solution, source) as client:
        names, own = functions_of(exercise), CheckWords.of("grader.checking.failures")
        found = [judge_cell(text, names, client, seconds, own)[0] for _, _, text in tests]
    return [(not failed(outputs), outputs) for outputs in found]

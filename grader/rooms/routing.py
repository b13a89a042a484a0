"""Execute a submission in two rooms: test cells at the examiner's, all else in the student's kernel."""

import ast
import contextlib
import copy
import functools
import os
import shutil
import signal
import socket
import struct
import tempfile

from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from nbformat import from_dict
from nbgrader.utils import is_grade

from grader.autograding.warming import warm_process
from grader.events import events_of, note, notes_of, report
from grader.execution import ExecuteWhatCounts
from grader.reference import notebooks, solutions_directory
from grader.rooms.process import examiner_process
from grader.rooms.room import ENDS
from grader.rooms.waiting import tests_can_wait

__all__ = ["ExecuteInRooms", "student_names"]

_SECONDS_TO_OPEN = 20
_SERVE = "__import__('grader.rooms.student', fromlist=['serve']).serve({path!r}, globals())"


def student_names(cells):
    """Return the functions that the assignment's solution cells define: the names of a student's functions.

    Parameters
    ----------
    cells : iterable of SourceCell
        The marked cells of a notebook as the gradebook has them, never the submission's.
    """
    names = set()
    for cell in cells:
        if cell.solution and cell.cell_type == "code":
            names |= {node.name for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)}
    return names


class ExecuteInRooms(ExecuteWhatCounts):
    """Execution whose test cells run in the examiner's process, on stand-ins for the student's functions.

    No cell of the student's runs after a test whose output anybody will see: their functions have met hidden
    inputs by then. So tests take place behind the last cell, in one fork of the student's kernel. Where they
    cannot wait, the notebook runs twice: with the tests where they stand, of which only what became of the
    tests is kept, and then without them, in a kernel and a folder that know nothing of it.
    """

    def preprocess(self, nb, resources=None, km=None):
        """Execute a notebook; `resources["names"]` are the student's functions."""
        self._names, self._room, self._waiting = resources["names"], None, []
        resources["metadata"]["path"] = warm_process().rooms[0]
        can_wait = tests_can_wait(self._to_run(nb), _own_cells())
        try:
            if can_wait:
                return super().preprocess(nb, resources, km)
            tested, self._waiting = copy.deepcopy(nb), False
            with _another_room_afterwards():
                super().preprocess(tested, resources, km)
            resources["metadata"]["path"], self._waiting = warm_process().rooms[0], None
            super().preprocess(nb, resources)
        finally:
            self._leave()
        _take_tests(nb, tested)
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell; leave a test out, or put it off until after the last one."""
        test = is_grade(cell) and cell.cell_type == "code"
        if not test or self._waiting is False:
            super().preprocess_cell(cell, resources, index)
        elif self._waiting is not None:
            self._waiting.append((cell, index))
        if self._waiting and index == len(self.nb.cells) - 1:
            for late, place in self._waiting:
                super().preprocess_cell(late, resources, place)
        return cell, resources

    def _to_run(self, nb):
        return [
            cell
            for cell in nb.cells
            if cell.cell_type == "code" and cell.source.strip() and not self.is_left_out(cell)
        ]

    def execute_cell(self, cell, cell_index, execution_count=None, store_history=True):
        """Execute a test cell at the examiner's, any other cell in the student's kernel."""
        if is_grade(cell) and cell.cell_type == "code":
            self._examine(cell)
            return cell
        self._leave()
        return super().execute_cell(cell, cell_index, execution_count, store_history)

    def _keeps_memory(self, cell):
        return super()._keeps_memory(cell) and not is_grade(cell)

    def _revive(self):
        self._leave()
        super()._revive()

    def _examine(self, cell):
        seconds = self._seconds_for(cell)
        names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
        if self._room is None:
            self._room = _Room(self, min(_SECONDS_TO_OPEN, seconds))
        outputs, gone = examiner_process().run(cell.source, sorted(names & self._names), seconds)
        cell.outputs, cell.execution_count = [from_dict(output) for output in outputs], None
        if gone:
            grade_id = cell.metadata["nbgrader"]["grade_id"]
            reason = getattr(self.km.provisioner.process, "reason", "")  # why it was ended from outside
            if gone == "no time left":
                report(self.nb, "timed out", f"{grade_id} was stopped after {seconds:.0f} s.")
            elif reason:
                status = "out of memory" if "memory" in reason else "kernel died"
                report(self.nb, status, f"{grade_id} was ended: {reason}.")
            else:
                report(self.nb, "kernel died", f"{grade_id}: {gone}.")
            if gone not in ENDS:
                note(
                    self.nb, f"{grade_id}: what came over the line to the tests was not written by it: {gone}"
                )
            self._leave()

    def _leave(self):
        """Close the student's room: from the next cell on, theirs is another one."""
        if self._room is not None:
            room, self._room = self._room, None
            room.close()


@contextlib.contextmanager
def _another_room_afterwards():
    """Give a submission another folder afterwards, with what its folder held before."""
    with tempfile.TemporaryDirectory(prefix="as-it-was-") as kept:
        shutil.copytree(warm_process().rooms[0], kept, symlinks=True, dirs_exist_ok=True)
        yield
        warm = warm_process()
        another = tempfile.mkdtemp(prefix="work-", dir=warm.folder)
        shutil.copytree(kept, another, symlinks=True, dirs_exist_ok=True)
        warm.rooms = [another]


def _bind(listening, path):
    """Bind a socket in a folder that a student's code may have replaced by a link to elsewhere."""
    folder = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        name = os.path.basename(path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        listening.bind(f"/proc/self/fd/{folder}/{name}")
    finally:
        os.close(folder)


def _take_tests(nb, tested):
    """Take over what became of the tests, and what happened besides."""
    for cell, other in zip(nb.cells, tested.cells, strict=True):
        if is_grade(cell) and cell.cell_type == "code":
            cell.outputs, cell.execution_count = other.outputs, None
    for event in events_of(tested):
        report(nb, *event)
    for text in notes_of(tested):
        note(nb, text)


def _own_cells():
    return _unmarked(str(solutions_directory()))


@functools.lru_cache(maxsize=4)
def _unmarked(directory):
    return {
        "".join(cell["source"])
        for cells in notebooks(directory)
        for cell in cells
        if cell["cell_type"] == "code" and "nbgrader" not in cell["metadata"]
    }


class _Room:
    """A fork of the student's kernel that calls their functions."""

    def __init__(self, execute, seconds):
        self._execute = execute
        path = os.path.join(os.path.dirname(execute.km.connection_file), "room")
        with socket.socket(socket.AF_UNIX) as listening:
            _bind(listening, path)
            listening.listen(1)
            listening.settimeout(seconds)
            run_sync(self._ask_kernel)(_SERVE.format(path=path))
            try:
                self._sock, _ = listening.accept()
            except TimeoutError:
                raise DeadKernelError("the student's kernel opened no room") from None
        self._pid = struct.unpack("3i", self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        examiner_process().open(self._sock)

    async def _ask_kernel(self, code):
        return self._execute.kc.execute(code, silent=True, store_history=False, allow_stdin=False)

    def close(self):
        """End the fork."""
        examiner = examiner_process()
        if examiner.alive:
            examiner.close_room()
        self._sock.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self._pid, signal.SIGKILL)

"""Execute a submission in two rooms: test cells at the examiner's, all else in the student's kernel."""

import ast
import contextlib
import copy
import enum
import os
import shutil
import tempfile

from nbformat import from_dict
from nbgrader.utils import is_grade

from grader.autograding.warming import warm_process
from grader.events import events_of, note, notes_of, report
from grader.execution import ExecuteWhatCounts
from grader.rooms.fork import Fork
from grader.rooms.process import examiner_process
from grader.rooms.room import ENDS, NO_GRADIENT
from grader.rooms.waiting import own_cells, tests_can_wait

__all__ = ["ExecuteInRooms", "student_names"]

_SECONDS_TO_OPEN = 20


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


class _Tests(enum.Enum):
    """When a notebook's tests take place, in one run of it."""

    BEHIND = "in one fork behind the last cell"
    IN_PLACE = "where they stand"
    LEFT_OUT = "not in this run"


class ExecuteInRooms(ExecuteWhatCounts):
    """Execution whose test cells run in the examiner's process, on stand-ins for the student's functions.

    No cell of the student's runs after a test whose output anybody will see: their functions have met hidden
    inputs by then. So tests take place behind the last cell, in one fork of the student's kernel. Where they
    cannot wait, the notebook runs twice: with the tests where they stand, of which only what became of the
    tests is kept, and then without them, in a kernel and a folder that know nothing of it. It also runs twice
    where our cells that are not graded are wanted, which call the student's functions: only the second time
    with these.
    """

    def preprocess(self, nb, resources=None, km=None):
        """Execute a notebook; `resources["names"]` are the student's functions."""
        self._names, self._room, self._tests = resources["names"], None, None
        try:
            waits = tests_can_wait(self._to_run(nb), own_cells())
            if waits and not self.run_ungraded:
                return self._run(nb, resources, km, _Tests.BEHIND)
            tested = copy.deepcopy(nb)
            with _another_room_afterwards():
                self._run(tested, resources, km, _Tests.BEHIND if waits else _Tests.IN_PLACE)
            self._run(nb, resources, None, _Tests.LEFT_OUT)
        finally:
            self._leave()
        _take_tests(nb, tested)
        return nb, resources

    def _run(self, nb, resources, km, tests):
        """Execute a notebook once, in the folder that is its kernel's now."""
        self._tests, self._waiting = tests, []
        resources["metadata"]["path"] = warm_process().rooms[0]
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell; leave a test out, or put it off until after the last one."""
        if not _is_test(cell) or self._tests is _Tests.IN_PLACE:
            super().preprocess_cell(cell, resources, index)
        elif self._tests is _Tests.BEHIND:
            self._waiting.append((cell, index))
        if index == len(self.nb.cells) - 1:
            for late, place in self._waiting:
                super().preprocess_cell(late, resources, place)
        return cell, resources

    @property
    def wants_ungraded(self):
        """Whether our cells that are not graded are to run now: never beside the tests."""
        return self.run_ungraded and self._tests is _Tests.LEFT_OUT

    def _to_run(self, nb):
        return [
            cell
            for cell in nb.cells
            if cell.cell_type == "code" and cell.source.strip() and not self.is_left_out(cell)
        ]

    def execute_cell(self, cell, cell_index, execution_count=None, store_history=True):
        """Execute a test cell at the examiner's, any other cell in the student's kernel."""
        if _is_test(cell):
            self._examine(cell)
            return cell
        if self._leave():
            self._revive()
        return super().execute_cell(cell, cell_index, execution_count, store_history)

    def _keeps_memory(self, cell):
        return super()._keeps_memory(cell) and not _is_test(cell)

    def _revive(self):
        self._leave()
        super()._revive()

    def _examine(self, cell):
        seconds = self._seconds_for(cell)
        names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
        for here in (False, True):
            if self._room is None:
                folder = os.path.dirname(self.km.connection_file)
                self._room = Fork(folder, self.kc, min(_SECONDS_TO_OPEN, seconds), here)
            outputs, gone = examiner_process().run(cell.source, sorted(names & self._names), seconds)
            if gone != NO_GRADIENT or self._room.here:
                break
            self._close_room()
        cell.outputs, cell.execution_count = [from_dict(output) for output in outputs], None
        if gone:
            self._report_end(cell.metadata["nbgrader"]["grade_id"], gone, seconds)
            self._leave()

    def _report_end(self, grade_id, gone, seconds):
        reason = getattr(self.km.provisioner.process, "reason", "")  # why it was ended from outside
        if gone == NO_GRADIENT:
            text = f"{grade_id} could not run: torch takes no gradient in a fork after one in the kernel."
            report(self.nb, "not graded", text)
        elif gone == "no time left":
            report(self.nb, "timed out", f"{grade_id} was stopped after {seconds:.0f} s.")
        elif reason:
            status = "out of memory" if "memory" in reason else "kernel died"
            report(self.nb, status, f"{grade_id} was ended: {reason}.")
        else:
            report(self.nb, "kernel died", f"{grade_id}: {gone}.")
        if gone not in ENDS:
            note(self.nb, f"{grade_id}: what came over the line to the tests was not written by it: {gone}")

    def _leave(self):
        """Close the student's room: next time theirs is another one. Return whether it was the kernel."""
        ended = self._room is not None and self._room.here
        self._close_room()
        return ended

    def _close_room(self):
        if self._room is not None:
            room, self._room = self._room, None
            room.close()
            if room.here:
                self.km.provisioner.process.kill()


def _is_test(cell):
    """Return whether a cell is a test cell; nbgrader's other graded cells are text that a person grades."""
    return is_grade(cell) and cell.cell_type == "code"


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


def _take_tests(nb, tested):
    """Take over what became of the tests, and what happened besides."""
    for cell, other in zip(nb.cells, tested.cells, strict=True):
        if _is_test(cell):
            cell.outputs, cell.execution_count = other.outputs, None
    for event in events_of(tested):
        report(nb, *event)
    for text in notes_of(tested):
        note(nb, text)

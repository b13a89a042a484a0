"""Execute a submission in two processes: test cells in the test runner, all else in the student's kernel."""

import copy
import enum
import os

from nbformat import from_dict

from nbautograde.course.cell_code import defined_functions, is_hidden, is_test, names_in
from nbautograde.events import events_of, judge, note, notes_of, report
from nbautograde.isolated_tests.student_client import ENDS, NO_GRADIENT
from nbautograde.isolated_tests.student_fork import StudentFork
from nbautograde.isolated_tests.test_runner_client import runner_client
from nbautograde.isolated_tests.test_schedule import tests_can_wait
from nbautograde.kernels.fork_server_client import clean_fork_server
from nbautograde.preprocessors.execute_graded import ExecuteGraded
from nbautograde.preprocessors.execute_resilient import not_run

__all__ = ["ExecuteIsolated", "student_names"]

_SECONDS_TO_OPEN = 20
_ENDS = {
    "timed out": "was stopped at the time limit",
    "out of memory": "asked for too much memory",
    "too much output": "said too much",
}
"""All that an event says of a hidden test that came to no end: no number, and no choice of words."""
_NO_END = "came to no end"


def student_names(cells):
    """Return the functions that the assignment's solution cells define: the names of a student's functions.

    Parameters
    ----------
    cells : iterable of SourceCell
        The marked cells of a notebook as the gradebook has them, never the submission's.
    """
    found = [defined_functions(cell.source) for cell in cells if cell.solution and cell.cell_type == "code"]
    return set().union(*found)


class _Tests(enum.Enum):
    """Which tests of a notebook take place when, in one run of it."""

    BEHIND = "behind the last cell, the hidden ones in a fork of their own after all others"
    HIDDEN = "the hidden ones only, where they stand"
    VISIBLE = "all others, where they stand"
    LEFT_OUT = "not in this run"


class ExecuteIsolated(ExecuteGraded):
    """Execution whose test cells run in the test runner, on proxies for the student's functions.

    A test cell is hidden where its text in the assignment holds a hidden region. Visible and hidden tests
    never share a fork of the student's kernel, and nothing that a student can read is taken from a process
    that came after hidden inputs were handed out. So tests take place behind the last cell: the visible ones
    in one fork, then the hidden ones in another. Where they cannot be deferred, the notebook runs twice: with
    its hidden tests where they stand, of which only the verdict and the checks' own words are kept, and then
    with its visible ones, in a kernel and a folder that know nothing of the first run. Where the course's
    cells that are not graded are wanted, which call the student's functions, they run once more, without
    tests.
    """

    def preprocess(self, nb, resources=None, km=None):
        """Execute a notebook.

        `resources["names"]` are the student's functions, `resources["files"]` is the content of what they
        find in their folder, by path.
        """
        self.source = resources["source"]
        self._names, self._fork, self._tests = resources["names"], None, None
        if tests_can_wait(self._to_run(nb), self.source.own):
            runs = [_Tests.BEHIND]
        elif any(map(is_hidden, nb.cells)):
            runs = [_Tests.HIDDEN, _Tests.VISIBLE]
        else:
            runs = [_Tests.VISIBLE]
        if self.run_ungraded:
            runs.append(_Tests.LEFT_OUT)
        earlier = []
        for tests in runs[:-1]:
            earlier.append((tests, copy.deepcopy(nb)))
            self._run(earlier[-1][1], resources, km, tests)
            km = None
        self._run(nb, resources, km, runs[-1])
        for tests, tested in earlier:
            _take_tests(nb, tested, tests)
        _say_what_did_not_run(nb)
        return nb, resources

    def _run(self, nb, resources, km, tests):
        """Execute a notebook once, in a new folder that holds what was handed in and nothing else."""
        self._tests, self._deferred, self._secret = tests, [], tests is _Tests.HIDDEN
        resources["metadata"]["path"] = str(clean_fork_server().settle(resources["files"]))
        try:
            return super().preprocess(nb, resources, km)
        finally:
            self._leave()

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell; leave a test out, or defer it until after the last one."""
        if not is_test(cell) or self._takes_place(cell):
            super().preprocess_cell(cell, resources, index)
        elif self._tests is _Tests.BEHIND:
            self._deferred.append((cell, index))
        if index == len(self.nb.cells) - 1:
            for hidden in (False, True):
                if self._leave():
                    self._revive()
                self._secret = self._secret or hidden
                for deferred, place in self._deferred:
                    if is_hidden(deferred) is hidden:
                        super().preprocess_cell(deferred, resources, place)
        return cell, resources

    def _takes_place(self, cell):
        return self._tests is (_Tests.HIDDEN if is_hidden(cell) else _Tests.VISIBLE)

    @property
    def wants_ungraded(self):
        """Whether the course's cells that are not graded are to run now: never beside the tests."""
        return self.run_ungraded and self._tests is _Tests.LEFT_OUT

    def _to_run(self, nb):
        return [
            cell
            for cell in nb.cells
            if cell.cell_type == "code" and cell.source.strip() and not self.is_left_out(cell)
        ]

    def execute_cell(self, cell, cell_index, execution_count=None, store_history=True):
        """Execute a test cell in the test runner, any other cell in the student's kernel."""
        if is_test(cell):
            self._run_test(cell, cell_index)
            return cell
        if self._leave():
            self._revive()
        return super().execute_cell(cell, cell_index, execution_count, store_history)

    def _keeps_memory(self, cell):
        return super()._keeps_memory(cell) and not is_test(cell)

    def _revive(self):
        self._leave()
        super()._revive()

    def _bury(self, cell, index, error):
        super()._bury(cell, index, error)
        if is_test(cell):
            judge(cell, "ended")

    def _tell_of_all(self, status, text):
        """Note what happened to the kernel, unless another run will say it that met no hidden inputs."""
        if self._tests is not _Tests.HIDDEN:
            super()._tell_of_all(status, text)

    def _tell(self, status, what, cell, index):
        """Note what happened to a cell; after hidden inputs, only that a test came to no end."""
        if not self._secret:
            super()._tell(status, what, cell, index)
        elif is_hidden(cell):
            super()._tell(status, _ENDS.get(status, _NO_END), cell, index)

    def _run_test(self, cell, index):
        judge(cell, "ended")
        seconds = self._seconds_for(cell)
        runner, names = runner_client(), sorted(names_in(cell.source) & self._names)
        for here in (False, True):
            if self._fork is None:
                folder = os.path.dirname(self.km.connection_file)
                self._fork = StudentFork(folder, self.kc, min(_SECONDS_TO_OPEN, seconds), here)
            outputs, gone = runner.run(cell.source, names, seconds)
            if gone != NO_GRADIENT or self._fork.here:
                break
            self._close_fork()
        cell.outputs, cell.execution_count = [from_dict(output) for output in outputs], None
        judge(cell, *runner.verdict)
        if gone:
            self._report_end(cell, index, gone, seconds)
            self._leave()

    def _report_end(self, cell, index, gone, seconds):
        reason = getattr(self.km.provisioner.process, "reason", "")  # why it was ended from outside
        if gone == NO_GRADIENT:
            what = "could not run: torch takes no gradient in a fork after one in the kernel"
            self._tell("not graded", what, cell, index)
        elif gone == "no time left":
            self._tell("timed out", f"was stopped after {seconds:.0f} s", cell, index)
        elif reason:
            status = "out of memory" if "memory" in reason else "kernel died"
            self._tell(status, f"was ended: {reason}", cell, index)
        else:
            what = f"ended: {gone}" if gone in ENDS else "got what was no answer to a test"
            self._tell("kernel died", what, cell, index)
        if gone not in ENDS:
            name = cell.metadata["nbgrader"]["grade_id"]
            note(self.nb, f"{name}: what came over the connection to the tests was not written by it: {gone}")

    def _leave(self):
        """End the student's fork; the next test gets a new one. Return whether it was the kernel."""
        ended = self._fork is not None and self._fork.here
        self._close_fork()
        return ended

    def _close_fork(self):
        if self._fork is not None:
            fork, self._fork = self._fork, None
            fork.close()
            if fork.here:
                self.km.provisioner.process.kill()


def _take_tests(nb, tested, tests):
    """Take over what became of the tests of an earlier run, and what happened besides."""
    for cell, other in zip(nb.cells, tested.cells, strict=True):
        took_place = tests is _Tests.BEHIND or (tests is _Tests.HIDDEN) is is_hidden(cell)
        if is_test(cell) and took_place:
            cell.outputs, cell.execution_count = other.outputs, None
            cell.metadata.update(
                {name: kept for name, kept in other.metadata.items() if name == "nbautograde"}
            )
    for event in events_of(tested):
        report(nb, *event)
    for text in notes_of(tested):
        note(nb, text)


def _say_what_did_not_run(nb):
    """Fail each test that came to no verdict; say so where nothing else says why."""
    silent = not events_of(nb)
    for cell in nb.cells:
        if is_test(cell) and cell.source.strip() and "nbautograde" not in cell.metadata:
            name = cell.metadata["nbgrader"]["grade_id"]
            cell.outputs = cell.outputs or [not_run("This test did not run.")]
            judge(cell, "ended")
            if silent:
                report(nb, "kernel died", f"{name} did not run.")

"""Execute a submission to its end, whatever its cells do to the kernel."""

import contextlib
import copy
import time

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_solution

from nbautograde.course.cell_code import is_test
from nbautograde.events import events_of, report
from nbautograde.limits import Limits

__all__ = ["ExecuteResilient", "not_run"]

_MAX_REPLAYS = 2
_OUTPUTS = frozenset({"stream", "display_data", "execute_result", "update_display_data", "error"})


class ExecuteResilient(Execute):
    """nbgrader's `Execute`, where a dead or deaf kernel costs the cell that it died in.

    What ran before keeps its outputs. A new kernel runs the earlier cells again, except tests and what was
    deadly or too slow, and carries on with the next cell. Time is limited for all cells together, and so is
    a cell's output. What happened is noted in the notebook, see `nbautograde.events`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.timeout_func = self._seconds_for

    def preprocess(self, nb, resources=None, km=None):
        """Execute a notebook."""
        self._limits = Limits(config=self.config)
        self._deadline = (resources or {}).get("deadline", time.monotonic() + self._limits.submission_seconds)
        self._to_replay, self._printed, self._given_up, self._flooded = [], 0, "", False
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell; where the kernel does not survive it, start another one."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        if not self._given_up and time.monotonic() > self._deadline:
            self._give_up("timed out", f"The submission took more than {self._limits.submission_seconds} s.")
        if self._given_up:
            cell.outputs = [not_run(self._given_up)]
            return cell, resources
        if self._has_ended():  # not by this cell
            self._revive()
        self._printed, self._flooded, self._begun = 0, False, time.monotonic()
        try:
            super().preprocess_cell(cell, resources, index)
        except Exception as error:  # whatever a kernel in a student's hands can make of its messages
            self._bury(cell, index, error)
            self._revive()
            return cell, resources
        if any(_is_memory_error(output) for output in cell.outputs):
            self._tell("out of memory", "asked for too much memory", cell, index)
            if self._keeps_memory(cell):
                self._revive()
                return cell, resources
        if self._was_stopped(cell):
            self._tell("timed out", f"was stopped after {self._seconds:.0f} s", cell, index)
        elif not is_test(cell):
            self._to_replay.append((index, cell))
        return cell, resources

    def on_cell_executed(self, **kwargs):
        """Take in the reply; one that announces the kernel's exit is its death."""
        super().on_cell_executed(**kwargs)
        payload = kwargs["execute_reply"]["content"].get("payload") or []
        if any(part.get("source") == "ask_exit" for part in payload):
            raise DeadKernelError("exit() was called")

    def process_message(self, msg, cell, cell_index):
        """Take in an output, up to `Limits.output_mb` a cell; beyond that the kernel is ended."""
        self._printed += _size(msg["content"]) if msg["msg_type"] in _OUTPUTS else 0
        if self._printed <= self._limits.output_mb << 20:
            return super().process_message(msg, cell, cell_index)
        if not self._flooded:
            self._flooded = True
            with contextlib.suppress(OSError):
                self.km.provisioner.process.kill()
        return None

    def _was_stopped(self, cell):
        """Return whether a cell was stopped at its time limit; an exception may have the name of that."""
        in_time = time.monotonic() < self._begun + self._seconds
        return not in_time and any(
            _is_error(output, self.error_on_timeout["ename"]) for output in cell.outputs
        )

    def _tell(self, status, what, cell, index):
        """Note what happened to a cell. Its grade id or its place names it, never its text."""
        report(self.nb, status, f"{_name(cell, index)} {what}.")

    def _tell_of_all(self, status, text):
        """Note what happened to the kernel, to no cell in particular."""
        report(self.nb, status, text)

    def _keeps_memory(self, cell):
        """Return whether what filled the memory may still be there; the work of a solution cell must be."""
        return not is_solution(cell)

    def _seconds_for(self, cell):
        self._seconds = max(1.0, min(self.timeout or float("inf"), self._deadline - time.monotonic()))
        return self._seconds

    def _has_ended(self):
        """Return whether the kernel ended between two cells; note it where a test has not."""
        if self.km.provisioner.process.poll() is None:
            return False
        if not events_of(self.nb):
            self._tell_of_all("kernel died", "The kernel ended between two cells.")
        return True

    def _bury(self, cell, index, error):
        """Say in the cell and in the notebook why its kernel is gone."""
        kernel = self.km.provisioner.process if self.km and self.km.provisioner else None
        reason = getattr(kernel, "reason", "")
        in_time = time.monotonic() < self._begun + self._seconds
        if self._flooded or (isinstance(error, CellTimeoutError) and in_time):  # a message beyond the limit
            status, text = "too much output", f"printed more than {self._limits.output_mb} MB"
            if not self._flooded:
                text = f"sent more than {self._limits.output_mb} MB at once, or closed the way of its outputs"
        elif isinstance(error, CellTimeoutError):
            status, text = "timed out", f"went on after {self._seconds:.0f} s and an interrupt"
        elif "memory" in reason:
            status, text = "out of memory", f"was ended: {reason}"
        else:
            status, text = "kernel died", f"was ended: {reason}" if reason else "ended its kernel"
        if not isinstance(error, (DeadKernelError, CellTimeoutError)):
            self.log.error("%s: %s: %s", _name(cell, index), type(error).__name__, error)
        self._tell(status, text, cell, index)
        kept = [output for output in cell.get("outputs", []) if output.output_type == "stream"]
        cell.outputs = [*kept[:1], _error("KernelDied", f"This cell {text}.")]

    def _revive(self):
        """Start another kernel and run again what had run, except tests and what was deadly or too slow."""
        for _ in range(_MAX_REPLAYS):
            with contextlib.suppress(Exception):
                self._cleanup_kernel()
            try:
                self.km = self.create_kernel_manager()
                self.start_new_kernel()
                self.start_new_kernel_client()
                for index, cell in self._to_replay:
                    self._printed, self._flooded = 0, False
                    self.execute_cell(copy.deepcopy(cell), index)
                    self.nb.cells[index] = cell
            except Exception as error:
                self.log.error("another kernel for the rest of the notebook: %s", error)
            else:
                return
        self._give_up("kernel died", "The kernel died again when the earlier cells were run again.")

    def _give_up(self, status, text):
        self._given_up = text
        self._tell_of_all(status, text)


def _name(cell, index):
    """Return an exercise's name for a cell, or its place in the notebook: its text could carry anything."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or f"Cell {index + 1}"


def _size(value):
    """Return about how many characters a message's content has."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_size(part) for part in value.values())
    return sum(_size(part) for part in value) if isinstance(value, list) else 8


def _is_error(output, name):
    return output.output_type == "error" and output.ename == name


def _is_memory_error(output):
    told = output.get("ename", "") + output.get("evalue", "")
    return output.output_type == "error" and ("MemoryError" in told or "allocate memory" in told)


def not_run(text):
    """Return the output of a cell that did not run; `text` says why."""
    return _error("NotRun", text)


def _error(name, text):
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])

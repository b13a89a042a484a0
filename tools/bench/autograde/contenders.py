"""Let stock nbgrader or `grader autograde` grade a course, and measure what that takes."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from tools.bench.inference.workers import BenchError
from tools.course.stock import start
from tools.practical1 import ASSIGNMENT

__all__ = ["Account", "cores", "ours", "stock", "watch"]

_EVERY = 0.25


def cores():
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


class Account:
    """Seconds of the wall's clock and of processor time, of a process and all below it, while it runs.

    What else the machine does meanwhile is reported too: it disturbs.
    """

    def __init__(self, process):
        self._process, self._end = psutil.Process(process.pid), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._cpu = 0.0

    def __enter__(self):
        self._started, self._busy = time.monotonic(), _busy_seconds()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self._started
        self._end.set()
        self._thread.join()
        self._busy = _busy_seconds() - self._busy

    def told(self):
        """Return what was measured, as plain data."""
        others = max(0.0, self._busy - self._cpu) / self.seconds
        return {"seconds": self.seconds, "cpu_seconds": self._cpu, "cores_used_by_others": others}

    def _look(self):
        while not self._end.wait(_EVERY):
            self._cpu = max(self._cpu, _tree_seconds(self._process))


def _tree_seconds(process):
    """Return the processor time of a process and all below it, the ended ones included."""
    total = 0.0
    try:
        for one in (process, *process.children(recursive=True)):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    except psutil.Error:  # one ended while it was looked at: the next look counts it
        return 0.0
    return total


def _busy_seconds():
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - times.guest - times.guest_nice


def watch(process, log, told, may_fail=False):
    """Keep a process's output in a file, line by line also to `told`, and return what it took.

    Raises
    ------
    BenchError
        If it ends with an error; the output's last line is in it.
    """
    with Account(process) as account, process.stdout, open(log, "w", encoding="utf-8") as file:
        for line in process.stdout:
            file.write(line)
            told(line)
        status = process.wait()
    if status and not may_fail:
        raise BenchError(f"{Path(log).stem} failed: {_last_line(log)}")
    return account.told()


def _last_line(log):
    lines = Path(log).read_text(encoding="utf-8").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"


def stock(course, log, told=lambda done: None):
    """Let stock `nbgrader autograde` grade all that was handed in.

    Parameters
    ----------
    course : Path
        The course directory; its configuration decides what is run.
    log : Path
        Where to keep the output.
    told : callable
        Called with the number of submissions begun.

    Returns
    -------
    dict
        `seconds`, `cpu_seconds`, `cores_used_by_others`, `threads`.
    """
    begun = set()

    def line_came(line):
        found = re.search(rf"Sanitizing \S*?([^/\s]+)/{ASSIGNMENT}", line)
        if found:
            begun.add(found[1])
            told(len(begun))

    # It ends with an error where it could not grade somebody; who that is, the gradebook tells.
    found = watch(start(course, "autograde", ASSIGNMENT), log, line_came, may_fail=True)
    if not begun:
        raise BenchError(f"{Path(log).stem} failed: {_last_line(log)}")
    return {**found, "threads_a_kernel": 1}


def ours(course, log, told=lambda done: None, options=()):
    """Let `grader autograde` grade all that was handed in, on all cores.

    Returns
    -------
    dict
        As of `stock`, and: `grading_seconds` from when the workers are ready, everything imported, until the
        last outcome is written; `start_up_seconds` until then, `parent_peak_mb`.
    """
    result = course / "measured.json"
    launched = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.autograde.measured", str(result), ASSIGNMENT, *options],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def line_came(line):
        found = re.match(r"(\d+)/\d+ ", line)
        if found:
            told(int(found[1]))

    found = watch(process, log, line_came)
    measured = json.loads(result.read_text(encoding="utf-8"))
    return {
        **found,
        "threads_a_kernel": 1,
        "workers": measured["workers"],
        "start_up_seconds": measured["ready"] - launched,
        "grading_seconds": measured["graded"] - measured["ready"],
        "parent_peak_mb": measured["peak_mb"],
        "parent_mb_when_ready": measured["mb_when_ready"],
    }

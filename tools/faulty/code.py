"""Code that harms the process it runs in: the cells and functions of the faulty class.

It is text here and never runs in this process. Each text bounds itself (time, bytes, processes), so that a
grader whose limits fail loses minutes, not the machine.
"""

from typing import NamedTuple

__all__ = ["CELLS", "FUNCTIONS", "LEFT_OVER", "Cell", "Function"]

LEFT_OVER = "left over by a submission"
"""Words in the command line of a process that a cell leaves behind."""


class Cell(NamedTuple):
    """An added cell: what it does, the status it leads to, its source, how often it is added, what it costs.

    It costs nothing by itself; `costs` is None where nobody can say.
    """

    says: str
    status: str
    source: str
    times: int = 1
    costs: tuple | None = ()


class Function(NamedTuple):
    """A function redefined after an exercise's answer: what it does, its status, what it costs.

    `costs` are starts of the names of test cells.
    """

    says: str
    status: str
    exercise: str
    costs: tuple
    source: str


_KILL_ME_FIRST = """\
import contextlib

with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
    file.write("1000")  # where no limit holds, the machine ends this process before any other
"""

_FORK = """\
import os
import time

me, end = os.getpid(), time.monotonic() + 60
try:
    for _ in range(8):  # at most 256 processes, for at most a minute
        os.fork()
    while time.monotonic() < end:
        time.sleep(1)
finally:
    if os.getpid() != me:
        os._exit(0)
"""

_LOOP = "end = time.monotonic() + 600\nwhile time.monotonic() < end:\n    pass\n"

CELLS = {
    "exit-in-cell": Cell("ends the process", "kernel died", "import os\n\nos._exit(1)"),
    "exit-call": Cell("calls exit(), which ends the kernel once the cell is done", "kernel died", "exit()"),
    "exit-later": Cell(
        "ends the process a moment later, in another cell's time",
        "kernel died",
        "import os\nimport threading\n\nthreading.Timer(0.1, os._exit, (1,)).start()",
        costs=None,
    ),
    "sys-exit": Cell("raises SystemExit, which a kernel survives", "graded", "import sys\n\nsys.exit(1)"),
    "loop-in-cell": Cell("never ends", "timed out", f"import time\n\n{_LOOP}"),
    "loop-ignores-signals": Cell(
        "never ends and ignores interrupt and termination",
        "timed out",
        "import signal\nimport time\n\nfor ignored in (signal.SIGINT, signal.SIGTERM):\n"
        f"    signal.signal(ignored, signal.SIG_IGN)\n{_LOOP}",
    ),
    "loop-in-c": Cell(
        "loops in C, where no interrupt is looked for",
        "timed out",
        "import itertools\n\nmax(itertools.repeat(0, 30_000_000_000))",
    ),
    "sleep": Cell("sleeps without using the processor", "timed out", "import time\n\ntime.sleep(600)"),
    "forty-slow-cells": Cell(
        "is quick enough, but forty of them are not",
        "timed out",
        "import time\n\ntime.sleep(3)",
        times=40,
    ),
    "memory-in-cell": Cell(
        "keeps 30 GB",
        "out of memory",
        f'{_KILL_ME_FIRST}\nhoard = []\nfor _ in range(300):\n    hoard.append(b"x" * 100_000_000)',
    ),
    "fork-bomb": Cell("doubles its processes again and again", "kernel died", _FORK),
    "output-endless": Cell(
        "prints line after line, at most 2 GB",
        "too much output",
        'for _ in range(2_000_000):\n    print("no end in sight " * 60)',
    ),
    "output-huge": Cell("prints one text of 50 MB", "too much output", 'print("x" * 50_000_000)'),
    "output-displayed": Cell("shows one value of 50 MB", "too much output", '"x" * 50_000_000'),
    "output-by-program": Cell(
        "starts a program that prints, at most 1 GB",
        "too much output",
        'import subprocess\n\nsubprocess.run("yes | head -c 1000000000", shell=True)',
    ),
    "recursion-in-cell": Cell(
        "recurses without end, which Python refuses",
        "graded",
        "def deeper():\n    return deeper()\n\n\ntry:\n    deeper()\nexcept RecursionError as error:\n"
        "    raise ValueError(error) from None  # Jupyter's traceback of 3,000 calls takes seconds",
    ),
    "recursion-in-c": Cell(
        "recurses through C until the stack is full",
        "kernel died",
        "import sys\n\nsys.setrecursionlimit(10**9)\n\n\ndef deeper(_=None):\n"
        "    return sorted([0], key=deeper)\n\n\ndeeper()",
    ),
    "segfault": Cell("reads address 0", "kernel died", "import ctypes\n\nctypes.string_at(0)"),
    "input": Cell("waits for somebody to type", "graded", 'name = input("Your name: ")'),
    "left-over-process": Cell(
        "leaves a process of its own session behind, for ten minutes",
        "graded",
        "import subprocess\nimport sys\n\n"
        f'sleeper = "import time; time.sleep(600)  # {LEFT_OVER}"\n'
        'subprocess.Popen([sys.executable, "-c", sleeper], start_new_session=True)',
    ),
    "left-over-thread": Cell(
        "leaves a thread behind that the process waits for, for a minute",
        "graded",
        "import threading\nimport time\n\nthreading.Thread(target=time.sleep, args=(60,)).start()",
    ),
}
"""Added cells by student id."""

FUNCTIONS = {
    "exit-in-function": Function(
        "ends the process when called",
        "kernel died",
        "expectation",
        ("expectation_",),
        "def monte_carlo_expectation(f, samples):\n    import os\n\n    os._exit(1)\n",
    ),
    "loop-in-function": Function(
        "never returns",
        "timed out",
        "bic",
        ("bic__bic_",),
        "def bic(*args):\n    import time\n\n    end = time.monotonic() + 600\n"
        "    while time.monotonic() < end:\n        pass\n",
    ),
    "loop-swallows-interrupts": Function(
        "never returns and catches the interrupt",
        "timed out",
        "joint-tables",
        ("joint-tables__conditional_",),
        "def conditional(joint, given_axis):\n    import time\n\n    end = time.monotonic() + 600\n"
        "    while True:\n        try:\n            while time.monotonic() < end:\n                pass\n"
        "            return None\n        except BaseException:\n            continue\n",
    ),
    "memory-in-numpy": Function(
        "keeps 30 GB in arrays",
        "out of memory",
        "importance",
        ("importance_",),
        f"{_KILL_ME_FIRST}\n\ndef importance_estimate(*args):\n"
        "    hoard = [np.ones(12_500_000) for _ in range(300)]\n    return hoard[0][0], hoard[1][0]\n",
    ),
    "memory-in-torch": Function(
        "keeps 30 GB in tensors",
        "out of memory",
        "jensen",
        ("jensen_",),
        f"{_KILL_ME_FIRST}\n\ndef jensen_gap(log_weights):\n"
        "    hoard = [torch.ones(25_000_000) for _ in range(300)]\n    return hoard[0][0]\n",
    ),
    "recursion-in-function": Function(
        "recurses without end, which Python refuses",
        "graded",
        "evidence",
        ("evidence_",),
        "def log_evidence_monte_carlo(*args):\n    return log_evidence_monte_carlo(*args)\n",
    ),
    "prints-in-function": Function(
        "is right and prints a megabyte a call, which a check drops",
        "graded",
        "kl-closed-form",
        (),
        "quiet = kl_normal\n\n\ndef kl_normal(*args):\n"
        '    print("debug " * 170_000)\n    return quiet(*args)\n',
    ),
}
"""Redefined functions by student id."""

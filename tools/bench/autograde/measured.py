"""`grader autograde` as it is, with a look at the clock and at its own memory.

It is started as `python -m tools.bench.autograde.measured <result> <options of grader autograde>`.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

from nbautograde.app import NbAutograde

__all__ = ["Measured", "main", "megabytes"]


class Measured(NbAutograde):
    """Keep when the workers were ready and when the last outcome was written."""

    measured = None

    def _workers(self, course, work):
        return self._watched(super()._workers(course, work))

    @contextlib.contextmanager
    def _watched(self, workers):
        with workers as ready:
            ready._client.run(_wait_until_warm)
            told = {"ready": time.monotonic(), "mb_when_ready": megabytes("VmRSS"), "workers": len(ready)}
            yield ready
            self.measured = {**told, "graded": time.monotonic()}


def _wait_until_warm():
    """Wait, in a worker, until its fork server and test runner have imported all."""
    from nbautograde.isolated_tests.test_runner_client import runner_client
    from nbautograde.kernels.provisioner import fork_server

    fork_server().ask(do="poll")
    runner_client().wait()


def megabytes(name):
    """Return a size of this process: `VmRSS` now, `VmHWM` at its largest."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    raise KeyError(name)


def main():
    """Grade, and write down what was measured."""
    app = Measured.instance()
    app.initialize(sys.argv[2:])
    app.start()
    told = {**app.measured, "peak_mb": megabytes("VmHWM")}
    Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()

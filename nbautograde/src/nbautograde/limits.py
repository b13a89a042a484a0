"""What one submission may use up; all of it is set in `nbgrader_config.py` as `c.Limits.<name>`.

Memory and the size of written files are limited here, by the operating system. Others limit the rest:
`kernels.fork_server` processes and memory together, `kernels.provisioner` a message,
`preprocessors.execute_resilient` seconds and output, `workers.pool` what the parent waits, and
`course.submission` files.
"""

import resource

from traitlets import Integer
from traitlets.config import Configurable

__all__ = ["Limits", "restrict_process"]

_MB = 1 << 20


class Limits(Configurable):
    """Limits of one submission. The seconds of one cell are `Execute.timeout`, as in nbgrader."""

    submission_seconds = Integer(600, help="Seconds for all cells of a submission together.").tag(config=True)
    spare_seconds = Integer(
        300,
        help="Seconds that a worker may take for a submission beyond these, to start up and to clean up; "
        "then the worker is replaced.",
    ).tag(config=True)
    memory_mb = Integer(4000, help="Megabytes of memory, of the kernel and all its processes together.").tag(
        config=True
    )
    processes = Integer(64, help="Processes that a kernel may have at a time, itself included.").tag(
        config=True
    )
    written_file_mb = Integer(200, help="Megabytes that a file written by a cell may have.").tag(config=True)
    output_mb = Integer(20, help="Megabytes of output a cell, and of one message.").tag(config=True)
    notebook_mb = Integer(50, help="Megabytes of a notebook or file that is handed in.").tag(config=True)


def restrict_process(memory_mb, written_file_mb):
    """Limit this process and those it starts, by the operating system.

    Memory counts what is private and writable beyond what the process has now: more raises `MemoryError`.
    """
    with open("/proc/self/statm", encoding="ascii") as file:
        data = int(file.read().split()[5]) * resource.getpagesize()
    for kind, value in (
        (resource.RLIMIT_DATA, data + memory_mb * _MB),
        (resource.RLIMIT_FSIZE, written_file_mb * _MB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),  # POSIX message queues outlive who made them, and nobody can list them
    ):
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

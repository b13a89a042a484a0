"""Rebuild what is derived from authored sources: solution and release notebooks."""

import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tools.course.authoring import notebook_from_source
from tools.course.stock import release

__all__ = ["RELEASE", "SOLUTIONS", "BuildError", "assignments", "build", "derived", "stale"]

SOLUTIONS, RELEASE = Path("solutions"), Path("notebooks")


class BuildError(RuntimeError):
    """A source cannot be built: the message says which, and why."""


def build(root, execute=False, say=print):
    """Rebuild every derived file below `root`.

    A solution notebook whose cells are unchanged keeps its stored outputs unless `execute` is true.

    Parameters
    ----------
    root : Path
        The checkout.
    execute : bool
        Whether to execute all solution notebooks again.
    say : callable
        Called with a line for every file written.

    Raises
    ------
    BuildError
        Where there is no source, a source's cell header is not understood, or a cell fails.
    ReleaseFailed
        Where nbgrader does not release what the sources give.
    """
    with tempfile.TemporaryDirectory() as folder:
        fresh = _derive(root, Path(folder))
        differing = _differing(root, fresh)
        for path, notebook in fresh.items():
            if path.parts[0] == SOLUTIONS.name and (execute or path in differing):
                say(f"executing {path}")
                try:
                    _execute(notebook, Path(folder) / path.parent)
                except CellExecutionError as failed:
                    raise BuildError(f"{path.with_suffix('.py')}: {_where(notebook)}\n{failed}") from None
            elif path not in differing:
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            _write(notebook, root / path)
            say(f"wrote {path}")
        for path in _orphans(root, fresh):
            (root / path).unlink()
            say(f"removed {path}")


def assignments(root):
    """Return the names of a checkout's assignments: the folders with a notebook in `solutions/`."""
    paths = (root / SOLUTIONS).glob("*/*")
    return sorted({path.parent.name for path in paths if path.suffix in (".py", ".ipynb")})


def derived(root):
    """Return all notebooks that the sources below `root` give, without outputs, by relative path."""
    with tempfile.TemporaryDirectory() as folder:
        return _derive(root, Path(folder))


def stale(root, fresh=None):
    """Return the derived files, as relative paths, that differ from their sources in cell, id or metadata.

    `fresh` is what `derived` returns, where it is at hand.
    """
    fresh = derived(root) if fresh is None else fresh
    return sorted([*_differing(root, fresh), *_orphans(root, fresh)])


def _derive(root, workshop):
    """Return all derived notebooks, without outputs, by path relative to the checkout."""
    shutil.copy(root / "nbgrader_config.py", workshop)
    fresh, where = {}, {}
    for source in sorted((root / SOLUTIONS).glob("*/*.py")):
        path = source.relative_to(root).with_suffix(".ipynb")
        try:
            fresh[path] = notebook_from_source(source.read_text(encoding="utf-8"))
            _say_once(fresh[path], path, where)
        except ValueError as error:
            raise BuildError(f"{path.with_suffix('.py')}: {error}") from None
        (workshop / path).parent.mkdir(parents=True, exist_ok=True)
        _write(fresh[path], workshop / path)
    if not fresh:
        raise BuildError(f"no sources: there is no {SOLUTIONS}/<assignment>/<notebook>.py here")
    for assignment in sorted({path.parent.name for path in fresh}):
        release(workshop, assignment)
    for path in list(fresh):
        released = RELEASE / path.relative_to(SOLUTIONS)
        fresh[released] = nbformat.read(workshop / released, as_version=4)
    return fresh


def _say_once(notebook, path, where):
    """Note where each grade id is; one that the course has already raises ValueError."""
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in where:
            raise ValueError(f"grade_id: {name!r} is that of a cell in {where[name].with_suffix('.py')}, too")
        if name is not None:
            where[name] = path


def _differing(root, fresh):
    return {
        path
        for path, notebook in fresh.items()
        if not (root / path).is_file() or _bare(root / path) != nbformat.writes(notebook)
    }


def _bare(path):
    """Return a committed notebook's text with its outputs taken away."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception:
        return None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook)


def _orphans(root, fresh):
    return [
        path.relative_to(root)
        for folder, kept in ((SOLUTIONS, {".py", ".ipynb"}), (RELEASE, {".ipynb"}))
        for path in sorted((root / folder).glob("*/*"))
        if path.is_file()
        and not (path.suffix == ".py" and ".py" in kept)
        and path.relative_to(root) not in fresh
    ]


def _execute(notebook, folder):
    """Execute a notebook in place and keep the outputs that carry meaning: text, no pictures, no progress."""
    NotebookClient(
        notebook,
        timeout=600,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    notebook.metadata["language_info"] = nbformat.from_dict({"name": "python"})
    for cell in notebook.cells:
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = []


def _where(notebook):
    """Return which cell of an executed notebook failed."""
    outputs = ((cell.id, output) for cell in notebook.cells for output in cell.get("outputs", []))
    return next(f"the cell `{name}` fails" for name, output in outputs if output.output_type == "error")


def _write(notebook, path):
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")

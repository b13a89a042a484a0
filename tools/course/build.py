"""Rebuild what is derived from authored sources: solution and release notebooks, and the checks' page."""

import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course_checks.reference import ASSIGNMENT
from tools.audit.page import PAGE, refreshed
from tools.course.authoring import notebook_from_source
from tools.course.stock import release

__all__ = ["BuildError", "build", "derived", "stale"]

SOLUTIONS, RELEASE = Path("solutions", ASSIGNMENT), Path("notebooks", ASSIGNMENT)


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
            if path.parent == SOLUTIONS and (execute or path in differing):
                say(f"executing {path}")
                try:
                    _execute(notebook, Path(folder) / SOLUTIONS)
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
    if _page_is_stale(root):
        (root / PAGE).write_text(_fresh_page(root), encoding="utf-8")
        say(f"wrote {PAGE}")


def derived(root):
    """Return all notebooks that the sources below `root` give, without outputs, by relative path."""
    with tempfile.TemporaryDirectory() as folder:
        return _derive(root, Path(folder))


def stale(root, fresh=None):
    """Return the derived files, as relative paths, that differ from their sources in cell, id or metadata.

    `fresh` is what `derived` returns, where it is at hand.
    """
    fresh = derived(root) if fresh is None else fresh
    page = [PAGE] if _page_is_stale(root) else []
    return sorted([*_differing(root, fresh), *_orphans(root, fresh), *page])


def _derive(root, workshop):
    """Return all derived notebooks, without outputs, by path relative to the checkout."""
    (workshop / SOLUTIONS).mkdir(parents=True)
    shutil.copy(root / "nbgrader_config.py", workshop)
    fresh = {}
    for source in sorted((root / SOLUTIONS).glob("*.py")):
        try:
            notebook = notebook_from_source(source.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BuildError(f"{SOLUTIONS / source.name}: {error}") from None
        fresh[SOLUTIONS / f"{source.stem}.ipynb"] = notebook
        _write(notebook, workshop / SOLUTIONS / f"{source.stem}.ipynb")
    if not fresh:
        raise BuildError(f"no sources: there is no {SOLUTIONS}/<notebook>.py here")
    release(workshop)
    for path in list(fresh):
        fresh[RELEASE / path.name] = nbformat.read(workshop / RELEASE / path.name, as_version=4)
    return fresh


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
        for path in sorted((root / folder).glob("*"))
        if path.is_file()
        and not (path.suffix == ".py" and ".py" in kept)
        and path.relative_to(root) not in fresh
    ]


def _page_is_stale(root):
    return (root / PAGE).is_file() and _fresh_page(root) != (root / PAGE).read_text(encoding="utf-8")


def _fresh_page(root):
    """Return the checks' page as the sources give it; what an audit measured stays."""
    return refreshed((root / PAGE).read_text(encoding="utf-8"), root)


def _execute(notebook, folder):
    """Execute a notebook in place and keep the outputs that carry meaning: text, no pictures, no progress."""
    environment = {**os.environ, "GRADER_SOLUTIONS": str(folder)}
    NotebookClient(
        notebook,
        timeout=600,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=environment)
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

"""All that grading a submission needs of the course, as plain data: it travels to the workers once."""

import ast
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from nbautograde.course.cell_code import UnreadableError, tree_without_magics
from nbautograde.course.notebooks import code_of
from nbautograde.course.settings import CourseCode, folder_of
from nbautograde.course.source_cells import SourceCell, source_cells, source_kernelspec

__all__ = ["Assignment", "SourceNotebook", "read_assignment", "source_notebook"]

_WHO_AND_WHERE = ("NbAutograde", "CourseDirectory", "NbGrader", "Application", "JupyterApp")


@dataclass(frozen=True)
class SourceNotebook:
    """A notebook of the assignment, as the gradebook and the source folder have it.

    Attributes
    ----------
    kernelspec : dict or None
        Its kernelspec.
    cells : list of SourceCell
        Its marked cells, hidden tests included.
    own : frozenset of str
        The sources of its code cells without a mark.
    ungraded : frozenset of str
        Those of them that need not run, see `CourseCode.ungraded_tags`.
    """

    kernelspec: dict | None
    cells: list[SourceCell]
    own: frozenset[str] = frozenset()
    ungraded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Assignment:
    """An assignment as a worker needs it.

    Attributes
    ----------
    assignment : str
        Its name.
    notebooks : dict
        `SourceNotebook` by notebook.
    source : dict
        Content of the source notebooks, solutions included, by their path in the course: hidden tests may
        ask for it.
    extra_files : dict
        Content, by path, of the other files that every submission gets from the source folder.
    config : traitlets.config.Config
        nbgrader's configuration with the options of the command line.
    modules : tuple of str
        What the notebooks import, but for what belongs to grading.
    checks : tuple of str
        What test cells import besides.
    readable : tuple of str
        Files and folders of the course that a student's kernel may read.
    key : str
        A hash of everything that a grade depends on besides the submission.
    """

    assignment: str
    notebooks: dict
    source: dict
    extra_files: dict
    config: Config
    modules: tuple
    checks: tuple
    readable: tuple
    key: str


def read_assignment(coursedir, config):
    """Return a course directory's `Assignment`; raises `MissingEntry` where it is not there.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    config : traitlets.config.Config
        nbgrader's configuration.
    """
    assignment = coursedir.assignment_id
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    code = CourseCode(config=config)
    contents = {path.name: path.read_bytes() for path in sorted(source.glob("*.ipynb"))}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        notebooks = {
            name: SourceNotebook(
                source_kernelspec(gradebook, name, assignment),
                source_cells(gradebook, name, assignment),
                *_unmarked(contents.get(f"{name}.ipynb"), code.ungraded_tags),
            )
            for name in sorted(names)
        }
    extra = {
        str(path)[len(str(source)) :].lstrip("/"): _content(path)
        for path in utils.find_all_files(source, [*coursedir.ignore, "*.ipynb"])
    }
    cells = sorted((name, truth.kernelspec, truth.cells) for name, truth in notebooks.items())
    told = repr((cells, contents, sorted(extra.items()), _settings(config), code.sources()))
    imports, (_, of_grading) = _imports(contents.values()), code.sides()
    place = Path(Path(coursedir.source_directory).name, assignment)
    return Assignment(
        assignment=assignment,
        notebooks=notebooks,
        source={str(place / name): content for name, content in contents.items()},
        extra_files=extra,
        config=config,
        modules=tuple(name for name in imports if name.split(".")[0] not in of_grading),
        checks=(*imports, *_submodules(code.checks)),
        readable=tuple(code.paths_inside(coursedir.root)),
        key=hashlib.sha256(told.encode()).hexdigest(),
    )


def source_notebook(config, about):
    """Return the `SourceNotebook` of a notebook that stock nbgrader grades.

    Parameters
    ----------
    config : traitlets.config.Config
        nbgrader's configuration.
    about : dict
        nbgrader's resources of the notebook.
    """
    coursedir = CourseDirectory(config=config)
    folder = coursedir.format_path(coursedir.source_directory, ".", about["assignment"])
    path = Path(folder, f"{about['notebook']}.ipynb")
    content = path.read_bytes() if path.is_file() else None
    return SourceNotebook(None, [], *_unmarked(content, CourseCode(config=config).ungraded_tags))


def _unmarked(content, ungraded_tags):
    """Return the sources of a notebook's own code cells, and of those that need not run."""
    if content is None:
        return frozenset(), frozenset()
    cells = code_of(json.loads(content)["cells"])
    wanted = set(ungraded_tags)
    return frozenset(source for source, _ in cells), frozenset(s for s, tags in cells if tags & wanted)


def _submodules(packages):
    """Return the names of packages and of the modules directly in them."""
    found = []
    for name in packages:
        folder = folder_of(name)
        inside = iter_modules([str(folder)]) if folder else ()
        found += [name, *(f"{name}.{module.name}" for module in inside)]
    return found


def _settings(config):
    """Return the settings that a grade depends on: not who is graded, by how many workers, where."""
    return sorted(
        (f"{section}.{name}", repr(value))
        for section, values in config.items()
        if section not in _WHO_AND_WHERE
        for name, value in values.items()
        if name not in ("force", "create_student")
    )


def _content(path):
    with open(path, "rb") as file:
        return file.read()


def _nodes(source):
    """Return all nodes of a cell's syntax tree; a released answer need be no Python."""
    try:
        return ast.walk(tree_without_magics(source))
    except (SyntaxError, UnreadableError):
        return ()


def _imports(contents):
    """Return the names of the modules that the cells of notebooks import."""
    found = set()
    for content in contents:
        for cell in nbformat.reads(content.decode(), as_version=4).cells:
            if cell.cell_type == "code":
                for node in _nodes(cell.source):
                    if isinstance(node, ast.Import):
                        found |= {alias.name for alias in node.names}
                    elif isinstance(node, ast.ImportFrom) and node.module:
                        found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return tuple(sorted(found))

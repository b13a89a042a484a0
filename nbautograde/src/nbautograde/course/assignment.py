"""All that grading a submission needs of the course, as plain data: it travels to the workers once."""

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from traitlets.config import Config

from course_checks.reference import solutions_directory
from nbautograde.course.cell_code import UnreadableError, tree_without_magics
from nbautograde.preprocessors.restore_cells import SourceCell, source_cells, source_kernelspec

__all__ = ["Course", "NotebookTruth", "read_course"]

_WHO_AND_WHERE = ("AutogradeInParallel", "CourseDirectory", "NbGrader", "Application", "JupyterApp")


@dataclass(frozen=True)
class NotebookTruth:
    """What the gradebook says of a notebook: its kernelspec and its marked cells, hidden tests included."""

    kernelspec: dict | None
    cells: list[SourceCell]


@dataclass(frozen=True)
class Course:
    """An assignment as a worker needs it.

    Attributes
    ----------
    assignment : str
        Its name.
    notebooks : dict
        `NotebookTruth` by notebook.
    solutions : dict
        Content of the solution notebooks by file name: the reference that hidden tests ask for.
    extra_files : dict
        Content, by path, of the other files that every submission gets from the source folder.
    config : traitlets.config.Config
        nbgrader's configuration with the options of the command line.
    modules : tuple of str
        What the notebooks import.
    key : str
        A hash of everything that a grade depends on besides the submission.
    """

    assignment: str
    notebooks: dict
    solutions: dict
    extra_files: dict
    config: Config
    modules: tuple
    key: str


def read_course(coursedir, config):
    """Return the `Course` of a course directory's assignment; raises `MissingEntry` where it is not there.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    config : traitlets.config.Config
        nbgrader's configuration.
    """
    assignment = coursedir.assignment_id
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        notebooks = {
            name: NotebookTruth(
                source_kernelspec(gradebook, name, assignment), source_cells(gradebook, name, assignment)
            )
            for name in sorted(names)
        }
    source = coursedir.format_path(coursedir.source_directory, ".", assignment)
    extra = {
        str(path)[len(str(source)) :].lstrip("/"): _content(path)
        for path in utils.find_all_files(source, [*coursedir.ignore, "*.ipynb"])
    }
    solutions = {path.name: path.read_bytes() for path in sorted(solutions_directory().glob("*.ipynb"))}
    told = repr((notebooks, solutions, sorted(extra.items()), _settings(config), _checks()))
    key = hashlib.sha256(told.encode()).hexdigest()
    return Course(assignment, notebooks, solutions, extra, config, _imports(solutions.values()), key)


def _settings(config):
    """Return the settings that a grade depends on: not who is graded, by how many workers, where."""
    return sorted(
        (f"{section}.{name}", repr(value))
        for section, values in config.items()
        if section not in _WHO_AND_WHERE
        for name, value in values.items()
        if name not in ("force", "create_student")
    )


def _checks():
    """Return the source of this package, whose checks decide."""
    package = Path(__file__).parents[1]
    return [
        path.read_bytes() for name in ("checks", "judging") for path in sorted((package / name).glob("*.py"))
    ]


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

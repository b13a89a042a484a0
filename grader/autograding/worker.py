"""Grade one submission: nbgrader's own converter and preprocessors, in a folder that is thrown away."""

import atexit
import functools
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import nbformat
from jupyter_client.provisioning import KernelProvisionerFactory
from nbgrader import preprocessors
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory
from traitlets.utils.importstring import import_item

from grader.autograding.kernels import WarmKernelManager, warm_process
from grader.autograding.limits import Limits
from grader.events import events_of, worst
from grader.restore import RestoreCells

__all__ = ["Outcome", "grade"]

_IN_THE_PARENT = (
    preprocessors.AssignLatePenalties,  # it needs the gradebook
    preprocessors.OverwriteCells,  # `RestoreCells` has done it
    preprocessors.CheckCellMetadata,  # marks are the assignment's own by then
)
_folders = {}


@dataclass
class Outcome:
    """What grading one submission gave, as plain data.

    Attributes
    ----------
    student : str
        The student's id.
    events : list of tuple
        (status, text) for all that an instructor should know of; empty where all went well.
    scores : dict
        nbgrader's automatic score, None where a person has to decide, by notebook and grade id.
    comments : dict
        nbgrader's automatic comment, or None, by notebook and grade id.
    files : dict
        Content, as bytes, by path below `autograded/<student>/<assignment>/`.
    seconds : float
        How long it took.
    """

    student: str
    events: list = field(default_factory=list)
    scores: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def status(self):
        """The worst event's status, `graded` where there is none."""
        return worst(self.events)


def grade(course, submission):
    """Grade a submission and return its `Outcome`.

    Parameters
    ----------
    course : Course
        The assignment.
    submission : Submission
        What was handed in.
    """
    started = time.monotonic()
    limits = Limits(config=course.config)
    outcome = Outcome(submission.student, list(submission.events))
    KernelProvisionerFactory.instance().default_provisioner_name = "grader-warm"
    os.environ["GRADER_SOLUTIONS"] = _solutions(course)
    warm_process(course.modules)
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as root:
        folder = Path(root, "submitted", submission.student, course.assignment)
        _write(
            folder,
            {name: content for name, content in submission.files.items() if _fine(name, content, outcome)},
        )
        coursedir = CourseDirectory(config=course.config, root=root, student_id=submission.student)
        coursedir.assignment_id = course.assignment
        converter = _GradeOne(coursedir=coursedir, config=course.config)
        converter.course, converter.outcome = course, outcome
        converter.deadline = started + limits.submission_seconds
        converter.start()
        outcome.files = _read(Path(root, "autograded", submission.student, course.assignment), limits)
    outcome.seconds = time.monotonic() - started
    return outcome


class _GradeOne(Autograde):
    """nbgrader's autograding of one submission, without a gradebook: the parent of all workers has it."""

    def init_notebooks(self):
        """List the submission's notebooks that are of this assignment."""
        folder = Path(self._format_source(self.course.assignment, self.coursedir.student_id))
        self.notebooks = [
            str(path) for path in sorted(folder.glob("*.ipynb")) if path.stem in self.course.notebooks
        ]

    def convert_notebooks(self):
        """Grade each notebook; what goes wrong with one costs no other."""
        self.init_assignment(self.course.assignment, self.coursedir.student_id)
        for path in self.notebooks:
            try:
                self.convert_single_notebook(path)
            except Exception as error:
                self.log.error("%s", path, exc_info=True)
                status = "not a notebook" if self._sanitizing else "not graded"
                self.outcome.events.append(
                    (status, f"{Path(path).name}: {type(error).__name__}: {error}"[:500])
                )

    def init_assignment(self, assignment_id, student_id):
        """Copy the submission's other files, and those that the course gives."""
        BaseConverter.init_assignment(self, assignment_id, student_id)
        kept = self.exclude_overwriting.get(assignment_id, [])
        given = {name: content for name, content in self.course.extra_files.items() if name not in kept}
        _write(Path(self._format_dest(assignment_id, student_id)), given)

    def init_single_notebook_resources(self, notebook_filename):
        """Add until when the notebook may run."""
        resources = super().init_single_notebook_resources(notebook_filename)
        return {**resources, "deadline": self.deadline}

    def _init_preprocessors(self):
        self.exporter._preprocessors = []
        for given in self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors:
            class_ = import_item(given) if isinstance(given, str) else given
            if not issubclass(class_, _IN_THE_PARENT):
                self.exporter.register_preprocessor(_for_worker(class_))


class _Restore(RestoreCells):
    def _source(self, about):
        return self.parent.parent.course.notebooks[about["notebook"]].cells


class _Kernelspec(preprocessors.OverwriteKernelspec):
    def preprocess(self, nb, resources):
        """Set the assignment's kernelspec."""
        nb.metadata["kernelspec"] = self.parent.parent.course.notebooks[
            resources["nbgrader"]["notebook"]
        ].kernelspec
        return nb, resources


class _Record(preprocessors.SaveAutoGrades):
    """nbgrader's decision about each cell, kept in the outcome instead of a gradebook."""

    def preprocess(self, nb, resources):
        """Decide about each cell of a notebook."""
        self.notebook_id = resources["nbgrader"]["notebook"]
        self.assignment_id = self.student_id = None
        outcome = self.parent.parent.outcome
        self.gradebook = _Notes()
        nb, resources = super(preprocessors.SaveAutoGrades, self).preprocess(nb, resources)
        outcome.scores[self.notebook_id] = {
            name: note.auto_score for name, note in self.gradebook.grades.items()
        }
        outcome.comments[self.notebook_id] = {
            name: note.auto_comment for name, note in self.gradebook.comments.items()
        }
        outcome.events += events_of(nb)
        return nb, resources


class _Notes:
    """What `SaveAutoGrades` asks of a gradebook, for one notebook."""

    def __init__(self):
        self.grades, self.comments = {}, {}
        self.db = SimpleNamespace(commit=lambda: None)

    def find_grade(self, name, *_):
        return self.grades.setdefault(name, SimpleNamespace(manual_score=None, auto_score=None))

    def find_comment(self, name, *_):
        return self.comments.setdefault(name, SimpleNamespace(auto_comment=None))


@functools.cache
def _for_worker(class_):
    """Return a preprocessor as it works without a gradebook and with kernels of the warm process."""
    for base, ours in (
        (RestoreCells, _Restore),
        (preprocessors.OverwriteKernelspec, _Kernelspec),
        (preprocessors.SaveAutoGrades, _Record),
    ):
        if issubclass(class_, base):
            return ours
    if issubclass(class_, preprocessors.Execute):
        return type(class_.__name__, (class_,), {"__init__": functools.partialmethod(_init_warm, class_)})
    return class_


def _init_warm(self, class_, **kwargs):
    class_.__init__(self, **{**kwargs, "kernel_manager_class": WarmKernelManager})


def _solutions(course):
    """Return a folder of this process with the course's solution notebooks."""
    if course.key not in _folders:
        _folders[course.key] = folder = tempfile.mkdtemp(prefix="solutions-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _write(Path(folder), course.solutions)
    return _folders[course.key]


def _fine(name, content, outcome):
    """Return whether a file may be graded; note a notebook that is none."""
    if not name.endswith(".ipynb") or "/" in name:
        return True
    try:
        cells = nbformat.reads(content.decode("utf-8"), as_version=4).cells
        return all(isinstance(cell.source, str) for cell in cells)
    except Exception as error:
        outcome.events.append(("not a notebook", f"{name} is no notebook: {type(error).__name__}."))
        return False


def _write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _read(folder, limits):
    """Return the files that grading left, except links and what is too large."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= limits.notebook_mb << 20
    }

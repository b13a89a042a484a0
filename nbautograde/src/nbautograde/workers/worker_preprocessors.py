"""nbgrader's preprocessors as a worker runs them: the parent of all workers has the gradebook.

Each one finds in `resources["grading"]` what it needs of the assignment, and leaves there what it found out.
"""

import functools
from dataclasses import dataclass
from types import SimpleNamespace

from nbgrader import preprocessors

from nbautograde.course.assignment import SourceNotebook
from nbautograde.course.outcome import Outcome
from nbautograde.course.settings import CourseCode
from nbautograde.events import events_of, note, notes_of
from nbautograde.integrity import notes_on
from nbautograde.kernels.provisioner import ForkedKernelManager
from nbautograde.messages import failures_in
from nbautograde.preprocessors.execute_graded import ExecuteGraded
from nbautograde.preprocessors.execute_isolated import ExecuteIsolated
from nbautograde.preprocessors.restore_cells import RestoreCells

__all__ = ["Grading", "for_worker"]

_NOT_HERE = (
    preprocessors.AssignLatePenalties,  # it needs the gradebook
    preprocessors.OverwriteCells,  # `RestoreCells` has done it
    preprocessors.CheckCellMetadata,  # marks are the assignment's own by then
)


@dataclass
class Grading:
    """One notebook of a submission while it is graded; nbconvert's copies of the resources share it.

    Attributes
    ----------
    source : SourceNotebook
        The notebook as the assignment has it.
    outcome : Outcome
        What grading gives.
    isolated : bool
        Whether test cells run in the test runner.
    restored : bool
        Whether the test cells are as released by now.
    """

    source: SourceNotebook
    outcome: Outcome
    isolated: bool
    restored: bool = False

    def __deepcopy__(self, memo):
        """Return this object itself."""
        return self


@functools.cache
def for_worker(class_, isolated):
    """Return a preprocessor as it works in a worker: without a gradebook, with kernels of the fork server.

    With `isolated`, test cells run in the test runner.

    None stands for one that has nothing to do there.
    """
    if issubclass(class_, _NOT_HERE):
        return None
    for base, ours in (
        (RestoreCells, _Restore),
        (preprocessors.OverwriteKernelspec, _Kernelspec),
        (preprocessors.SaveAutoGrades, _Record),
    ):
        if issubclass(class_, base):
            return ours
    if issubclass(class_, ExecuteGraded):
        return _isolated(class_) if isolated else _forked(class_)
    return _forked(class_) if issubclass(class_, preprocessors.Execute) else class_


class _Restore(RestoreCells):
    def preprocess(self, nb, resources):
        """Restore a notebook, say that it could be, and note what no answer needs."""
        self._grading = resources["grading"]
        nb, resources = super().preprocess(nb, resources)
        self._grading.restored = True
        packages = CourseCode(config=self.config).sides()
        for text in notes_on(nb, *packages):
            note(nb, text)
        return nb, resources

    def _source(self, about):
        return self._grading.source.cells


class _Kernelspec(preprocessors.OverwriteKernelspec):
    def preprocess(self, nb, resources):
        """Set the assignment's kernelspec."""
        nb.metadata["kernelspec"] = resources["grading"].source.kernelspec
        return nb, resources


class _Record(preprocessors.SaveAutoGrades):
    """nbgrader's decision about each cell, kept in the outcome instead of a gradebook."""

    def preprocess(self, nb, resources):
        """Decide about each cell of a notebook."""
        self.notebook_id = resources["nbgrader"]["notebook"]
        self.assignment_id = self.student_id = None
        grading = resources["grading"]
        outcome = grading.outcome
        self.gradebook = _Notes()
        nb, resources = super(preprocessors.SaveAutoGrades, self).preprocess(nb, resources)
        outcome.scores[self.notebook_id] = {
            name: note.auto_score for name, note in self.gradebook.grades.items()
        }
        outcome.comments[self.notebook_id] = {
            name: note.auto_comment for name, note in self.gradebook.comments.items()
        }
        outcome.failures.update(failures_in(nb.cells, judged=grading.isolated))
        outcome.events += events_of(nb)
        outcome.notes += notes_of(nb)
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


def _forked(class_):
    def start(self, **kwargs):
        class_.__init__(self, **{**kwargs, "kernel_manager_class": ForkedKernelManager})

    return type(class_.__name__, (class_,), {"__init__": start})


def _isolated(class_):
    isolated = (
        ExecuteIsolated if class_ is ExecuteGraded else type(class_.__name__, (ExecuteIsolated, class_), {})
    )
    return _forked(isolated)

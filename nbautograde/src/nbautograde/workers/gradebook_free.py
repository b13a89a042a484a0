"""nbgrader's preprocessors as a worker runs them: the parent of all workers has the gradebook.

Each one finds the course and the outcome at the converter that runs it.
"""

import functools
from types import SimpleNamespace

from nbgrader import preprocessors

from nbautograde.events import events_of, note, notes_of
from nbautograde.integrity import notes_on
from nbautograde.kernels.provisioner import WarmKernelManager
from nbautograde.messages import failures_in
from nbautograde.preprocessors.execute_graded import ExecuteWhatCounts
from nbautograde.preprocessors.execute_isolated import ExecuteInRooms
from nbautograde.preprocessors.restore_cells import RestoreCells

__all__ = ["for_worker"]

_NOT_HERE = (
    preprocessors.AssignLatePenalties,  # it needs the gradebook
    preprocessors.OverwriteCells,  # `RestoreCells` has done it
    preprocessors.CheckCellMetadata,  # marks are the assignment's own by then
)


@functools.cache
def for_worker(class_, two_rooms):
    """Return a preprocessor as it works in a worker: without a gradebook, with kernels of the warm process.

    With `two_rooms`, test cells run in the examiner's process.

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
    if issubclass(class_, ExecuteWhatCounts):
        return _in_two_rooms(class_) if two_rooms else _warm(class_)
    return _warm(class_) if issubclass(class_, preprocessors.Execute) else class_


class _Restore(RestoreCells):
    def preprocess(self, nb, resources):
        """Restore a notebook, say that it could be, and note what no answer needs."""
        nb, resources = super().preprocess(nb, resources)
        self.parent.parent.restored = True
        for text in notes_on(nb):
            note(nb, text)
        return nb, resources

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
        outcome.failures.update(failures_in(nb.cells, judged=self.parent.parent.two_rooms))
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


def _warm(class_):
    def start(self, **kwargs):
        class_.__init__(self, **{**kwargs, "kernel_manager_class": WarmKernelManager})

    return type(class_.__name__, (class_,), {"__init__": start})


def _in_two_rooms(class_):
    rooms = (
        ExecuteInRooms if class_ is ExecuteWhatCounts else type(class_.__name__, (ExecuteInRooms, class_), {})
    )
    return _warm(rooms)

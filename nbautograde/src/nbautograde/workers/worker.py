"""Grade one submission: nbgrader's own converter and preprocessors, in a folder that is thrown away."""

import threading
import time
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import setenv
from traitlets.utils.importstring import import_item

from nbautograde.course.files import put, readable, source_folder, take
from nbautograde.course.outcome import Outcome
from nbautograde.course.settings import CourseCode
from nbautograde.course.trees import thrown_away
from nbautograde.isolated_tests.test_runner_client import RunnerSetup, runner_client
from nbautograde.kernels.fork_server_client import begin_submission, end_submission, fork_server
from nbautograde.limits import Limits
from nbautograde.preprocessors.execute_isolated import student_names
from nbautograde.sandbox import Isolation
from nbautograde.workers.worker_preprocessors import Grading, for_worker

__all__ = ["grade", "prepare"]

_one_at_a_time = threading.Lock()
"""The working directory, the environment and the fork server are one for all threads of a worker."""


def grade(course, submission, begun=None):
    """Grade a submission and return its `Outcome`.

    Parameters
    ----------
    course : Assignment
        The assignment.
    submission : Submission
        What was handed in.
    begun : callable, optional
        Called when its turn has come.
    """
    with _one_at_a_time:
        if begun is not None:
            begun()
        return _grade(course, submission)


def prepare(course):
    """Start the processes that grading a course's submissions needs, where they are not there yet.

    Returns
    -------
    ForkServer
        The one that forks kernels.
    str
        Why it is in no sandbox; empty where it is.
    """
    isolation = Isolation(config=course.config)
    KernelProvisionerFactory.instance().default_provisioner_name = "nbautograde"
    no_sandbox = isolation.why_no_sandbox()
    if isolation.tests == "isolated":
        code = CourseCode(config=course.config)
        setup = RunnerSetup(source_folder(course), course.checks, tuple(code.portable), code.failures)
        runner_client(setup)
    return fork_server(course.modules, sandboxed=not no_sandbox, readable=course.readable), no_sandbox


def _grade(course, submission):
    _, no_sandbox = prepare(course)
    limits, isolation = Limits(config=course.config), Isolation(config=course.config)
    begin_submission({**submission.files, **course.extra_files})  # imports are nobody's time
    if isolation.tests == "isolated":
        runner_client().wait()
    started = time.monotonic()
    outcome = Outcome(submission.student, list(submission.events), failures={}, no_sandbox=no_sandbox)
    with thrown_away("grading-") as root:
        folder = Path(root, "submitted", submission.student, course.assignment)
        put(folder, readable(submission.files, outcome.events))
        coursedir = CourseDirectory(config=course.config, root=root, student_id=submission.student)
        coursedir.assignment_id = course.assignment
        converter = _GradeOne(coursedir=coursedir, config=course.config)
        converter.course, converter.outcome = course, outcome
        converter.isolated = isolation.tests == "isolated"
        files = {**submission.files, **course.extra_files}
        converter.known = {"deadline": started + limits.submission_seconds, "files": files}
        converter.start()
        graded = Path(root, "autograded", submission.student, course.assignment)
        left = []
        outcome.files = take(graded, limits.notebook_mb << 20, left)
        outcome.events += [
            ("file too large", f"{name} is not kept: graded, it has more than {limits.notebook_mb} MB.")
            for name in left
            if name.removesuffix(".ipynb") in course.notebooks
        ]
    outcome.seconds = time.monotonic() - started
    for left in end_submission():
        outcome.notes.append(f"it left what could not be cleaned up ({left}): its sandbox was replaced")
    return outcome


class _GradeOne(Autograde):
    """nbgrader's autograding of one submission, without a gradebook: the parent of all workers has it."""

    def init_notebooks(self):
        """List the submission's notebooks that are of this assignment."""
        folder = Path(self._format_source(self.course.assignment, self.coursedir.student_id))
        known = self.course.notebooks
        self.notebooks = [str(path) for path in sorted(folder.glob("*.ipynb")) if path.stem in known]

    def convert_notebooks(self):
        """Grade each notebook; what goes wrong with one costs no other."""
        self.init_assignment(self.course.assignment, self.coursedir.student_id)
        for path in self.notebooks:
            try:
                self.convert_single_notebook(path)
            except Exception as error:  # its words may quote what a student wrote
                self.log.error("%s", path, exc_info=True)
                status = "not graded" if self.grading.restored else "not a notebook"
                text = f"{Path(path).name}: grading it ended with {type(error).__name__}."
                self.outcome.events.append((status, text))
                self._take_back(Path(path))

    def convert_single_notebook(self, notebook_filename):
        """Restore and grade a notebook in one pass; nbgrader writes and reads it in between."""
        self._init_preprocessors()
        with setenv(NBGRADER_EXECUTION="autograde"):
            BaseConverter.convert_single_notebook(self, notebook_filename)

    def _take_back(self, path):
        """Remove what is left of a notebook: nobody can read the half of one, and it has no points."""
        folder = self._format_dest(self.course.assignment, self.coursedir.student_id)
        Path(folder, path.name).unlink(missing_ok=True)
        for kept in (self.outcome.scores, self.outcome.comments):
            kept.pop(path.stem, None)

    def write_single_notebook(self, output, resources):
        """Write a graded notebook; halves of characters, which a kernel can send, are no Unicode."""
        super().write_single_notebook(output.encode("utf-8", "replace").decode(), resources)

    def init_assignment(self, assignment_id, student_id):
        """Copy the submission's other files, and those that the course gives."""
        BaseConverter.init_assignment(self, assignment_id, student_id)
        kept = self.exclude_overwriting.get(assignment_id, [])
        given = {name: content for name, content in self.course.extra_files.items() if name not in kept}
        put(Path(self._format_dest(assignment_id, student_id)), given)

    def init_single_notebook_resources(self, notebook_filename):
        """Add until when and where the notebook runs, and what the student's functions are called."""
        resources = super().init_single_notebook_resources(notebook_filename)
        source = self.course.notebooks[resources["nbgrader"]["notebook"]]
        self.grading = Grading(source, self.outcome, self.isolated)
        names = student_names(source.cells)
        return {**resources, **self.known, "source": source, "names": names, "grading": self.grading}

    def _init_preprocessors(self):
        self.exporter._preprocessors = []
        for given in [*self.sanitize_preprocessors, *self.autograde_preprocessors]:
            class_ = import_item(given) if isinstance(given, str) else given
            class_ = for_worker(class_, self.isolated)
            if class_ is not None:
                self.exporter.register_preprocessor(class_)

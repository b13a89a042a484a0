"""The command `nbautograde`: nbgrader's own, with workers, limits and a table that tells the truth."""

import os
import sys
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.apps.autogradeapp import aliases as nbgrader_aliases
from nbgrader.apps.autogradeapp import flags as nbgrader_flags
from nbgrader.converters import Autograde
from rich.console import Console
from traitlets import Bool, Int, Unicode

from nbautograde.course.assignment import read_assignment
from nbautograde.course.submission import students_of
from nbautograde.errors import Failed, one_line
from nbautograde.events import printable
from nbautograde.grades.grades import exercise_points, grades_file, read_grades, write_csv
from nbautograde.grades.terminal_table import print_grades
from nbautograde.limits import Limits
from nbautograde.sandbox import Isolation
from nbautograde.session.gradebook_writer import check_gradebook
from nbautograde.session.session import Session, run_session, with_notes
from nbautograde.workers.cluster import local_workers, remote_workers

__all__ = ["Failed", "NbAutograde", "main", "print_events", "print_protection"]


class NbAutograde(AutogradeApp):
    """nbgrader's `autograde`, in parallel."""

    name = "nbautograde"
    description = """Grade submissions in parallel, each in kernels of its own.

    It has the options and the configuration of `nbgrader autograde`, writes the same gradebook and the same
    autograded/, and grades.csv besides. Interrupted at any moment, the same command carries on. What has
    been graded is left alone unless it was handed in anew or --force is given.
    """
    examples = """
        nbautograde ps1
        nbautograde ps1 --student=ada --force
        nbautograde ps1 --jobs=8
        nbautograde ps1 --scheduler=tls://grading.example:8786 \\
            --tls-ca=ca.pem --tls-cert=cert.pem --tls-key=key.pem

    A cell's time limit is --Execute.timeout; the other limits are --Limits.submission_seconds, memory_mb,
    processes, written_file_mb, output_mb and notebook_mb.
    """
    aliases: ClassVar = {
        **nbgrader_aliases,
        "jobs": "NbAutograde.jobs",
        "scheduler": "NbAutograde.scheduler",
        "tls-ca": "NbAutograde.tls_ca",
        "tls-cert": "NbAutograde.tls_cert",
        "tls-key": "NbAutograde.tls_key",
        "sandbox": "Isolation.sandbox",
        "tests": "Isolation.tests",
    }
    flags: ClassVar = {
        **nbgrader_flags,
        "run-ungraded": (
            {"ExecuteGraded": {"run_ungraded": True}},
            "Also run the cells of ours that are not graded: pictures, training on the real data.",
        ),
        "insecure-scheduler": (
            {"NbAutograde": {"insecure_scheduler": True}},
            "Talk to a scheduler without encryption; whoever reaches it runs code as you.",
        ),
    }

    jobs = Int(0, help="Worker processes on this machine; 0 is one a core.").tag(config=True)
    scheduler = Unicode("", help="Address of a Dask scheduler whose workers grade.").tag(config=True)
    tls_ca = Unicode("", help="File with the certificate authority of the scheduler.").tag(config=True)
    tls_cert = Unicode("", help="File with the certificate to show to the scheduler.").tag(config=True)
    tls_key = Unicode("", help="File with the key of that certificate.").tag(config=True)
    insecure_scheduler = Bool(False, help="Whether the scheduler may be unencrypted.").tag(config=True)

    def _classes_default(self):
        return [*super()._classes_default(), Limits, Isolation]

    def start(self):
        """Grade, and end with a status of 1 where that could not be done, or nobody was judged."""
        console = Console(width=None if sys.stdout.isatty() else 160)
        try:
            super(AutogradeApp, self).start()
            report = self.grade(console)
            table, rows, exercises = self.write_table()
        except Failed as failed:
            print(f"nbautograde: {failed}", file=sys.stderr)
            sys.exit(1)
        print_protection(console, report)
        print_grades(console, [row for row in rows if row.student in report.outcomes], exercises)
        print_events(console, report)
        told_of_class = self.write_report(console, rows, exercises)
        told = report.counts
        if report.outdated:
            told += f" ({len(report.outdated)} of them with other checks or settings: --force grades again)"
        nothing_judged = report.nothing_judged
        console.print(f"{told}. Grades: {table}{told_of_class}")
        if report.finish() or nothing_judged:  # killed before this line, the next run tells all of it again
            sys.exit(1)

    def grade(self, console):
        """Grade, showing progress, and return a `RunSummary`; raises `Failed`."""
        self._read_assignment()
        students = self._students()
        converter = Autograde(coursedir=self.coursedir, parent=self)
        with one_line(self.coursedir.db_url):
            check_gradebook(self.coursedir, () if converter.create_student else students)
            course = self._course()
            if not self.scheduler:
                Isolation(config=self.config).why_no_sandbox()  # raises where there must be a sandbox
            work = Session(self.coursedir, course, students, converter.force)
            workers = self._workers(course, work)
            return run_session(work, workers, console, converter.create_student)

    def _course(self):
        name = self.coursedir.assignment_id
        try:
            return read_assignment(self.coursedir, self.config)
        except MissingEntry:
            raise Failed(
                f"no assignment {name!r} in the gradebook: run `nbgrader generate_assignment {name}` first"
            ) from None

    def _read_assignment(self):
        if len(self.extra_args) > 1:
            raise Failed("one assignment at a time")
        if self.extra_args:
            self.coursedir.assignment_id = self.extra_args[0]
        if not self.coursedir.assignment_id:
            raise Failed("which assignment? For example: nbautograde ps1")
        if self.coursedir.notebook_id != "*":
            raise Failed("submissions are graded as a whole, not one notebook of them")

    def _students(self):
        course = self.coursedir
        students = students_of(course)
        if not students:
            wanted = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
            raise Failed(f"no submissions: nothing matches {wanted}")
        for student in students:
            if printable(student) != student:
                raise Failed(f"submitted/ has a folder {student!r}: rename it, that is no student's id")
        return students

    def _workers(self, course, work):
        if self.scheduler:
            files = (self.tls_ca, self.tls_cert, self.tls_key)
            return remote_workers(self.scheduler, course, *files, self.insecure_scheduler)
        jobs = self.jobs or len(os.sched_getaffinity(0))
        return local_workers(max(1, min(jobs, len(work.left))), course)

    def write_table(self):
        """Write the grade table and return its file, its rows and the points of each exercise."""
        course = self.coursedir
        exercises = exercise_points(course.format_path(course.release_directory, ".", course.assignment_id))
        with one_line(self.coursedir.db_url):
            with Gradebook(course.db_url, course.course_id) as gradebook:
                rows = read_grades(gradebook, course.assignment_id, exercises)
            rows = with_notes(rows, course, course.assignment_id)
            place = Path(course.root, grades_file(course, course.assignment_id))
            new = place.with_name(f".{place.name}.new")
            try:
                write_csv(new, rows, exercises)
                os.replace(new, place)
            finally:
                new.unlink(missing_ok=True)
        return place.name, rows, exercises

    def write_report(self, console, rows, exercises):
        """Write the class report and return words that say so; a failure there costs a line, and no grade."""
        try:
            from nbautograde.report.page import write_report  # it takes a second to import

            name = grades_file(self.coursedir, self.coursedir.assignment_id, "report", ".html")
            write_report(Path(self.coursedir.root, name), rows, exercises, self.coursedir)
        except Exception as error:
            told = " ".join(f"{type(error).__name__}: {error}".split())
            text = f"The report of the class was not written: {told}"
            console.print(text, markup=False, highlight=False, soft_wrap=True)
            return ""
        return f"    report: {name}"


def print_protection(console, report):
    """Say where kernels ran without a sandbox, and why."""
    for reason in sorted({outcome.no_sandbox for outcome in report.outcomes.values()} - {""}):
        text = f"WITHOUT A SANDBOX: {reason}. Students' code ran with your rights, its resources limited."
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def print_events(console, report):
    """Print what happened besides grading, whose grade has changed, and where no notebook has points."""
    for student, outcome in report.outcomes.items():
        for status, text in outcome.events:
            console.print(f"{student}: {status}: {text}", markup=False, highlight=False, soft_wrap=True)
        for text in outcome.notes:
            console.print(f"{student}: look at: {text}", markup=False, highlight=False, soft_wrap=True)
    for change in report.changes:
        moved = change.after - change.before
        line = f"changed: {change.student} {change.before:g} -> {change.after:g} ({moved:+g})"
        console.print(line, markup=False, highlight=False)
    if report.warning:
        console.print(report.warning, markup=False, highlight=False, soft_wrap=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command `nbautograde` and return its exit status."""
    try:
        NbAutograde.launch_instance(arguments)
    except KeyboardInterrupt:
        print("nbautograde: interrupted; nothing is lost, run it again", file=sys.stderr)
        return 130
    return 0

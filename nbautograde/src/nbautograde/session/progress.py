"""What a person sees while a class is graded."""

import time

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["ProgressDisplay"]


class ProgressDisplay:
    """A live line on a terminal; elsewhere a line for each submission.

    Parameters
    ----------
    console : rich.console.Console
        Where to write.
    total : int
        The number of submissions.
    """

    def __init__(self, console, total):
        self._console, self._total = console, total
        self._done = self._failed = 0
        self._seconds, self._started = {}, time.monotonic()
        self._progress = Progress(
            TextColumn("grading"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[told]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=total, told="starting the workers")

    def __enter__(self):
        self._progress.start()
        return self

    def __exit__(self, *_):
        self._progress.stop()

    def ready(self, workers):
        """Say that the workers are there."""
        self._started = time.monotonic()
        if not self._console.is_terminal:
            self._console.print(f"grading {self._total} submissions with {workers} workers")

    def add(self, outcome):
        """Count a submission that is done."""
        self._done += 1
        self._failed += outcome.status != "graded"
        self._seconds[outcome.student] = outcome.seconds
        if not self._console.is_terminal:
            line = f"{self._done}/{self._total} {outcome.student}: {outcome.status}, {outcome.seconds:.1f} s"
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def show(self, running):
        """Show the state; `running` says since when each submission is being graded."""
        now = time.monotonic()
        parts = [f"{len(running)} running"]
        if self._failed:
            parts.append(f"{self._failed} with a problem")
        if self._done:
            left = (now - self._started) / self._done * (self._total - self._done)
            parts.append(f"{left // 60:.0f}:{left % 60:02.0f} left")
        times = {**self._seconds, **{student: now - since for student, since in running.items()}}
        slow = sorted(times.items(), key=lambda item: -item[1])[:2]
        if slow:
            parts.append("slowest " + ", ".join(f"{student} {seconds:.0f} s" for student, seconds in slow))
        self._progress.update(self._task, completed=self._done, told=", ".join(parts))

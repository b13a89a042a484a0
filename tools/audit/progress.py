"""What a person sees of an audit while it runs: a bar on a terminal, elsewhere lines that a log can keep."""

import datetime
import time
from collections import Counter

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from tools.audit.report import summary

__all__ = ["Watching"]

_SECONDS_BETWEEN_LINES = 600


class Watching:
    """A live bar on a terminal; elsewhere a line for each exercise that is done, and one every ten minutes.

    Parameters
    ----------
    console : rich.console.Console
        Where to write.
    missing : list of tuple
        The units to run, as `tools.audit.audit` makes them: an implementation, its seeds, and one thing more.
    outcomes : callable
        Called with an exercise that is done, it returns all outcomes of that one, earlier runs' among them.
    """

    def __init__(self, console, missing, outcomes):
        self._console, self._outcomes = console, outcomes
        self._open = Counter(unit[0].exercise for unit in missing)
        self._all, self._exercises, self._done = sum(len(unit[1]) for unit in missing), len(self._open), 0
        self._started = self._told = time.monotonic()
        self._progress = Progress(
            TextColumn("audit"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=self._all)

    def __enter__(self):
        self._progress.start()
        self._say(f"audit: {self._all} runs to do, exercises: {self._exercises}")
        return self

    def __exit__(self, *_):
        self._progress.stop()

    def add(self, unit):
        """Count a unit that is done."""
        exercise, runs = unit[0].exercise, len(unit[1])
        self._done += runs
        self._progress.advance(self._task, runs)
        self._open[exercise] -= 1
        if not self._open[exercise]:
            del self._open[exercise]
            self._say(f"{self._state(exercise)}, {self._left()}")
        elif time.monotonic() - self._told > _SECONDS_BETWEEN_LINES:
            self._say(f"audit: {self._done} of {self._all} runs, {self._left()}")

    def _state(self, exercise):
        row = summary(self._outcomes(exercise))["exercises"][exercise]
        missed = row["mutants"] - row["caught"]
        return (
            f"{self._exercises - len(self._open)}/{self._exercises} {exercise}: {row['runs']} runs, "
            f"{row['false_fails']} false fails, {missed} of {row['mutants']} mutants missed"
        )

    def _left(self):
        left = (time.monotonic() - self._started) / self._done * (self._all - self._done)
        return f"about {datetime.timedelta(seconds=round(left))} left"

    def _say(self, line):
        if not self._console.is_terminal:
            self._told = time.monotonic()
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

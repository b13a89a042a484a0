"""A clock for a process that computes in one thread."""

import time

import numpy as np

__all__ = ["Clock"]


class Clock:
    """Seconds of processor time of this process, and of the clock on the wall; it can be stopped.

    With one thread on an idle machine both are the same. On a busy one only the first is the contender's.
    """

    def __init__(self):
        self.spent = np.zeros(2)
        self.started = self._now()

    def stop(self):
        """Stop, and return the seconds so far."""
        self.spent = self.spent + self._now() - self.started
        return self.spent

    def start(self):
        """Go on."""
        self.started = self._now()

    @staticmethod
    def _now():
        return np.array([time.process_time(), time.perf_counter()])

"""Late penalties: nbgrader's plugin that takes a share of a notebook's points for each day it is late."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Int

__all__ = ["PenaltyPerDay"]

_DAY = 24 * 60 * 60


class PenaltyPerDay(LateSubmissionPlugin):
    """Take `percent_per_day` of the notebook's score for each started day, and all of it after `days`.

    nbgrader asks once a notebook, when that is autograded and only where the submission is late; an extension
    has then been added to the due date. Days are counted from the end of the grace period, so the penalty
    does not jump by two days there. The score is what the notebook has at that moment: points given by hand
    later are reduced when the submission is autograded again.
    """

    percent_per_day = Float(
        0.0, min=0.0, max=100.0, help="Percent of the score that a started day costs; 0 turns penalties off."
    ).tag(config=True)
    grace_hours = Float(1.0, min=0.0, help="Hours after the due date that cost nothing.").tag(config=True)
    days = Int(7, min=1, help="Days after the grace period in which work still counts.").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Return the points to take off, or None where there is no penalty.

        Parameters
        ----------
        student_id : str
            The student's id; all are treated alike.
        score : float
            The notebook's points without a penalty.
        total_seconds_late : float
            Seconds between the due date and the submission.
        """
        started = math.ceil((total_seconds_late - self.grace_hours * 60 * 60) / _DAY)
        if started <= 0 or self.percent_per_day == 0:
            return None
        if started > self.days:
            return score
        return score * min(1.0, started * self.percent_per_day / 100)

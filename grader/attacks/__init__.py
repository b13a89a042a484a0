"""Attacks on grading, to try it on: submissions that forge points, read secrets or do harm.

All of it is text here. It runs only in throw-away courses, graded by `grader autograde` and stock nbgrader.
"""

from grader.attacks.command import attack
from grader.attacks.course import AttackError
from grader.attacks.listed import ATTACKS
from grader.attacks.verdict import gave_away

__all__ = ["ATTACKS", "AttackError", "attack", "gave_away"]

"""Attacks on grading, to try it on: submissions that forge points, read secrets or do harm.

All of it is text here. It runs only in throw-away courses, graded by `nbautograde` and stock nbgrader.
"""

from tools.attack.command import attack
from tools.attack.course import AttackError
from tools.attack.listed import ATTACKS
from tools.attack.verdict import gave_away

__all__ = ["ATTACKS", "AttackError", "attack", "gave_away"]

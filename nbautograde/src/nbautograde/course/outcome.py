"""What grading one submission gave."""

from dataclasses import dataclass, field

from nbautograde.events import worst

__all__ = ["Outcome"]


@dataclass
class Outcome:
    """What grading one submission gave, as plain data.

    Attributes
    ----------
    student : str
        The student's id.
    events : list of tuple
        (status, text) for all that an instructor should know of; empty where all went well.
    scores : dict
        nbgrader's automatic score, None where a person has to decide, by notebook and grade id.
    comments : dict
        nbgrader's automatic comment, or None, by notebook and grade id.
    files : dict
        Content, as bytes, by path below `autograded/<student>/<assignment>/`.
    notes : list of str
        What an instructor should look at, see `nbautograde.integrity`.
    failures : dict or None
        First words and named cause of each test cell that failed, by its grade id, see
        `nbautograde.messages.failures_in`; None where nobody has looked.
    seconds : float
        How long it took.
    no_sandbox : str
        Why its kernels were in no sandbox; empty where they were.
    """

    student: str
    events: list = field(default_factory=list)
    scores: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    failures: dict | None = None
    seconds: float = 0.0
    no_sandbox: str = ""

    @property
    def status(self):
        """The worst event's status, `graded` where there is none."""
        return worst(self.events)

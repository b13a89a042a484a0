"""All attacks by id."""

from grader.attacks.harm import HARM
from grader.attacks.hooks import HOOKS
from grader.attacks.marks import MARKS
from grader.attacks.memory import MEMORY
from grader.attacks.patches import PATCHES
from grader.attacks.persisting import PERSISTING
from grader.attacks.planting import PLANTING
from grader.attacks.results import RESULTS
from grader.attacks.room import ROOM
from grader.attacks.secrets import SECRETS

__all__ = ["ATTACKS"]

ATTACKS = {
    **RESULTS,
    **HOOKS,
    **PATCHES,
    **ROOM,
    **MARKS,
    **SECRETS,
    **MEMORY,
    **HARM,
    **PLANTING,
    **PERSISTING,
}

"""All attacks by id."""

from tools.attack.connection import CONNECTION
from tools.attack.harm import HARM
from tools.attack.hooks import HOOKS
from tools.attack.marks import MARKS
from tools.attack.memory import MEMORY
from tools.attack.patches import PATCHES
from tools.attack.persisting import PERSISTING
from tools.attack.planting import PLANTING
from tools.attack.results import RESULTS
from tools.attack.secrets import SECRETS

__all__ = ["ATTACKS"]

ATTACKS = {
    **RESULTS,
    **HOOKS,
    **PATCHES,
    **CONNECTION,
    **MARKS,
    **SECRETS,
    **MEMORY,
    **HARM,
    **PLANTING,
    **PERSISTING,
}

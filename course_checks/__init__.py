"""Hidden checks of the course: one module for each exercise, named by its grade id.

They stay in the instructor's checkout. Modules are loaded when first used, so that the first notebook never
waits for torch.
"""

import importlib
from types import ModuleType

from course_checks.solutions import reference

__all__ = ["reference"]


def __getattr__(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"course_checks.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != f"course_checks.{name}":
            raise
        raise AttributeError(f"course_checks has no exercise {name!r}") from None

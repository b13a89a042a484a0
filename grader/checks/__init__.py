"""Visible checks: one module for each exercise, named by its grade id.

Modules are loaded when first used, so that the first notebook never waits for torch.
"""

import importlib
from types import ModuleType

__all__: list[str] = []


def __getattr__(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"grader.checks.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != f"grader.checks.{name}":
            raise
        raise AttributeError(f"grader.checks has no exercise {name!r}") from None

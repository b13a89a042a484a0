"""Whether a gradient can be taken in a fork: torch's engine may not survive one that follows a gradient.

Its threads for devices do not: any gradient raises an exception then, or never comes, whatever the student
wrote. Then none is tried, and the test is told as one that could not run.
"""

import sys
import threading

__all__ = ["NoGradient", "is_no_gradient", "prepare"]

_SAYS = "fork-based multiprocessing"
"""What torch's own exception says."""

_SECONDS = 20


class NoGradient(BaseException):
    """No gradient can be taken in this process; a student's `except Exception` does not swallow it."""


def prepare():
    """Find out whether a gradient can be taken here; where not, let every attempt raise `NoGradient`."""
    torch = sys.modules.get("torch")
    if torch is not None and not _works(torch):
        torch.autograd.grad = torch.autograd.backward = _refuse


def is_no_gradient(error):
    """Return whether an exception, or one that it came from, says that no gradient can be taken here."""
    seen = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, NoGradient) or (isinstance(error, RuntimeError) and _SAYS in str(error)):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _works(torch):
    found = []

    def take():
        try:
            leaf = torch.ones((), device="cpu", requires_grad=True)
            torch.autograd.grad(leaf * leaf, leaf)
        except Exception as error:  # another one than torch's own is of the student's making
            found.append(not is_no_gradient(error))
        else:
            found.append(True)

    thread = threading.Thread(target=take, daemon=True)  # which can be left behind where it hangs
    thread.start()
    thread.join(_SECONDS)
    return bool(found) and found[0]


def _refuse(*args, **kwargs):
    raise NoGradient

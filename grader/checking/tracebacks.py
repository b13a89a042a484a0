"""What an exception in a student's function says, and which line of the notebook it came from."""

import linecache

from grader.checking.failures import show

__all__ = ["line_of", "said"]


def said(error):
    """Return an exception's type and words, as short text."""
    return f"{type(error).__name__}: {show(str(error))}"


def line_of(error):
    """Return the notebook's line that an exception came from, with its number in its cell, or None.

    That is the innermost one outside of any library. Of an exception from another process it is told there,
    as `notebook_line`.
    """
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") == "__main__":
            found = step
        step = step.tb_next
    if found is None:
        told = getattr(error, "notebook_line", None)
        return told and show(told, 100)
    text = linecache.getline(found.tb_frame.f_code.co_filename, found.tb_lineno).strip()
    return show(f"{found.tb_lineno}: {text}" if text else f"{found.tb_lineno}", 100)

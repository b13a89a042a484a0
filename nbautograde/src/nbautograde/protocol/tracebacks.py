"""Which line of the notebook an exception came from."""

import linecache

__all__ = ["notebook_line"]

_LONGEST = 100


def notebook_line(error: BaseException) -> str:
    """Return the innermost line outside of any library, with its number in its cell, or an empty text."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__") == "__main__":
            found = step
        step = step.tb_next
    if found is None:
        return ""
    text = linecache.getline(found.tb_frame.f_code.co_filename, found.tb_lineno).strip()
    told = f"{found.tb_lineno}: {text}" if text else f"{found.tb_lineno}"
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 3]}..."

"""What a disk, a gradebook or a cluster refuses, in one line."""

import contextlib
import sqlite3

from nbgrader.api import InvalidEntry, MissingEntry
from sqlalchemy.exc import DBAPIError

from nbautograde.sandbox import SandboxError
from nbautograde.workers.pool import AGAIN, ClusterError

__all__ = ["Failed", "one_line"]


class Failed(RuntimeError):
    """Grading could not be done; the message says why in one line."""


@contextlib.contextmanager
def one_line(gradebook):
    """Turn what is refused into `Failed`; `gradebook` is the gradebook's address."""
    try:
        yield
    except (sqlite3.Error, DBAPIError, InvalidEntry) as error:  # the last one is nbgrader's word for both
        refused = error.__context__ if isinstance(error, InvalidEntry) else error
        told = str(getattr(refused, "orig", error)).splitlines()[0]
        raise Failed(f"{gradebook}: {told}; {AGAIN}") from error
    except (ClusterError, MissingEntry, SandboxError) as error:
        raise Failed(str(error)) from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise Failed(f"{place}{error.strerror or error}; {AGAIN}") from error

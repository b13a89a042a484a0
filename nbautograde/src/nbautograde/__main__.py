"""The command `nbautograde`, as `python -m nbautograde`."""

import sys

from nbautograde.app import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())

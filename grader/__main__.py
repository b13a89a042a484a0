"""The command `grader`: it is the instructor's, and lies in `tools/cli.py` of the course's checkout."""

import sys

__all__ = ["main"]


def main() -> int:
    """Run the checkout's command and return its exit status."""
    try:
        from tools.cli import main as run
    except ModuleNotFoundError as missing:
        if missing.name != "tools":
            raise
        print("grader: this command works in the course's checkout only", file=sys.stderr)
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())

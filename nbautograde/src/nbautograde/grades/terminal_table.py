"""The table of students by exercises."""

from dataclasses import replace

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from nbautograde.events import printable
from nbautograde.grades.grades import Row

__all__ = ["print_grades"]

_BEST = Row("(points to be had)", "", 0.0, 0.0, {})


def print_grades(console, rows, exercises):
    """Print students by exercises in tables that fit; numbers head the columns of a narrow terminal.

    Nothing is printed of nobody.
    """
    if not rows:
        return
    named = {exercise: exercise.split("-") for exercise in exercises}
    blocks = _blocks(console, rows, named)
    if len(blocks) > 3:
        named = {exercise: [str(number)] for number, exercise in enumerate(exercises, 1)}
        blocks = _blocks(console, rows, named)
        console.print(
            ", ".join(f"{named[exercise][0]} {exercise}" for exercise in exercises), markup=False, emoji=False
        )
    best = replace(_BEST, total=sum(exercises.values()), scores=exercises)
    for block in blocks:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for title in ("student", "status"):
            table.add_column(title, no_wrap=True)
        table.add_column("total", justify="right", style="bold", no_wrap=True)
        for exercise in block:
            table.add_column(Text("\n".join(named[exercise])), justify="right", no_wrap=True)
        for row in [best, *rows]:
            cells = [_cell(row.scores[exercise], exercises[exercise]) for exercise in block]
            who, total = Text(printable(row.student)), "-" if row.total is None else f"{row.total:g}"
            table.add_row(who, row.status, total, *cells, end_section=row is best)
        console.print(table)
    if any(row.scores[exercise] is None for row in rows for exercise in exercises):
        console.print("- has no score yet: a person reads it, or it could not be graded")


def _blocks(console, rows, named):
    """Return the exercises in groups whose columns fit beside the student's, status and total."""
    room = console.width - max(cell_len(row.student) for row in [*rows, _BEST]) - 30
    blocks, used = [[]], 0
    for exercise, words in named.items():
        width = max(4, *map(len, words)) + 1
        if blocks[-1] and used + width > room:
            blocks.append([])
            used = 0
        blocks[-1].append(exercise)
        used += width
    return blocks


def _cell(score, best):
    text = "-" if score is None else f"{score:g}"
    return text if score == best else f"[red]{text}[/red]"

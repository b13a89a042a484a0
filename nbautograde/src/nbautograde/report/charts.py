"""The report's two charts as SVG, each as an image's address and its alternative text."""

import base64
from collections.abc import Sequence
from html import escape

from nbautograde.report.class_statistics import ClassNumbers

__all__ = ["PARTS", "exercises_chart", "totals_chart"]

PARTS = (
    ("full", "all points", "#009E73"),
    ("part", "some points", "#E69F00"),
    ("none", "no points", "#D55E00"),
    ("waiting", "no score yet", "#8a8a8a"),
)
"""Attribute of an exercise, what it counts, and its colour in the chart and for colour-blind readers."""

_BAR, _INK, _GRID = "#0072B2", "#222222", "#dddddd"
_WIDTH, _LETTER = 640, 7.2


def totals_chart(bins: Sequence[tuple[float, float, int]], numbers: ClassNumbers) -> tuple[str, str]:
    """Return a histogram of the totals.

    Parameters
    ----------
    bins : sequence of tuple
        From which points, up to which, and how many students.
    numbers : ClassNumbers
        The class.
    """
    left, top, height = 46, 48, 150
    step = (_WIDTH - left - 10) / len(bins)
    most = max(count for *_, count in bins) or 1
    parts = [_text(_WIDTH / 2, 18, "Totals", size=15, anchor="middle")]
    for number, (start, _, count) in enumerate(bins):
        tall, x = height * count / most, left + number * step
        parts.append(_box(x + 0.04 * step, top + height - tall, 0.92 * step, tall, _BAR))
        if count:
            parts.append(_text(x + step / 2, top + height - tall - 5, count, anchor="middle"))
        parts.append(_text(x, top + height + 16, f"{start:g}", anchor="middle"))
    parts.append(_text(left + len(bins) * step, top + height + 16, f"{bins[-1][1]:g}", anchor="middle"))
    parts.append(_text(left + (_WIDTH - left) / 2, top + height + 36, "points", anchor="middle"))
    parts.append(_line(left, top + height, _WIDTH - 10, top + height))
    parts.append(f'<g transform="translate(14 {top + height / 2}) rotate(-90)">')
    parts.append(f"{_text(0, 0, 'students', anchor='middle')}</g>")
    fullest = max(bins, key=lambda one: one[2])
    return _image(parts, top + height + 46), (
        f"Histogram of the totals of {len(numbers.totals)} students out of {numbers.best:g} points. "
        f"Most, {fullest[2]}, have from {fullest[0]:g} to {fullest[1]:g}. The table below has all numbers."
    )


def exercises_chart(numbers: ClassNumbers) -> tuple[str, str]:
    """Return a bar for each exercise: how many students have all, some, no points, or no score yet."""
    exercises, row, top = numbers.exercises, 22, 58
    left = 16 + _LETTER * max((len(exercise.name) for exercise in exercises), default=0)
    students = max((_students(exercise) for exercise in exercises), default=0) or 1
    scale = (_WIDTH - left - 14) / students
    parts = [_text(_WIDTH / 2, 18, "Points by exercise", size=15, anchor="middle")]
    place = left
    for _, label, colour in PARTS:
        parts += [_box(place, 32, 12, 12, colour), _text(place + 17, 42, label)]
        place += 34 + _LETTER * len(label)
    for number, exercise in enumerate(exercises):
        y, x = top + number * row, left
        parts.append(_text(left - 8, y + 14, exercise.name, anchor="end"))
        for name, _, colour in PARTS:
            if count := getattr(exercise, name):
                parts.append(_box(x, y + 2, scale * count, row - 5, colour, edge="white"))
                if scale * count > 8 + _LETTER * len(str(count)):
                    ink = _INK if name == "part" else "white"  # white is too pale on amber
                    parts.append(_text(x + scale * count / 2, y + 14, count, ink, anchor="middle"))
                x += scale * count
    bottom = top + len(exercises) * row
    parts.append(_line(left, bottom, left + students * scale, bottom))
    parts += [_text(left, bottom + 16, 0, anchor="middle")]
    parts += [_text(left + students * scale, bottom + 16, students, anchor="end")]
    parts.append(_text(left + students * scale / 2, bottom + 16, "students", anchor="middle"))
    scored = [exercise for exercise in exercises if exercise.share is not None]
    hardest = min(scored, key=lambda exercise: exercise.share, default=None)
    told = f" The lowest mean share of points is in {hardest.name}." if hardest else ""
    return _image(parts, bottom + 26), (
        f"Bars for {len(exercises)} exercises: how many students have all, some or no points."
        f"{told} The table below has all numbers."
    )


def _students(exercise):
    return sum(getattr(exercise, name) for name, *_ in PARTS)


def _image(parts, height):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:g}" '
    drawing = f'{head}viewBox="0 0 {_WIDTH} {height:g}" font-family="sans-serif">{"".join(parts)}</svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _text(x, y, text, colour=_INK, size=12, anchor="start"):
    place = f'x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(str(text))}</text>"


def _box(x, y, width, height, colour, edge="none"):
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{colour}" stroke="{edge}"/>'
    )


def _line(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_INK}"/>'

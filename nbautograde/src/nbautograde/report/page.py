"""The report of a class: one HTML page without scripts, its pictures inside, every number in a table."""

import base64
from pathlib import Path
from statistics import fmean, median, quantiles

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.pictures.style import ANSWER, DATA, PALE, SECOND, THIRD, axes, drawn
from nbautograde.messages import number, with_code
from nbautograde.report.class_statistics import class_numbers
from nbautograde.session.session import store_of
from nbautograde.session.store import replace

__all__ = ["REPORT", "html_of", "write_report"]

REPORT = "report.html"
_BINS = 10
_TEMPLATES = Path(__file__).parent / "templates"
_PARTS = (
    ("full", "all points", THIRD, ""),
    ("part", "some points", PALE, "//"),
    ("none", "no points", SECOND, "xx"),
    ("waiting", "no score yet", DATA, ".."),
)


def write_report(rows, exercises, coursedir):
    """Write a class's report beside `grades.csv`.

    Parameters
    ----------
    rows : list of nbautograde.grades.grades.Row
        The grade table, with notes.
    exercises : dict
        Points by exercise.
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    """
    numbers = class_numbers(rows, exercises, coursedir, store_of(coursedir))
    replace(Path(coursedir.root, REPORT), html_of(numbers, coursedir.assignment_id))


def html_of(numbers, assignment):
    """Return the page of a `nbautograde.report.class_statistics.ClassNumbers`."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["with_code"] = with_code
    environment.filters["number"] = number
    environment.filters["percent"] = lambda share: "–" if share is None else f"{100 * share:.0f} %"
    bins = _bins(numbers.totals, numbers.best)
    pictures = {}
    if numbers.totals:
        pictures["totals"] = _image(_draw_totals, bins, numbers)
        pictures["exercises"] = _image(_draw_exercises, numbers)
    return environment.get_template("report.html.j2").render(
        numbers=numbers,
        assignment=assignment,
        bins=bins,
        pictures=pictures,
        parts=_PARTS,
        totals=_summary(numbers.totals),
        times=_summary([seconds for seconds, _ in numbers.seconds]),
    )


def _summary(values):
    """Return words and numbers for a list of numbers, empty for an empty one."""
    if not values:
        return {}
    lower, _, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return {
        "mean": fmean(values),
        "median": median(values),
        "lower quartile": lower,
        "upper quartile": upper,
        "least": min(values),
        "most": max(values),
    }


def _bins(totals, best):
    """Return (from, to, students) for equal steps up to the best total, which the last one includes."""
    width = best / _BINS or 1.0
    counts = [0] * _BINS
    for total in totals:
        counts[max(0, min(_BINS - 1, int(total / width + 1e-9)))] += 1
    return [(step * width, (step + 1) * width, count) for step, count in enumerate(counts)]


def _image(draw, *args):
    """Return a picture as an address that holds it, and its alternative text."""
    image, alt = drawn(draw, *args, form="svg")
    return f"data:image/svg+xml;base64,{base64.b64encode(image).decode()}", alt


def _draw_totals(bins, numbers):
    figure, place = axes(height=2.8)
    lefts, rights, counts = zip(*bins, strict=True)
    width = rights[0] - lefts[0]
    bars = place.bar(lefts, counts, width=0.92 * width, align="edge", color=ANSWER)
    place.bar_label(bars, [str(count) if count else "" for count in counts])
    place.set(xlabel="points", ylabel="students", title="Totals", xticks=[*lefts, rights[-1]])
    place.yaxis.get_major_locator().set_params(integer=True)
    place.margins(y=0.12)
    most = max(bins, key=lambda one: one[2])
    return figure, (
        f"Histogram of the totals of {len(numbers.totals)} students out of {numbers.best:g} points. "
        f"Most, {most[2]}, have from {most[0]:g} to {most[1]:g}. The table below has all numbers."
    )


def _draw_exercises(numbers):
    exercises = numbers.exercises
    figure, place = axes(height=1.2 + 0.27 * len(exercises))
    lines = range(len(exercises))
    left = [0] * len(exercises)
    for name, label, colour, hatch in _PARTS:
        counts = [getattr(exercise, name) for exercise in exercises]
        if any(counts):
            place.barh(lines, counts, left=left, color=colour, hatch=hatch, edgecolor="white", label=label)
        left = [start + count for start, count in zip(left, counts, strict=True)]
    place.set_yticks(lines, [exercise.name for exercise in exercises])
    place.set(xlabel="students", title="Points by exercise", xlim=(0, max(1, *left)))
    place.xaxis.get_major_locator().set_params(integer=True)
    place.set_ylim(len(exercises) - 0.4, -0.6)
    place.grid(visible=False, axis="y")
    figure.legend(loc="outside lower center", ncols=4)
    hardest = min(
        (exercise for exercise in exercises if exercise.share is not None),
        key=lambda exercise: exercise.share,
        default=None,
    )
    told = f" The lowest mean share of points is in {hardest.name}." if hardest else ""
    return figure, (
        f"Bars for {len(exercises)} exercises: how many students have all, some or no points."
        f"{told} The table below has all numbers."
    )

"""The report of a class: one HTML page without scripts, its pictures inside, every number in a table."""

from pathlib import Path
from statistics import fmean, median, quantiles

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nbautograde import feedback
from nbautograde.messages import number, with_code
from nbautograde.report.charts import PARTS, exercises_chart, totals_chart
from nbautograde.report.class_statistics import class_numbers
from nbautograde.session.session import store_of
from nbautograde.session.store import replace

__all__ = ["html_of", "write_report"]

_BINS = 10
_TEMPLATES = [Path(folder).parent / "templates" for folder in (__file__, feedback.__file__)]


def write_report(path, rows, exercises, coursedir):
    """Write a class's report.

    Parameters
    ----------
    path : Path
        Where to.
    rows : list of nbautograde.grades.grades.Row
        The grade table, with notes.
    exercises : dict
        Points by exercise.
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    """
    numbers = class_numbers(rows, exercises, coursedir, store_of(coursedir, coursedir.assignment_id))
    replace(path, html_of(numbers, coursedir.assignment_id))


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
        pictures["totals"] = totals_chart(bins, numbers)
        pictures["exercises"] = exercises_chart(numbers)
    return environment.get_template("report.html.j2").render(
        numbers=numbers,
        assignment=assignment,
        bins=bins,
        pictures=pictures,
        parts=PARTS,
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

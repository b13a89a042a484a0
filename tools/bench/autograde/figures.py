"""Arithmetic of the measurement: scores cell by cell, and the figures that stand for the rest."""

import itertools

from nbautograde.grades.grades import open_gradebook
from tools.practical1 import ASSIGNMENT

__all__ = ["differences", "flatness", "marginal_seconds", "over_cells", "scores", "throughput"]


def scores(course):
    """Return nbgrader's automatic score of every graded cell, by (student, notebook, cell).

    Parameters
    ----------
    course : Path
        A graded course. Whom it could not grade, no folder below `autograded/`, is not in it.
    """
    found = {}
    with open_gradebook(course) as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            student = submission.student_id
            if not (course / "autograded" / student / ASSIGNMENT).is_dir():
                continue
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    found[student, notebook.name, grade.name] = grade.auto_score
    return found


def differences(stock, ours):
    """Return, of the students in both, each cell whose score differs or that one of them lacks.

    Parameters
    ----------
    stock, ours : dict
        As from `scores`. A student whom only one has is left out: stock cannot grade everybody.

    Returns
    -------
    list of dict
        `student`, `notebook`, `cell`, `stock`, `ours`.
    """
    both = {key[0] for key in stock} & {key[0] for key in ours}
    found = []
    for key in sorted(key for key in {*stock, *ours} if key[0] in both):
        pair = [told.get(key, "no such cell") for told in (stock, ours)]
        if pair[0] != pair[1]:
            words = ("student", "notebook", "cell", "stock", "ours")
            found.append(dict(zip(words, (*key, *pair), strict=True)))
    return found


def throughput(stock, ours, key="seconds"):
    """Return how many submissions ours grades in the time of one of stock's, start-up and end included."""
    return (stock[key] / stock["submissions"]) / (ours[key] / ours["submissions"])


def over_cells(seconds, cells_seconds, cores):
    """Return how many times longer than the cells' own processor time, spread over the cores."""
    return seconds / (cells_seconds / cores)


def flatness(seconds_per_submission):
    """Return by which part the dearest class size's submissions cost more than the cheapest's."""
    costs = list(seconds_per_submission.values())
    return max(costs) / min(costs) - 1


def marginal_seconds(seconds):
    """Return what one more submission costs between two class sizes, by "<size> to <next size>".

    Parameters
    ----------
    seconds : dict
        What grading a whole class took, by class size, ascending.
    """
    sizes = itertools.pairwise(seconds.items())
    return {f"{n} to {m}": (longer - shorter) / (m - n) for (n, shorter), (m, longer) in sizes}

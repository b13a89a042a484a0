"""The study's figures as text tables, rounded so that they are the same on every machine."""

import numpy as np

from grader.experiments.scores import paired_difference
from grader.experiments.spam import METHODS

__all__ = ["differences_table", "scores_table"]

_COLUMNS = (
    ("nll", "NLL, nats", 1, 3),
    ("ece", "ECE, %", 100, 2),
    ("accuracy", "accuracy, %", 100, 2),
    ("mcc", "MCC", 1, 3),
    ("blocked_ham", "blocked ham", 1, 1),
    ("missed_spam", "missed spam", 1, 1),
)


def scores_table(study):
    """Return each method's mean scores over the splits, as text."""
    rows = [
        [f"{unit * study.table[method][metric].mean():.{digits}f}" for metric, _, unit, digits in _COLUMNS]
        for method in METHODS
    ]
    return _table(METHODS, rows)


def differences_table(study, baseline="averaging"):
    """Return each other method's mean difference from a baseline with its paired standard error, as text."""
    methods = [method for method in METHODS if method != baseline]
    rows = []
    for method in methods:
        row = []
        for metric, _, unit, digits in _COLUMNS:
            pair = study.table[method][metric], study.table[baseline][metric]
            mean, error = np.multiply(paired_difference(*pair), unit)
            row.append(f"{mean:+.{digits}f} ± {error:.{digits}f}")
        rows.append(row)
    return _table([f"{method} - {baseline}" for method in methods], rows)


def _table(names, rows):
    heads = [head for _, head, _, _ in _COLUMNS]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    first = max(map(len, names))
    lines = [" " * first, *(name.ljust(first) for name in names)]
    cells = [heads, *rows]
    return "\n".join(
        line + "".join("  " + cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for line, row in zip(lines, cells, strict=True)
    )

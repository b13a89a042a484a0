"""The numeric experiments behind the spam notebook: deterministic fits, scores, and the study of five splits.

Functions that the exercises ask for are arguments: what is measured is the reader's or the reference's.
"""

from grader.experiments.fits import (
    averaged_log_odds,
    maximum_a_posteriori,
    maximum_likelihood_path,
    mean_field,
)
from grader.experiments.report import differences_table, scores_table
from grader.experiments.scores import METRICS, paired_difference, scores
from grader.experiments.spam import ITERATIONS, METHODS, Study, study
from grader.experiments.sparse import sparse_product

__all__ = [
    "ITERATIONS",
    "METHODS",
    "METRICS",
    "Study",
    "averaged_log_odds",
    "differences_table",
    "maximum_a_posteriori",
    "maximum_likelihood_path",
    "mean_field",
    "paired_difference",
    "scores",
    "scores_table",
    "sparse_product",
    "study",
]

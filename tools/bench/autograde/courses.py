"""Courses to measure in: a copy of this one with a class of thirty, and one with a tiny notebook."""

import shutil

import nbformat

from tools.course.authoring import notebook_from_source
from tools.course.sample_class import SAMPLE_MUTANTS, first_mutants, mutants_of, with_mistakes, write_class
from tools.course.stock import release
from tools.practical1 import ASSIGNMENT

__all__ = [
    "MUTANTS",
    "STOCK_CONFIG",
    "class_of_thirty",
    "copy_course",
    "new_course",
    "tiny_course",
    "write_students",
]

MUTANTS = (
    *SAMPLE_MUTANTS,
    ("joint-tables", "axis_stays"),
    ("expectation", "not_centred"),
    ("bic", "aic"),
    ("inverse-transform", "ppf_no_sqrt_two"),
    ("kde-quantile", "coarse_grid"),
    ("bag-of-words", "term_frequency"),
    ("log-prior", "no_half"),
    ("log-joint", "mean_likelihood"),
    ("kl-monte-carlo", "reversed"),
    ("elbo-identity", "no_entropy"),
    ("score-function", "sum"),
    ("calibration", "signed"),
)
"""The known mistake, exercise and mutant, of each student but two.

An exercise that is not in the list is in the class with the first of its mutants.
"""

STOCK_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "approximate_inference"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.Execute.timeout = 120
"""
"""All that stock nbgrader as it ships is told: where the folders are, and a time limit that suffices."""

_TINY = '''# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% id="imports"
import math

# %% grade_id="root"
def root(x):
    """Return the square root."""
    ### BEGIN SOLUTION
    return math.sqrt(x)
    ### END SOLUTION

# %% grade_id="root__visible" points=1
assert root(4) == 2

# %% grade_id="root__hidden" points=1
# Hidden: other numbers.
### BEGIN HIDDEN TESTS
assert root(9) == 3
### END HIDDEN TESTS
'''


def class_of_thirty(root):
    """Return the class by student: the reference, the untouched release, and one known mistake each.

    They are thirty, and one more for each exercise that `MUTANTS` does not name.

    Parameters
    ----------
    root : Path
        The checkout.

    Returns
    -------
    dict
        In the form that `tools.course.sample_class.write_class` takes.
    """
    mutants, named = mutants_of(root), dict(MUTANTS)
    others = [pair for pair in first_mutants(mutants).items() if pair[0] not in named]
    return {"reference": {}, "untouched": None, **with_mistakes(mutants, (*MUTANTS, *others))}


def new_course(root, folder):
    """Make a course of this checkout's assignment, released, with an empty class."""
    folder.mkdir(parents=True)
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(root / "solutions" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    return _released(folder)


def tiny_course(root, folder):
    """Make a course of one notebook with one small exercise, released, with an empty class."""
    source = folder / "solutions" / ASSIGNMENT
    source.mkdir(parents=True)
    shutil.copy(root / "nbgrader_config.py", folder)
    nbformat.write(notebook_from_source(_TINY), source / "tiny.ipynb")
    return _released(folder)


def copy_course(course, folder, config=None):
    """Copy a course whose class is empty, with another configuration where one is given."""
    shutil.copytree(course, folder)
    if config is not None:
        (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    return folder


def write_students(course, class_, copies=1):
    """Hand in for a class, or for several copies of it, and return the students' ids."""
    names = []
    for copy in range(copies):
        named = {(f"{copy:04d}-{name}" if copies > 1 else name): answers for name, answers in class_.items()}
        if copy == 0:
            write_class(course, ASSIGNMENT, named, sample=False)
            first = list(named)
        else:
            for old, new in zip(first, named, strict=True):
                shutil.copytree(course / "submitted" / old, course / "submitted" / new)
        names += named
    return names


def _released(folder):
    """Release the assignment of a course, give it an empty class, and return its folder."""
    release(folder, ASSIGNMENT)
    for name in ("submitted", "autograded"):
        (folder / name).mkdir(exist_ok=True)
    return folder

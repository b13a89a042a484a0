"""A class to try the grading on: the reference, the untouched release and one known mistake a student."""

import copy
import shutil
from pathlib import Path

import nbformat

from nbautograde.grades.grades import exercise_points
from tools.course.trials import implementations

__all__ = [
    "SAMPLE_MUTANTS",
    "first_mutants",
    "mutants_of",
    "other_students",
    "remove_sample",
    "sample_students",
    "students",
    "with_mistakes",
    "write_class",
]

_MARK = ".sample"

SAMPLE_MUTANTS = (
    ("bayes-rule", "not_normalised"),
    ("evidence", "underflow"),
    ("kde", "cdf_slide"),
    ("rejection", "rate_of_returned"),
    ("importance", "always_normalised"),
    ("metropolis-hastings", "rejections_left_out"),
    ("metropolis-hastings", "no_hastings"),
    ("log-likelihood", "naive_log"),
    ("kl-closed-form", "reversed"),
    ("jensen", "sum_for_mean"),
    ("mean-field", "exponential_scale"),
    ("reparameterize", "detached_scale"),
    ("elbo", "no_log_q"),
    ("train", "one_noise"),
    ("predict", "plug_in"),
    ("confidence", "level_as_alpha"),
)
"""Exercise and mutant of each student with a known mistake; the mutants are those of the tests."""

_BROKEN = "def broken(:\n    return\n"


def sample_students(root, assignment):
    """Return, for each student id, the sources to hand in by grade id: None for the untouched release.

    The known mistakes are those of `SAMPLE_MUTANTS`; elsewhere, each exercise's first mutant.

    Parameters
    ----------
    root : Path
        The checkout.
    assignment : str
        The assignment, which must have been released.
    """
    asked = exercise_points(root / "notebooks" / assignment)
    mutants = {key: source for key, source in mutants_of(root).items() if key[0] in asked}
    firsts = first_mutants(mutants)
    listed = [mutant for mutant in SAMPLE_MUTANTS if mutant in mutants]
    students = {"reference": {}, "untouched": None}
    if "inverse-transform" in firsts:
        students["syntax-error"] = {"inverse-transform": _BROKEN}
    return {**students, **with_mistakes(mutants, listed or firsts.items())}


def mutants_of(root):
    """Return the sources of a checkout's mutants, by exercise and name."""
    found = implementations(root / "tests" / "exercises")
    return {(m.exercise, m.name): m.source for m in found if m.kind == "mutant"}


def first_mutants(mutants):
    """Return the name of each exercise's first mutant, of those that `mutants_of` gives."""
    return dict(reversed(mutants))


def with_mistakes(mutants, chosen):
    """Return a student for each chosen pair of an exercise and a mutant, as `sample_students` does."""
    return {f"{e}-{name.replace('_', '-')}": {e: mutants[e, name]} for e, name in chosen}


def write_class(root, assignment, class_, sample=True):
    """Write `submitted/<student>/<assignment>/` for a class as from `sample_students`, as a sample or not."""
    for student, mistakes in class_.items():
        folder = root / "submitted" / student / assignment
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if sample:
            (folder.parent / _MARK).write_text("made by grader: removed when real submissions are here\n")
        for path in sorted((root / "notebooks" / assignment).glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            if mistakes is not None:
                solution = nbformat.read(root / "solutions" / assignment / path.name, as_version=4)
                notebook = _fill_in(notebook, solution, mistakes)
            nbformat.write(notebook, folder / path.name)


def students(root, assignment):
    """Return the ids of all who handed an assignment in, sorted."""
    return sorted(path.parent.name for path in (Path(root) / "submitted").glob(f"[!.]*/{assignment}"))


def other_students(root, assignment):
    """Return the ids of all who handed in and whom `write_class` did not make as a sample."""
    submitted = root / "submitted"
    return [name for name in students(root, assignment) if not (submitted / name / _MARK).exists()]


def remove_sample(root, assignment):
    """Take an assignment's sample class out of the course's folders, and return its ids."""
    sample = sorted(set(students(root, assignment)) - set(other_students(root, assignment)))
    for student in sample:
        for step in ("submitted", "autograded", "feedback"):
            folder = root / step / student
            shutil.rmtree(folder / assignment, ignore_errors=True)
            if folder.is_dir() and {path.name for path in folder.iterdir()} <= {_MARK}:
                shutil.rmtree(folder)
    return sample


def _fill_in(release, solution, mistakes):
    """Return the release with the reference's answers, except where a mistake stands for one."""
    notebook = copy.deepcopy(release)
    answers = {cell.id: cell.source for cell in solution.cells}
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if not mark.get("solution"):
            continue
        cell.source = answers[cell.id]
        mistake = mistakes.get(mark["grade_id"])
        if mistake is not None:
            cell.source = mistake if mistake == _BROKEN else f"{cell.source}\n\n\n{mistake}"
    return notebook

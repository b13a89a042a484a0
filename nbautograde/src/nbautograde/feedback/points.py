"""The points at the top of a feedback page: exercises, what each gave, and what failed first."""

from dataclasses import dataclass, replace

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from nbautograde.messages import failure_of, headings

__all__ = ["Points", "SumUp"]

_UNCHANGED = "No response."
"""nbgrader's comment where an answer's cell is as it was released."""
_NO_ANSWER = "No answer."


@dataclass(frozen=True)
class Points:
    """What a student got for an exercise, or for a part of one.

    Attributes
    ----------
    exercise, title : str
        Its grade id, and the heading that it stands under.
    points, best : float
        The points, and those that can be had.
    waiting : float
        How many of the latter nobody has given yet.
    words, cause : str
        What failed first, and the cause that the check names; empty where nothing did.
    cell : str
        The grade id of the cell that says so, or of the answer.
    failed : int
        How many parts failed.
    comment : str
        What a person wrote about it.
    """

    exercise: str
    title: str
    points: float = 0.0
    best: float = 0.0
    waiting: float = 0.0
    words: str = ""
    cause: str = ""
    cell: str = ""
    failed: int = 0
    comment: str = ""

    @property
    def state(self):
        """How much of the points it is, in words."""
        if self.waiting:
            return "not graded yet" if self.waiting == self.best else "partly not graded yet"
        if self.points >= self.best:
            return "all points"
        return "some points" if self.points > 0 else "no points"


class SumUp(NbGraderPreprocessor):
    """Give the page's template the points by exercise; to run after all that cleans cells."""

    display_data_priority = List().tag(config=True)

    def preprocess(self, nb, resources):
        """Add `points`, a list of `Points`, and `title` to the resources; tell each cell where it is."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(
                about["notebook"], about["assignment"], about["student"]
            )
            grades = {
                grade.name: (grade.auto_score, grade.manual_score, grade.score, grade.max_score)
                for grade in notebook.grades
            }
        above = headings(nb.cells)
        about["title"] = next(filter(None, above), about["notebook"])
        about["points"] = list(_by_exercise(nb.cells, above, grades).values())
        about["waiting"] = sum(row.waiting for row in about["points"])
        for cell, heading in zip(nb.cells, above, strict=True):
            name = _mark(cell).get("grade_id")
            cell.metadata["place"] = f"in the cell {name}" if name else heading and f"below “{heading}”"
            cell.metadata["waiting"] = name in grades and _is_missing(grades[name])
        return nb, resources


def _mark(cell):
    return cell.metadata.get("nbgrader", {})


def _is_missing(grade):
    auto, by_hand, _, _ = grade
    return auto is None and by_hand is None


def _by_exercise(cells, above, grades):
    rows = {}
    for cell, heading in zip(cells, above, strict=True):
        name = _mark(cell).get("grade_id")
        if not name or not (name in grades or _mark(cell).get("solution")):
            continue
        exercise = name.split("__")[0]
        row = rows.get(exercise) or Points(exercise, heading or exercise, cell=name)
        rows[exercise] = _with(row, cell, name, grades.get(name))
    for exercise, row in rows.items():
        if row.words == _NO_ANSWER and not row.failed:  # it is answered in another cell
            rows[exercise] = replace(row, words="")
    return {exercise: row for exercise, row in rows.items() if row.best}


def _with(row, cell, name, grade):
    """Return an exercise's row with what one of its cells adds."""
    comment = " ".join((_mark(cell).get("comment") or "").split())
    if comment == _UNCHANGED:
        row = replace(row, words=_NO_ANSWER)
    elif comment:
        row = replace(row, comment=f"{row.comment} {comment}".strip())
    _, _, score, best = grade or (None, None, 0.0, 0.0)
    missing = grade is not None and _is_missing(grade)
    row = replace(
        row,
        points=row.points + (0.0 if missing else score),
        best=row.best + best,
        waiting=row.waiting + (best if missing else 0.0),
    )
    lost = not missing and score < best
    words, cause = failure_of(cell) or ("", "")
    if grade is None and words:  # the answer's own cell
        return replace(row, words=f"Your cell ends with an error. {words}", cell=name)
    if not lost:
        return row
    first = {} if row.words else {"words": words, "cause": cause, "cell": name}
    return replace(row, failed=row.failed + 1, **first)

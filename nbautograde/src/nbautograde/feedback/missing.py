"""Feedback pages of notebooks that cannot be shown: they say why, and what to do."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

__all__ = ["write_missing_pages"]

_TEMPLATES = Path(__file__).parent / "templates"
_OURS = "This is not your fault: your instructor grades it again."
_THEIRS = "Open your notebook in Jupyter, save it, and ask your instructor whether you may hand it in again."


def write_missing_pages(root, assignment, notebooks, outcomes):
    """Write a page for each notebook of a student that was tried and of which there is no graded notebook.

    Parameters
    ----------
    root : Path
        The checkout.
    assignment : str
        The assignment.
    notebooks : iterable of str
        Its notebooks, without `.ipynb`.
    outcomes : dict
        `Outcome` by student.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template = environment.get_template("no_notebook.html.j2")
    for student, outcome in outcomes.items():
        for notebook in notebooks:
            if Path(root, "autograded", student, assignment, f"{notebook}.ipynb").exists():
                continue
            place = Path(root, "feedback", student, assignment, f"{notebook}.html")
            place.parent.mkdir(parents=True, exist_ok=True)
            page = template.render(
                notebook=notebook,
                status=outcome.status,
                events=[text for _, text in outcome.events],
                remedy=_OURS if outcome.status == "not graded" else _THEIRS,
            )
            place.write_text(page, encoding="utf-8")

"""Late penalties, through nbgrader's own preprocessor and gradebook."""

import datetime
import shutil

import nbformat
import pytest
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from nbautograde.grades.grades import open_gradebook, read_grades
from nbautograde.plugins.late import PenaltyPerDay
from tools.practical1 import ASSIGNMENT

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted.*not in session")
"""nbgrader's own way of adding a submission makes SQLAlchemy say this."""

DUE = datetime.datetime(2026, 11, 20, 22, 59)
STUDENT, NOTEBOOK = "1042", "first"
EXERCISES = {"kde": 16.0, "reflection": 4.0}
HOUR, DAY = 3600.0, 86400.0


@pytest.fixture(scope="module")
def course(tmp_path_factory, root):
    """Return a folder with a gradebook: one notebook, one cell for the machine, one for a human."""
    folder = tmp_path_factory.mktemp("late")
    shutil.copy(root / "nbgrader_config.py", folder)
    with open_gradebook(folder) as gradebook:
        gradebook.add_assignment(ASSIGNMENT, duedate=DUE)
        gradebook.add_notebook(NOTEBOOK, ASSIGNMENT)
        gradebook.add_grade_cell("kde__hidden", NOTEBOOK, ASSIGNMENT, max_score=16, cell_type="code")
        gradebook.add_grade_cell("reflection", NOTEBOOK, ASSIGNMENT, max_score=4, cell_type="markdown")
        gradebook.add_student(STUDENT)
        gradebook.add_submission(ASSIGNMENT, STUDENT)
    return folder


@pytest.fixture
def shipped(root):
    """Return the course's own configuration."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def graded(folder, config, seconds, by_hand=None, extension=None):
    """Return the grades of full work for the machine that came so late, after the penalty."""
    with open_gradebook(folder) as gradebook:
        late = datetime.timedelta(seconds=seconds)
        submission = gradebook.update_or_create_submission(ASSIGNMENT, STUDENT, timestamp=DUE + late)
        submission.extension = extension
        gradebook.find_grade("kde__hidden", NOTEBOOK, ASSIGNMENT, STUDENT).auto_score = 16.0
        gradebook.find_grade("reflection", NOTEBOOK, ASSIGNMENT, STUDENT).manual_score = by_hand
        gradebook.db.commit()
    where = {"notebook": NOTEBOOK, "assignment": ASSIGNMENT, "student": STUDENT}
    where["db_url"] = f"sqlite:///{folder / 'gradebook.db'}"
    notebook = nbformat.v4.new_notebook()
    AssignLatePenalties(config=config).preprocess(notebook, {"nbgrader": where})
    with open_gradebook(folder) as gradebook:
        (row,) = read_grades(gradebook, ASSIGNMENT, EXERCISES)
    return row


@pytest.mark.parametrize(
    ("seconds", "total"),
    [
        (-DAY, 16.0),
        (0, 16.0),
        (HOUR, 16.0),
        (HOUR + 1, 14.4),
        (HOUR + DAY, 14.4),
        (HOUR + DAY + 1, 12.8),
        (HOUR + 7 * DAY, 4.8),
        (HOUR + 7 * DAY + 1, 0.0),
        (1000 * DAY, 0.0),
    ],
)
def test_each_started_day_costs_its_percent_and_after_the_last_nothing_counts(
    course, shipped, seconds, total
):
    """With ten percent, an hour's grace and seven days, exactly at and one second after each bound."""
    shipped.PenaltyPerDay.percent_per_day = 10
    assert graded(course, shipped, seconds).total == pytest.approx(total, abs=1e-9)


def test_shipped_configuration_takes_nothing(course, shipped):
    """Nobody loses a point before an instructor has set a percentage."""
    assert shipped.AssignLatePenalties.plugin_class == "nbautograde.plugins.late.PenaltyPerDay"
    assert graded(course, shipped, 1000 * DAY).total == 16


def test_more_than_all_is_never_taken(course, shipped):
    """Two days at sixty percent take the score, not more: the points of other notebooks stay."""
    shipped.PenaltyPerDay.percent_per_day = 60
    assert graded(course, shipped, HOUR + DAY + 1).total == 0
    with open_gradebook(course) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, STUDENT)
        assert submission.late_submission_penalty == submission.score == 16


def test_grace_and_days_are_settings(course, shipped):
    """Without grace the first second costs; after one day of one nothing counts."""
    shipped.PenaltyPerDay = Config(percent_per_day=25, grace_hours=0, days=1)
    assert graded(course, shipped, 1).total == 12
    assert graded(course, shipped, DAY + 1).total == 0


def test_points_given_by_hand_are_reduced_when_graded_again(course, shipped):
    """The penalty is anew a share of all points, and the exercises' own points are left as they are."""
    shipped.PenaltyPerDay.percent_per_day = 10
    row = graded(course, shipped, HOUR + DAY, by_hand=4.0)
    assert row.total == pytest.approx(18.0)
    assert row.scores == {"kde": 16.0, "reflection": 4.0}


def test_an_extension_moves_the_due_date(course, shipped):
    """A student with two days more is on time, and the penalty from before is gone."""
    shipped.PenaltyPerDay.percent_per_day = 10
    assert graded(course, shipped, 2 * DAY).total < 16
    assert graded(course, shipped, 2 * DAY, extension=datetime.timedelta(days=2)).total == 16


@pytest.mark.parametrize("wrong", [{"percent_per_day": 110}, {"percent_per_day": -1}, {"days": 0}])
def test_a_setting_out_of_range_is_refused(wrong):
    """A penalty cannot be more than the score, nor a reward, nor can no day count."""
    with pytest.raises(TraitError, match=next(iter(wrong))):
        PenaltyPerDay(**wrong)

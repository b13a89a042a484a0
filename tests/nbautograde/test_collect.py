"""Zips as Moodle and Canvas export them: whose each notebook is, and that none is lost in silence."""

import io
import shutil
import zipfile

import pytest

from tools.course.stock import start
from tools.practical1 import ASSIGNMENT, FOUNDATIONS, SPAM

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def nested(*names):
    """Return a student's zip of files whose content is their name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return buffer.getvalue()


def collect(root, course, download, members, loose=()):
    """Return what `nbgrader zip_collect` takes from a zip, by student, and its warnings.

    Parameters
    ----------
    root, course : Path
        The checkout and an empty folder.
    download : str
        The zip's name.
    members : list
        A file's name, which is its content too, or a name and its content.
    loose : list, optional
        Names of files that lie in the archive folder beside the zip.
    """
    shutil.copy(root / "nbgrader_config.py", course)
    shutil.copytree(root / "notebooks", course / "notebooks")
    downloads = course / "downloaded" / ASSIGNMENT / "archive"
    downloads.mkdir(parents=True)
    with zipfile.ZipFile(downloads / download, "w") as archive:
        for member in members:
            name, content = (member, member) if isinstance(member, str) else member
            archive.writestr(name, content)
    for name in loose:
        (downloads / name).parent.mkdir(exist_ok=True)
        (downloads / name).write_text(name, encoding="utf-8")
    process = start(course, "zip_collect", ASSIGNMENT, "--force")
    log = process.communicate()[0]
    assert process.returncode == 0, log
    taken = {}
    for path in (course / "submitted").rglob("*.*"):
        student, assignment, name = path.relative_to(course / "submitted").parts
        assert assignment == ASSIGNMENT
        taken.setdefault(student, {})[name.removesuffix(".ipynb")] = path.read_text(encoding="utf-8")
    return taken, [line for line in log.splitlines() if "WARNING" in line]


def warned(warnings, *words):
    """Return whether one warning has all words."""
    return any(all(word in line for word in words) for line in warnings)


MOODLE = [
    f"Näme Ünïcode_1001_assignsubmission_file_/{FOUNDATIONS}.ipynb",
    f"Näme Ünïcode_1001_assignsubmission_file_/{SPAM} (1).ipynb",
    f"姓名_1002_assignsubmission_file/{FOUNDATIONS}.ipynb",
    f"姓名_1002_assignsubmission_file/work/{SPAM}.ipynb",
    "姓名_1002_assignsubmission_onlinetext/onlinetext.html",
    f"O'Name Name-Name_1003_assignsubmission_file_{FOUNDATIONS}.ipynb",
    f"O'Name Name-Name_1003_assignsubmission_file_{SPAM}.ipynb",
    f"Participant_1004_assignsubmission_file/{FOUNDATIONS}.ipynb",
    "Participant_1004_assignsubmission_file/Untitled.ipynb",
    f"Name_1005_assignsubmission_file_x_1001_assignsubmission_file_{FOUNDATIONS}.ipynb",
    f"Name_1006_assignsubmission_file/{FOUNDATIONS}.ipynb",
    f"Name_1006_assignsubmission_file/z/{FOUNDATIONS} (2).ipynb",
    f"Name_1006_assignsubmission_file/x_1001_assignsubmission_file/{SPAM}.ipynb",
    f"Default team_assignsubmission_file/{FOUNDATIONS}.ipynb",
]


@pytest.fixture(scope="module")
def moodle(root, tmp_path_factory):
    """Return what is taken from a zip with all forms of Moodle's names."""
    return collect(root, tmp_path_factory.mktemp("moodle"), "AI_2026_01_A-Practical 1-77.zip", MOODLE)


CANVAS = [
    f"nämeünïcode_2001_91_{FOUNDATIONS}.ipynb",
    f"nämeünïcode_2001_92_{SPAM}-1.ipynb",
    f"姓名_LATE_2002_93_{FOUNDATIONS}-12.ipynb",
    f"姓名_LATE_2002_94_{SPAM}-{UUID}.ipynb",
    f"name_2003_100_{FOUNDATIONS}-1.ipynb",
    f"name_2003_99_{FOUNDATIONS}.ipynb",
    f"name_2003_101_{SPAM} (1)-2.ipynb",
    f"name_2004_95_x_2001_99_{FOUNDATIONS}.ipynb",
    f"name_7_2005_96_{FOUNDATIONS}.ipynb",
    f"anon_12345_97_{FOUNDATIONS}.ipynb",
    f"LATE_anon_12345_98_{SPAM}.ipynb",
    ("name_2006_102_work.zip", nested(f"work/{FOUNDATIONS}.ipynb", f"__MACOSX/._{FOUNDATIONS}.ipynb")),
    ("name_2006_103_more.zip", nested(f"nämeünïcode_2001_110_{SPAM}.ipynb", f"{SPAM}.ipynb")),
    ("name_2007_104_broken.zip", b"broken"),
    "name_2007_105_report.pdf",
]


@pytest.fixture(scope="module")
def canvas(root, tmp_path_factory):
    """Return what is taken from a zip with all forms of Canvas's names, and from files beside it."""
    loose = [f"name_2008_106_{FOUNDATIONS}.ipynb", f"unpacked/name_2009_107_{FOUNDATIONS}.ipynb"]
    download = "AI_2026_01_A-practical_1_submissions.zip"
    return collect(root, tmp_path_factory.mktemp("canvas"), download, CANVAS, loose)


def test_moodle_notebooks_arrive_under_the_participant_number(moodle):
    """In folders or flat, with or without names, both notebooks are at their place with their names."""
    taken, _ = moodle
    assert taken["1001"] == {FOUNDATIONS: MOODLE[0], SPAM: MOODLE[1]}
    assert taken["1002"] == {FOUNDATIONS: MOODLE[2], SPAM: MOODLE[3]}
    assert taken["1003"] == {FOUNDATIONS: MOODLE[5], SPAM: MOODLE[6]}
    assert taken["1004"] == {FOUNDATIONS: MOODLE[7], "Untitled": MOODLE[8]}


def test_canvas_notebooks_arrive_under_the_user_id(canvas):
    """Late or not, and whatever Canvas or a browser added to a copy, both notebooks get their names back."""
    taken, _ = canvas
    assert taken["2001"] == {FOUNDATIONS: CANVAS[0], SPAM: CANVAS[1]}
    assert taken["2002"] == {FOUNDATIONS: CANVAS[2], SPAM: CANVAS[3]}
    assert taken["2003"][SPAM] == CANVAS[6]
    assert set(taken["2008"]) == set(taken["2009"]) == {FOUNDATIONS}


def test_of_two_copies_one_is_taken_and_the_other_named(moodle, canvas):
    """Canvas's higher file id wins, as a number; without one, the name as released does."""
    taken, warnings = canvas
    assert taken["2003"][FOUNDATIONS] == CANVAS[4]
    assert warned(warnings, "Left out", "was taken for 2003", CANVAS[4], CANVAS[5])
    taken, warnings = moodle
    assert taken["1006"][FOUNDATIONS] == MOODLE[10]
    assert warned(warnings, "Left out", "was taken for 1006", MOODLE[10], MOODLE[11])


def test_no_student_hands_in_for_another(moodle, canvas):
    """A name that a student chose, of a file, a folder or a zip's member, says nothing of whose it is."""
    taken, _ = moodle
    assert list(taken["1005"].values()) == [MOODLE[9]]
    assert taken["1006"][SPAM] == MOODLE[12]
    taken, warnings = canvas
    assert list(taken["2004"].values()) == [CANVAS[7]]
    assert "7" not in taken
    assert warned(warnings, "Left out", "read in two ways", CANVAS[8])
    assert taken["2001"][SPAM] == CANVAS[1]
    assert "12345" not in taken
    assert warned(warnings, "Left out", "graded anonymously", CANVAS[9])


def test_a_students_zip_is_unpacked_and_a_broken_one_stops_nobody(canvas):
    """Both notebooks of a nested zip arrive; one that cannot be unpacked is named."""
    taken, warnings = canvas
    assert taken["2006"][FOUNDATIONS] == f"work/{FOUNDATIONS}.ipynb"
    assert taken["2006"][SPAM] == f"{SPAM}.ipynb"
    assert "2007" not in taken
    assert warned(warnings, "Not unpacked", "name_2007_104_broken.zip")


@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_every_file_is_taken_or_named(request, platform):
    """What is not in `submitted/` is in a warning, by its name in the zip."""
    taken, warnings = request.getfixturevalue(platform)
    contents = {content for files in taken.values() for content in files.values()}
    names = [name for name in {"moodle": MOODLE, "canvas": CANVAS}[platform] if isinstance(name, str)]
    lost = [name for name in names if name not in contents and not warned(warnings, "Left out", name)]
    assert lost == []


def test_who_lacks_a_notebook_is_named(canvas):
    """One line a student says which notebooks did not come, also where nothing usable came."""
    _, warnings = canvas
    assert warned(warnings, f"Not handed in by 2007: {FOUNDATIONS}.ipynb, {SPAM}.ipynb")
    assert warned(warnings, f"Not handed in by 2008: {SPAM}.ipynb")
    assert not warned(warnings, "Not handed in by 2001")

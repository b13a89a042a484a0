"""The faulty class is written as it says, one fault a submission; no harmful code runs here."""

import ast
import os

import nbformat
import pytest

from tools.course.sample_class import write_class
from tools.course.trials import exercises, try_implementation
from tools.faulty.code import CELLS, FUNCTIONS
from tools.faulty.faulty_class import faulty_students, honest_students, write_faulty_class
from tools.faulty.files import FILES
from tools.faulty.notebooks import CHANGES
from tools.practical1 import ASSIGNMENT, FOUNDATIONS, SPAM

READABLE = {name for name, change in {**CHANGES, **FILES}.items() if FOUNDATIONS not in change.costs}
READABLE = (READABLE | set(CELLS) | set(FUNCTIONS)) - {"second-missing"}


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return a course with the faulty class and, beside it, the reference's submission."""
    course = tmp_path_factory.mktemp("course")
    for name in ("solutions", "notebooks", "tests"):
        (course / name).symlink_to(root / name)
    write_faulty_class(course)
    write_class(course, ASSIGNMENT, {"reference": {}}, sample=False)
    return course


def handed_in(course, student, name):
    """Return the path of a student's notebook."""
    return course / "submitted" / student / ASSIGNMENT / f"{name}.ipynb"


def cells_of(course, student, name):
    """Return the source and nbgrader's mark of each code cell."""
    notebook = nbformat.read(handed_in(course, student, name), as_version=4)
    return [
        (cell.source, cell.metadata.get("nbgrader")) for cell in notebook.cells if cell.cell_type == "code"
    ]


def test_points_and_statuses(course, points, by_machine):
    """What must come out follows from the points of the released test cells; what some cost, by hand."""
    class_ = faulty_students(course)
    assert len(class_) == len(CELLS) + len(FUNCTIONS) + len(CHANGES) + len(FILES)
    lost = {name: by_machine - f.points for name, f in class_.items() if f.points is not None}
    assert lost["exit-in-cell"] == lost["tests-deleted"] == lost["unknown-kernel"] == 0
    assert lost["exit-in-function"] == 1
    assert lost["loop-swallows-interrupts"] == 0.5
    assert lost["tests-emptied"] == 2
    assert lost["first-missing"] == by_machine - lost["second-missing"] == sum(points[FOUNDATIONS].values())
    assert set(class_) - set(lost) == {"exit-later"}


def test_every_submission_is_there_and_marked_as_nobodys_sample(course):
    """Each has its folder, both notebooks' names unless that is the fault, and no mark of a sample."""
    for student in faulty_students(course):
        folder = course / "submitted" / student / ASSIGNMENT
        assert sorted(path.name for path in folder.parent.iterdir()) == [ASSIGNMENT]
        names = {path.name for path in folder.iterdir()}
        if student not in {"first-missing", "second-missing", "renamed"}:
            assert names >= {f"{FOUNDATIONS}.ipynb", f"{SPAM}.ipynb"}


@pytest.mark.parametrize("student", sorted(READABLE))
def test_notebook_with_a_fault_is_a_notebook_and_the_rest_of_it_the_reference(course, student):
    """Apart from the fault, cells are the reference's, in its order."""
    changed = 0
    for name in (FOUNDATIONS, SPAM):
        nbformat.validate(nbformat.read(handed_in(course, student, name), as_version=4))
        reference, faulty = cells_of(course, "reference", name), cells_of(course, student, name)
        extra = [cell for cell in faulty if cell not in reference]
        lost = [cell for cell in reference if cell not in faulty]
        kept = [cell for cell in faulty if cell in reference]
        assert [cell for i, cell in enumerate(kept) if cell not in kept[:i]] == [
            cell for cell in reference if cell not in lost
        ]
        changed += max(len(extra), len(lost), len(faulty) - len(reference))
    if student in CELLS:
        assert changed == CELLS[student].times
    elif student in FUNCTIONS or student.startswith("answer-"):
        assert changed == 1
    else:
        assert changed <= 4


@pytest.mark.parametrize("student", sorted({**CHANGES, **FILES}))
def test_the_other_notebook_is_the_references(course, student):
    """A spoilt notebook leaves the other one as it was, byte for byte."""
    other = FOUNDATIONS if student == "second-missing" else SPAM
    reference = handed_in(course, "reference", other).read_bytes()
    assert handed_in(course, student, other).read_bytes() == reference


def test_spoilt_files_are_no_notebooks(course):
    """What is said to be none cannot be read; the link leaves the folder; the huge files have their size."""
    for student, change in {**CHANGES, **FILES}.items():
        path = handed_in(course, student, FOUNDATIONS)
        if change.status == "not a notebook" and student != "pipe":
            with pytest.raises((ValueError, RecursionError, AttributeError, nbformat.ValidationError)):
                nbformat.validate(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))
    assert handed_in(course, "pipe", FOUNDATIONS).is_fifo()
    assert handed_in(course, "folder", FOUNDATIONS).is_dir()
    link = handed_in(course, "link", FOUNDATIONS)
    assert link.is_symlink()
    assert os.path.samefile(link, course / "solutions" / ASSIGNMENT / link.name)
    assert handed_in(course, "huge-notebook", FOUNDATIONS).stat().st_size == 200_000_000
    assert handed_in(course, "huge-file", FOUNDATIONS).with_name("samples.npy").stat().st_size == 200_000_000


@pytest.mark.parametrize("student", sorted(FUNCTIONS))
def test_a_function_costs_the_cells_that_it_says(student):
    """Where the functions that it redefines raise, exactly those test cells fail."""
    function = FUNCTIONS[student]
    names = [node.name for node in ast.parse(function.source).body if isinstance(node, ast.FunctionDef)]
    stand_in = "\n".join(f"def {name}(*args):\n    raise RuntimeError\n" for name in names)
    results = try_implementation(function.exercise, stand_in if function.costs else function.source)
    failed = [result.part for result in results if not result.passed]
    assert failed == [result.part for result in results if result.part.startswith(function.costs)]
    assert bool(failed) == bool(function.costs)


def test_the_missing_and_the_deleted_answer_cost_their_exercise():
    """Without its answer an exercise has no points."""
    for change in CHANGES.values():
        for exercise, source in (change.mistakes or {}).items():
            assert not any(result.passed for result in try_implementation(exercise, source))
    _, _, tests = exercises()["bic"]
    assert all(part.startswith(CHANGES["answer-deleted"].costs) for part, _, _ in tests)


def test_all_code_compiles_and_is_bounded():
    """The texts are Python; a loop has an end, and what is kept, printed and forked a number."""
    for code in [*CELLS.values(), *FUNCTIONS.values()]:
        tree = ast.parse(code.source)
        endless = [n for n in ast.walk(tree) if isinstance(n, ast.While) and isinstance(n.test, ast.Constant)]
        assert not endless or "monotonic() < end" in code.source
    assert "range(8):  # at most 256 processes" in CELLS["fork-bomb"].source


def test_building_again_writes_no_link_target(course):
    """A class that is there already is replaced; the solution that one links to stays as it is."""
    solution = course / "solutions" / ASSIGNMENT / f"{FOUNDATIONS}.ipynb"
    before = solution.stat().st_mtime_ns
    for student in ("link", "pipe", "folder"):
        faulty_students(course)[student].build(course)
    assert solution.stat().st_mtime_ns == before


def test_honest_students(root):
    """Ten: the reference, the untouched release and eight with one known mistake, in both notebooks."""
    class_ = honest_students(root)
    assert len(class_) == 10
    assert class_["reference"] == {}
    assert class_["untouched"] is None
    assert len({next(iter(mistakes)) for mistakes in class_.values() if mistakes}) == 8

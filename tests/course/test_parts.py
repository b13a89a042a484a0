"""The parts: who imports whom, no circles, few modules at a package's top, declared dependencies."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    "grader": ROOT / "grader",
    "nbautograde": ROOT / "nbautograde" / "src" / "nbautograde",
    "course_checks": ROOT / "course_checks",
    "tools": ROOT / "tools",
}
BELOW = {
    "grader": set(),
    "nbautograde": set(),
    "course_checks": {"grader"},
    "tools": {"grader", "nbautograde", "course_checks"},
}
PROJECTS = {"grader": ROOT / "pyproject.toml", "nbautograde": ROOT / "nbautograde" / "pyproject.toml"}
COMMAND = ROOT / "grader" / "__main__.py"
"""The one door from below: the command `grader`, which says where it works when the tools are not there."""


def modules(part):
    """Return the path of each module of a part, by its dotted name."""
    found = {}
    for path in PARTS[part].rglob("*.py"):
        steps = path.relative_to(PARTS[part].parent).with_suffix("").parts
        found[".".join(steps[:-1] if steps[-1] == "__init__" else steps)] = path
    return found


def imported(name, path):
    """Return the dotted names that a module imports, also in functions, each `from` with what it takes."""
    names, package = set(), name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            steps = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*steps, *filter(None, [node.module])])
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


def circle(arrows):
    """Return the arrows that are part of circles, or lead from one to another."""
    left = {name: set(targets) for name, targets in arrows.items()}
    while True:
        used = set().union(*left.values()) if left else set()
        free = [name for name, targets in left.items() if not targets & set(left) or name not in used]
        if not free:
            return sorted((name, sorted(targets & set(left))) for name, targets in left.items())
        for name in free:
            del left[name]
        left = {name: targets & set(left) for name, targets in left.items()}


@pytest.mark.parametrize("part", PARTS)
def test_arrows_point_down(part):
    """A part imports only those below it: grader and the engine know nothing of each other."""
    for name, path in modules(part).items():
        if path != COMMAND:
            others = {found.split(".")[0] for found in imported(name, path)} & set(PARTS) - {part}
            assert others <= BELOW[part], name


@pytest.mark.parametrize("part", PARTS)
def test_no_circle_of_modules_or_folders(part):
    """Imports make no circle, neither of modules nor of the packages that hold them."""
    known = modules(part)
    arrows = {name: imported(name, path) & set(known) - {name} for name, path in known.items()}
    packages = {name for name, path in known.items() if path.name == "__init__.py"}
    inner = {name: targets - packages for name, targets in arrows.items()}
    assert not circle(inner)

    def folder(name):
        return ".".join(name.split(".")[:2]) if known[name].parent != PARTS[part] else name

    between = {}
    for name, targets in inner.items():
        between.setdefault(folder(name), set()).update(map(folder, targets))
    assert not circle({name: targets - {name} for name, targets in between.items()})


@pytest.mark.parametrize("part", ["grader", "nbautograde", "tools"])
def test_few_modules_at_the_top_of_a_package(part):
    """At most eight modules stand beside a package's subpackages: more want a folder of their own."""
    for package in (path.parent for path in PARTS[part].rglob("__init__.py")):
        alone = [path.name for path in package.glob("*.py") if path.name != "__init__.py"]
        if any(path.is_dir() and (path / "__init__.py").is_file() for path in package.iterdir()):
            assert len(alone) <= 8, (package, alone)


@pytest.mark.parametrize("part", PROJECTS)
def test_every_third_party_import_is_declared_with_a_bound(part):
    """What a part imports is among its project's dependencies, each with a lower bound."""
    project = tomllib.loads(PROJECTS[part].read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[\w.-]+", one)[0].lower(): one for one in project["dependencies"]}
    optional = project.get("optional-dependencies", {}).values()
    declared |= {re.match(r"[\w.-]+", one)[0].lower(): one for group in optional for one in group}
    distributions = packages_distributions()
    for name, path in modules(part).items():
        others = {found.split(".")[0] for found in imported(name, path)} - set(PARTS)
        for top in others - sys.stdlib_module_names:
            if part == "nbautograde" and top == "torch":
                continue  # only where the course has loaded it
            names = {one.lower().replace("_", "-") for one in distributions.get(top, [top])}
            assert names & set(declared), f"{name} imports {top}"
    assert all(">=" in one or "==" in one or "[" in one for one in declared.values())


def test_the_engine_names_no_course():
    """No assignment, notebook or package of this course is in the engine's code."""
    own = re.compile(r"practical1|foundations_of|variational_|course_checks|\bgrader\.\w|import grader\b|sms")
    for name, path in modules("nbautograde").items():
        assert not own.search(path.read_text(encoding="utf-8")), name


def test_the_engine_imports_torch_only_in_functions():
    """A course without torch never loads it."""
    for name, path in modules("nbautograde").items():
        body = ast.parse(path.read_text(encoding="utf-8")).body
        tops = [ast.unparse(node) for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not [line for line in tops if "torch" in line], name

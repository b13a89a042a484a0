"""The map of modules in CONTRIBUTING is whole: each module is in it, and nothing that is not there."""

import re


def mapped(root):
    """Return the modules and packages that the map names; a name without a folder has the row's first one."""
    found = set()
    lines = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| module of `grader` | hides |") + 2
    for line in lines[start : lines.index("", start)]:
        folder = ""
        for name in re.findall(r"`([^`]+)`", line.split("|")[1]):
            above, slash, module = name.rpartition("/")
            folder = above + slash or folder
            found.add(folder + module)
    return found


def test_every_module_is_in_the_map_and_nothing_else(root):
    """A module below `grader/` is named, or its package is; checks are found by the exercise's name."""
    paths = [path.relative_to(root / "grader") for path in (root / "grader").rglob("*.py")]
    names = {
        path.with_suffix(""): {path.with_suffix("").as_posix(), *map(str, path.parents)}
        for path in paths
        if not path.name.startswith("_")
    }
    map_ = mapped(root)
    assert map_ <= set().union(*names.values())
    assert [str(module) for module, any_of in names.items() if not any_of & {*map_, "checks"}] == []

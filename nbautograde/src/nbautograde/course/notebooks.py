"""A course's own notebooks, read as plain JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

__all__ = ["cells_in", "code_of"]


def cells_in(folder: str | Path) -> Iterator[list[dict]]:
    """Yield the cells of each notebook in a folder, by the notebooks' names in order."""
    for path in sorted(Path(folder).glob("*.ipynb")):
        yield json.loads(path.read_text(encoding="utf-8"))["cells"]


def code_of(cells: list[dict]) -> list[tuple[str, frozenset[str]]]:
    """Return source and tags of each code cell that nbgrader has not marked."""
    return [
        ("".join(cell["source"]), frozenset(cell["metadata"].get("tags", ())))
        for cell in cells
        if cell["cell_type"] == "code" and "nbgrader" not in cell["metadata"]
    ]

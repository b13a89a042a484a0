"""The content of a notebook's file, for submissions that nbformat would mend or refuse."""

import json

__all__ = ["code_cell", "read_content", "write_content"]


def read_content(path):
    """Return the content of a notebook's file, as the dict that its JSON is."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_content(path, content):
    """Write a notebook's file, and the folder for it where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def code_cell(name, source):
    """Return a code cell that has not run, by its id."""
    cell = {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": []}
    return {**cell, "source": source}

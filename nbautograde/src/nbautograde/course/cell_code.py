"""What a code cell is and what it holds, read as IPython runs it: magics and commands are calls in it."""

import ast
import re

__all__ = [
    "HIDDEN",
    "UnreadableError",
    "asks_ipython",
    "defined_functions",
    "is_hidden",
    "is_test",
    "names_in",
    "tree_of",
    "tree_without_magics",
]

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)
"""A hidden region of a test cell."""

_ESCAPE = re.compile(r"^[ \t]*[%!?,;/]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)
_MOST_WORK, _MOST_ESCAPES = 2_000_000, 400
_DEFINED = re.compile(r"^(?:async +)?def +(\w+)", re.MULTILINE)
_OF_PYTHON = ("time", "timeit", "capture", "prun")
"""Cell magics whose body is Python that runs, or may run, in the notebook."""
_MADE_BY_IPYTHON = ("run_line_magic", "run_cell_magic", "system", "getoutput")
"""What a magic or a command calls."""


class UnreadableError(ValueError):
    """A cell is too long, or too deep inside itself, to be read in a short time."""


def is_test(cell):
    """Return whether a cell is a test cell, which is ours; a code cell that a person grades is an answer."""
    mark = cell["metadata"].get("nbgrader", {})
    return (
        cell["cell_type"] == "code"
        and not mark.get("solution")
        and (bool(mark.get("grade")) or is_hidden(cell))
    )


def is_hidden(cell):
    """Return whether a restored cell holds hidden tests; what an answer says of itself does not count."""
    mark = cell["metadata"].get("nbgrader")
    if mark is None or mark.get("solution") or cell["cell_type"] != "code":
        return False
    return HIDDEN.search("".join(cell["source"])) is not None


def tree_of(source):
    """Return the syntax tree of the Python that IPython makes of a cell.

    Parameters
    ----------
    source : str
        The cell's text, whoever wrote it.

    Returns
    -------
    ast.Module
        A line magic, a cell magic, a command or a question is a call of `get_ipython()` in it.

    Raises
    ------
    SyntaxError
        Where it is no Python even then: such a cell does nothing.
    UnreadableError
        Where nobody can say in a short time.
    """
    try:
        return ast.parse(_transformed(source))
    except UnreadableError:
        raise
    except (SyntaxError, ValueError) as error:
        raise SyntaxError(str(error)) from None
    except (RecursionError, MemoryError) as error:
        raise UnreadableError(f"the cell is too deep inside itself: {type(error).__name__}") from None


def _transformed(source):
    """Return a cell's text as IPython hands it to Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    escapes = len(_ESCAPE.findall(source))
    if escapes > _MOST_ESCAPES or len(source) * (1 + escapes) > _MOST_WORK:  # each is a pass over the text
        raise UnreadableError(f"the cell has {len(source)} characters and {escapes} magics or commands")
    try:
        return TransformerManager().transform_cell(source)
    except Exception:  # of any kind, as IPython's tokenizer may fail on a text that is no Python
        return source


def asks_ipython(tree):
    """Return whether a tree holds a magic, a command, a question or another use of `get_ipython`."""
    return any(isinstance(node, ast.Name) and node.id == "get_ipython" for node in ast.walk(tree))


def tree_without_magics(source):
    """Return the syntax tree of a cell without its magics, whatever a `%%time` stands above.

    Raises
    ------
    SyntaxError, UnreadableError
        As `tree_of` does.
    """
    return ast.fix_missing_locations(_WithoutMagics().visit(tree_of(source)))


def defined_functions(source):
    """Return the names of the functions that a cell defines; a released answer need be no Python yet."""
    try:
        return {node.name for node in tree_without_magics(source).body if isinstance(node, ast.FunctionDef)}
    except (SyntaxError, UnreadableError):
        return set(_DEFINED.findall(source))


def names_in(source):
    """Return all names in a test cell; of one that is no Python, all words."""
    try:
        return {node.id for node in ast.walk(tree_without_magics(source)) if isinstance(node, ast.Name)}
    except (SyntaxError, UnreadableError):
        return set(re.findall(r"\w+", source))


class _WithoutMagics(ast.NodeTransformer):
    """Takes out what is for IPython alone; the body of a cell magic that runs Python stays."""

    def visit_Expr(self, node):
        call = node.value
        if not (isinstance(call, ast.Call) and getattr(call.func, "attr", "") in _MADE_BY_IPYTHON):
            return node
        if not asks_ipython(call.func):
            return node
        told = [part.value for part in call.args if isinstance(part, ast.Constant)]
        if call.func.attr == "run_cell_magic" and len(told) == 3 and told[0] in _OF_PYTHON:
            return tree_without_magics(told[2]).body or ast.Pass()
        return ast.Pass()

"""Whether tests may wait until the last cell of a notebook has run, with the same results."""

import ast
import keyword

from nbgrader.utils import is_solution

from nbautograde.course.cell_code import UnreadableError, asks_ipython, is_test, tree_of

__all__ = ["tests_can_wait"]


def tests_can_wait(cells, own):
    """Return whether no cell changes what an earlier cell's functions do.

    A fork of the kernel for every exercise is what isolated tests cost; one fork at the end is enough where
    all that runs is the course's or an answer that only imports and defines, each name once. Where a student
    added a cell, rebinds a name, calls something in an answer or has IPython do it, by a magic, a command or
    a question, tests take place where they stand. The course's cells before the first answer may do
    anything: there is nothing yet that they could change.

    Parameters
    ----------
    cells : iterable of NotebookNode
        The code cells that run, in order.
    own : set or frozenset of str
        The sources of the assignment's own unmarked cells.
    """
    bound, answered = {}, False
    for cell in cells:
        if is_test(cell):
            continue
        answered = answered or is_solution(cell)
        if not is_solution(cell) and cell.source not in own:
            return False
        try:
            tree = tree_of(cell.source)
        except UnreadableError:
            return False
        except SyntaxError:
            if _may_be_magic(cell.source):
                return False
            continue  # such a cell does nothing
        found, does_more = _names(tree)
        if (answered and does_more) or any(
            bound.get(name, origin) != origin for name, origin in found.items()
        ):
            return False
        bound.update(found)
    return True


def _may_be_magic(source):
    """Return whether a cell may be a magic without its `%`, which IPython takes where it is the only line."""
    words = source.split(maxsplit=1)
    return len(source.strip().splitlines()) == 1 and not keyword.iskeyword(words[0])


def _names(tree):
    """Return where each name that a cell binds comes from, and whether it does anything else."""
    found, does_more = {}, asks_ipython(tree)
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            module = getattr(statement, "module", None)
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                found[name] = (module, alias.name if alias.asname or module else name)
        elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found[statement.name] = object()
        elif isinstance(statement, ast.Assign) and all(isinstance(t, ast.Name) for t in statement.targets):
            found.update({target.id: object() for target in statement.targets})
        elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            does_more = True
    return found, does_more

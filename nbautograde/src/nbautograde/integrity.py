"""Say where a submission holds what no answer needs and what reaches behind the tests.

A note states what stands in the code or what came over the line, never why. Nothing is guessed from results:
an unusual answer, a wrong one and a crash get no note. Points do not depend on notes; they are for the
instructor's eyes, in the table and in `grades.csv`, not in the gradebook and not on a student's page.
"""

import ast

from nbautograde.course.cell_code import UnreadableError, is_test, tree_without_magics

__all__ = ["notes_on"]

_BEHIND = ("nbautograde",)
_KEPT = ("builtins", "json", "math", "numpy", "pickle", "scipy", "statistics", "sys", "torch", "unittest")
_SETTINGS = ("torch.backends", "sys.stdout", "sys.stderr", "sys.stdin", "sys.path", "sys.argv")
_HOOKS = {
    "ast_transformers": "adds to what IPython does to each cell before it runs (`ast_transformers`)",
    "input_transformers_cleanup": "adds to what IPython does to cells' text (`input_transformers_cleanup`)",
    "input_transformers_post": "adds to what IPython does to cells' text (`input_transformers_post`)",
    "register_at_fork": "has something done in each copy of its process (`register_at_fork`)",
    "f_back": "looks at the variables of whoever calls it (`f_back`)",
    "get_objects": "goes through all objects in memory (`gc.get_objects`)",
    "get_referrers": "goes through all objects in memory (`gc.get_referrers`)",
}
_PLACES = {
    "gradebook.db": "the gradebook",
    "/proc/": "other processes and their memory",
    "/solutions/": "the folder of the solutions",
    "/submitted/": "the folder of submissions",
    "/autograded/": "the folder of graded submissions",
    "history.sqlite": "what was run in other notebooks",
    "HIDDEN TESTS": "the marks around hidden tests",
}
_COMPARISONS = frozenset(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"))
_PICKLING = frozenset(("__reduce__", "__reduce_ex__"))


def notes_on(notebook, packages=(), of_grading=()):
    """Return a note for each thing in a notebook's code cells, tests aside, that no answer needs.

    Parameters
    ----------
    notebook : NotebookNode
        A submission's notebook, its test cells restored.
    packages : iterable of str
        The course's own packages, which no answer changes.
    of_grading : iterable of str
        Packages that belong to grading, which no answer imports.

    Returns
    -------
    list of str
        Each names the cell and what it does.
    """
    notes = []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or is_test(cell):
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}"
        notes += [f"{name} {what}" for what in _seen_in(cell.source, packages, of_grading)]
    return list(dict.fromkeys(notes))


def _seen_in(source, packages, of_grading):
    """Return what stands in a cell's text; nothing where it is no Python."""
    reader = _Reader(packages, of_grading)
    try:
        reader.visit(tree_without_magics(source))
    except (SyntaxError, UnreadableError, RecursionError):
        return []
    return reader.seen


class _Reader(ast.NodeVisitor):
    """Goes through a cell's syntax tree and collects in `seen` what no answer needs."""

    def __init__(self, packages, of_grading):
        self.seen, self._modules = [], {}
        self._kept, self._behind = {*_KEPT, *packages}, (*_BEHIND, *of_grading)

    def visit_Import(self, node):
        for alias in node.names:
            first = alias.name.split(".")[0]
            self._modules[alias.asname or first] = alias.name if alias.asname else first
            self._imported(alias.name)

    def visit_ImportFrom(self, node):
        for alias in node.names:
            self._modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            self._imported(f"{node.module}.{alias.name}")

    def visit_Assign(self, node):
        for target in node.targets:
            self._replaced(target)
        self.generic_visit(node)

    def visit_Delete(self, node):
        self.visit_Assign(node)

    def visit_Call(self, node):
        if self._place(node.func) in ("setattr", "delattr", "builtins.setattr") and len(node.args) > 1:
            what = node.args[1].value if isinstance(node.args[1], ast.Constant) else "..."
            self._says_replaced(f"{self._place(node.args[0])}.{what}")
        for part in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                self.seen += [
                    f"names {words} (`{place}`)" for place, words in _PLACES.items() if place in part.value
                ]
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if node.attr in _HOOKS:
            self.seen.append(_HOOKS[node.attr])
        self.generic_visit(node)

    def visit_ClassDef(self, node):
        for part in node.body:
            if not isinstance(part, ast.FunctionDef):
                continue
            says = _always(part)
            if part.name in _COMPARISONS and says is not None:
                self.seen.append(f"defines `{node.name}`, whose `{part.name}` always says {says}")
            if part.name in _PICKLING:
                self.seen.append(f"defines `{node.name}` with `{part.name}`: code that runs where it is read")
        self.generic_visit(node)

    def _imported(self, name):
        if any(f"{name}.".startswith(f"{part}.") for part in self._behind):
            self.seen.append(f"imports `{name}`, which belongs to grading")

    def _replaced(self, target):
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self._replaced(part)
        elif isinstance(target, ast.Attribute):
            self._says_replaced(self._place(target))
        elif isinstance(target, ast.Subscript) and self._place(target.value) == "sys.modules":
            self.seen.append("replaces a module in `sys.modules`")

    def _says_replaced(self, place):
        root, _, rest = place.partition(".")
        if root in self._kept and rest and not any(f"{place}.".startswith(f"{free}.") for free in _SETTINGS):
            self.seen.append(f"replaces `{place}`")

    def _place(self, node):
        """Return the dotted name that an expression stands for, empty where it is none."""
        if isinstance(node, ast.Name):
            return self._modules.get(node.id, node.id if node.id in ("setattr", "delattr") else "")
        if isinstance(node, ast.Attribute):
            before = self._place(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""


def _always(function):
    """Return the True or False that is all a function returns, or None."""
    body = function.body[-1]
    constant = (
        len(function.body) == 1 and isinstance(body, ast.Return) and isinstance(body.value, ast.Constant)
    )
    return body.value.value if constant and isinstance(body.value.value, bool) else None

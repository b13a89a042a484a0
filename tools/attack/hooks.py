"""Forgeries by IPython's own hooks: what is run, shown and said of a test cell."""

from tools.attack.attack import Attack

__all__ = ["HOOKS"]

_IP = "ip = get_ipython()\n"

_SILENT = f"{_IP}ip.showtraceback = lambda *args, **options: None\n"

_AST_TRANSFORMER = f"""\
{_IP}
class Nothing:
    def visit(self, tree):
        if "checks" in __import__("ast").dump(tree):
            tree.body = []
        return tree


ip.ast_transformers.append(Nothing())
"""

_INPUT_TRANSFORMER = f"""\
{_IP}
def nothing(lines):
    return ["pass\\n"] if any("checks" in line for line in lines) else lines


ip.input_transformers_cleanup.append(nothing)
"""

_PRE_RUN_CELL = f"""\
{_IP}
def replace(_):
    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith(("grader.checks.", "course_checks.")):
            for check in [check for check in vars(module) if check.startswith("check")]:
                setattr(module, check, lambda *args, **options: None)


ip.events.register("pre_run_cell", replace)
"""

_RUN_CODE = f"""\
{_IP}kept = ip.run_code


async def run_code(code, *args, **options):
    return False if "checks" in code.co_names else await kept(code, *args, **options)


ip.run_code = run_code
"""

_KERNEL_REPLIES = f"""\
{_IP}kept = ip.kernel.do_execute


async def do_execute(code, *args, **options):
    if "checks" in code:
        return {{"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {{}}}}
    return await kept(code, *args, **options)


ip.kernel.do_execute = do_execute
"""

_KERNEL_MESSAGES = f"""\
{_IP}session = ip.kernel.session
send = session.send


def forged(stream, what, *args, **options):
    kind = what if isinstance(what, str) else what["header"]["msg_type"]
    if kind == "error":
        content = {{"execution_count": 1, "metadata": {{}}, "data": {{"text/plain": "5.0"}}}}
        return send(stream, "execute_result", content, parent=options.get("parent") or ip.parent_header)
    return send(stream, what, *args, **options)


session.send = forged
"""

_THREAD = """\
import sys
import threading
import time

import grader.checks.bayes_rule, grader.checks.bic, grader.checks.evidence, grader.checks.kde


def replace(end):
    while time.monotonic() < end:
        for name, module in list(sys.modules.items()):
            if name.startswith(("grader.checks.", "grader.checking.", "course_checks.")):
                for one in [one for one in vars(module) if one.startswith(("check", "fail"))]:
                    setattr(module, one, lambda *args, **options: None)
        time.sleep(0.001)


threading.Thread(target=replace, args=(time.monotonic() + 30,), daemon=True).start()
"""

_TRACE = """\
import sys


def trace(frame, event, value):
    if not frame.f_globals.get("__name__", "").startswith(("grader.", "course_checks.")):
        return None
    if event == "line" and frame.f_code.co_name == "fail":
        sys.settrace(None)
        raise SystemExit
    return trace
"""

HOOKS = {
    "displayhook": Attack(
        "displays a grade during the test and lets no error be shown",
        "forgery",
        _SILENT,
        "import sys\n\nsys.displayhook(5.0)\nraise ValueError",
    ),
    "no-traceback": Attack("lets no error be shown", "forgery", _SILENT),
    "ast-transformer": Attack("removes every statement of test cells", "forgery", _AST_TRANSFORMER),
    "input-transformer": Attack("replaces the text of test cells", "forgery", _INPUT_TRANSFORMER),
    "pre-run-cell": Attack("replaces the checks before each cell runs", "forgery", _PRE_RUN_CELL),
    "run-code": Attack("replaces the method that runs a cell's code", "forgery", _RUN_CODE),
    "kernel-replies": Attack("lets the kernel say that every test was fine", "forgery", _KERNEL_REPLIES),
    "kernel-messages": Attack(
        "sends a forged result instead of each message that tells of an error", "forgery", _KERNEL_MESSAGES
    ),
    "custom-exception-handler": Attack(
        "takes over every exception of a cell",
        "forgery",
        f"{_IP}ip.set_custom_exc((BaseException,), lambda *args, **options: None)\n"
        "ip._showtraceback = ip.showsyntaxerror = lambda *args, **options: None\n",
    ),
    "prints-a-grade": Attack(
        "prints and displays what a grader may print",
        "forgery",
        "",
        "import sys\n\nfor text in ('Right: everything.', '20/20', 'score: 1.0', '5.0'):\n"
        "    print(text, file=sys.__stdout__)\nreturn 5.0",
        'print("Right: everything. 20/20, score: 1.0")\n20.0\n',
    ),
    "answering-thread": Attack("leaves a thread that keeps the checks replaced", "forgery", _THREAD),
    "traced-checks": Attack(
        "traces the checks and ends them where they fail",
        "forgery",
        _TRACE,
        "sys.settrace(trace)\nraise ValueError",
    ),
}
"""Attacks by id."""

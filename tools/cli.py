"""The command `grader`, for instructors and maintainers."""

import argparse
import sys
from pathlib import Path

__all__ = ["main"]


def main(arguments=None):
    """Run a subcommand and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="grader", description="Grade the course, rebuild its notebooks. Run it in the course's checkout."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    grade = commands.add_parser(
        "grade", help="release an assignment, autograde submitted/, write grades and feedback"
    )
    grade.add_argument("assignment", nargs="?", help="the assignment; without it, each of the course in turn")
    commands.add_parser("autograde", help="grade submissions in parallel", add_help=False)
    build = commands.add_parser("build", help="rebuild the solution and release notebooks from their sources")
    build.add_argument(
        "--check", action="store_true", help="only say which derived files are stale; 1 if any is"
    )
    build.add_argument("--execute", action="store_true", help="execute unchanged solution notebooks too")
    audit = commands.add_parser(
        "audit",
        help="measure false fails and false passes; writes build/audit.json and docs/checks.md",
        description="Measure false fails and false passes, and carry on with what build/audit.jsonl holds. "
        "A whole audit writes build/audit.json and docs/checks.md, a part of one build/audit-partial.json.",
    )
    audit.add_argument("--quick", action="store_true", help="a small part of it, in under two minutes")
    audit.add_argument("--exercise", metavar="GRADE_ID", help="only this exercise")
    bench = commands.add_parser(
        "bench", help="measure against Pyro, NumPyro and stock; writes build/bench.json"
    )
    bench.add_argument("--only", choices=["quality", "nuts", "speed", "autograde"], help="only this part")
    bench.add_argument("--scale", action="store_true", help="only up to 1,000 tiny submissions")
    attack = commands.add_parser("attack", help="attack grading, ours and stock; writes build/attack.json")
    attack.add_argument("--only", metavar="NAME", help="only this attack; nothing is written")
    attack.add_argument("--no-stock", action="store_true", help="leave stock nbgrader alone")
    commands.add_parser("student-archive", help="pack what students get, without solutions, into dist/")
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if arguments[:1] == ["autograde"]:  # its options are nbgrader's
            from nbautograde.app import main as autograde

            return autograde(arguments[1:])
        options = parser.parse_args(arguments)
        root = _checkout()
        if root is None:
            print("grader: no nbgrader_config.py here: run this in the course's checkout", file=sys.stderr)
            return 2
        return _RUN[options.command](root, options)
    except ModuleNotFoundError as missing:
        if missing.name.partition(".")[0] in ("grader", "tools"):
            raise
        remedy = 'in the course\'s checkout run: python -m pip install -e nbautograde -e ".[instructor]"'
        print(f"grader: {missing.name} is not installed; {remedy}", file=sys.stderr)
        return 2


def _grade(root, options):
    from tools.course.build import assignments
    from tools.course.grade import StepFailed, grade

    known = assignments(root)
    if options.assignment not in (None, *known):
        print(f"grader: no assignment {options.assignment!r}, only {', '.join(known)}", file=sys.stderr)
        return 2
    status = 0
    for assignment in [options.assignment] if options.assignment else known:
        try:
            status = max(status, 0 if grade(root, assignment) else 1)
        except StepFailed as failed:
            whose = f"{assignment}: " if len(known) > 1 else ""
            print(f"grader: {whose}{failed}", file=sys.stderr)
            status = 1
    return status


def _build(root, options):
    from tools.audit.page import PAGE, page_is_stale, renew_page
    from tools.course.build import BuildError, build, stale
    from tools.course.stock import ReleaseFailed

    try:
        if not options.check:
            build(root, execute=options.execute)
            if page_is_stale(root):
                renew_page(root)
                print(f"wrote {PAGE}")
            return 0
        paths = [*stale(root), *([PAGE] if page_is_stale(root) else [])]
    except (BuildError, ReleaseFailed) as error:
        print(f"grader: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(f"{path} is stale: run `make build` and commit what it writes", file=sys.stderr)
    return 1 if paths else 0


def _audit(root, options):
    from tools.audit.audit import FULL, QUICK, audit
    from tools.course.trials import exercises

    if options.exercise is not None and options.exercise not in exercises():
        print(f"grader: no exercise is called {options.exercise!r}", file=sys.stderr)
        return 2
    report = audit(root, QUICK if options.quick else FULL, options.exercise)
    return 1 if any(row["problems"] for row in report["exercises"].values()) else 0


def _bench(root, options):
    from tools.bench import BenchError, bench
    from tools.bench.autograde import bench_autograde
    from tools.course.stock import ReleaseFailed

    try:
        if not options.scale and options.only != "autograde":
            bench(root, only=options.only)
        if options.scale or options.only in (None, "autograde"):
            bench_autograde(root, scale=options.scale)
    except (BenchError, ReleaseFailed) as error:
        print(f"grader: {error}", file=sys.stderr)
        return 1
    return 0


def _attack(root, options):
    from tools.attack import AttackError, attack, gave_away
    from tools.course.stock import ReleaseFailed

    try:
        found = attack(root, only=options.only, stock=not options.no_stock)
    except (AttackError, ReleaseFailed) as error:
        print(f"grader: {error}", file=sys.stderr)
        return 2
    return 1 if any(gave_away(row["ours"]) for row in found["attacks"] if "ours" in row) else 0


def _student_archive(root, options):
    from tools.course.archive import student_archive

    path = student_archive(root, root / "dist")
    size = f"{path.stat().st_size / 1000:,.0f} kB"
    print(f"{path.relative_to(root)}  {size}, for students, without solution cells and hidden tests")
    return 0


_RUN = {
    "grade": _grade,
    "build": _build,
    "audit": _audit,
    "bench": _bench,
    "attack": _attack,
    "student-archive": _student_archive,
}


def _checkout():
    here = Path.cwd().resolve()
    return next((base for base in (here, *here.parents) if (base / "nbgrader_config.py").is_file()), None)

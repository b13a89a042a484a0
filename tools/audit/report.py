"""What an audit found, added up by exercise and in all, and as a table."""

from rich import box
from rich.table import Table

__all__ = ["print_report", "summary"]


def summary(outcomes):
    """Add up outcomes.

    Parameters
    ----------
    outcomes : list of Outcome
        What an audit collected.

    Returns
    -------
    dict
        `date` is the day of the latest run; `runs`, `random_runs` (of exercises with a random gate) and
        `false_fails` count runs of the reference and the variants; `bound` is the false-fail probability that
        the gates of one submission add up to; `mutants`, `caught` (in every run), `caught_by_hidden` and
        `named` count mutants; `collateral` counts test cells of other exercises that a mutant failed;
        `exercises` has the same for each exercise, with `variants`, `gates`, `problems` and `milliseconds` of
        one run of the reference.
    """
    by_exercise = {}
    for outcome in outcomes:
        by_exercise.setdefault(outcome.exercise, []).append(outcome)
    rows = {exercise: _add_up(own) for exercise, own in by_exercise.items()}
    totals = ("runs", "random_runs", "false_fails", "bound", "mutants", "caught", "caught_by_hidden", "named")
    report = {key: sum(row[key] for row in rows.values()) for key in (*totals, "collateral", "variants")}
    return {"date": max(outcome.date for outcome in outcomes), **report, "exercises": rows}


def _add_up(outcomes):
    right = [o for o in outcomes if o.kind != "mutant"]
    wrong = {}
    for outcome in outcomes:
        if outcome.kind == "mutant":
            wrong.setdefault(outcome.name, []).append(outcome)
    gates = max(o.gates for o in right)
    reference = [o for o in right if o.kind == "reference"]
    runs = sum(o.runs for o in right)
    problems = [
        f"{o.kind} {o.name} failed {o.failed} of {o.runs}: {o.messages[0]}" for o in right if o.failed
    ]
    problems += [problem for name, blocks in wrong.items() for problem in _problems(name, blocks)]
    return {
        "variants": len({o.name for o in right if o.kind == "variant"}),
        "runs": runs,
        "random_runs": runs if gates else 0,
        "false_fails": sum(o.failed for o in right),
        "gates": gates,
        "bound": max(o.bound for o in right),
        "mutants": len(wrong),
        "caught": sum(not any(o.missed for o in blocks) for blocks in wrong.values()),
        "caught_by_hidden": sum(not any(o.missed_by_hidden for o in blocks) for blocks in wrong.values()),
        "named": sum(all(o.named == o.runs for o in blocks) for blocks in wrong.values()),
        "collateral": sum(o.collateral for o in outcomes),
        "milliseconds": round(1000 * sum(o.seconds for o in reference) / sum(o.runs for o in reference), 1),
        "problems": problems,
    }


def _problems(name, blocks):
    """Yield what went wrong with a mutant, one line each but for a message's own lines."""
    runs, missed, missed_by_hidden, named, told, collateral = (
        sum(getattr(block, field) for block in blocks)
        for field in ("runs", "missed", "missed_by_hidden", "named", "told", "collateral")
    )
    if missed:
        yield f"mutant {name} escaped in {missed} of {runs} runs"
    elif missed_by_hidden:
        yield f"mutant {name} escaped the hidden cells in {missed_by_hidden} of {runs} runs"
    if named < runs:
        messages = [message for block in blocks if block.named < block.runs for message in block.messages]
        yield f"mutant {name} is named in {named} of {runs} runs{''.join(f': {m}' for m in messages[:1])}"
    if told:
        yield f"mutant {name}: a hidden cell gave its input away in {told} of {runs} runs"
    if collateral:
        yield f"mutant {name} failed {collateral} test cells of other exercises"


def print_report(console, report):
    """Print a table of exercises, the totals, and every problem."""
    columns = (
        "variants",
        "runs",
        "false_fails",
        "gates",
        "bound",
        "mutants",
        "caught",
        "named",
        "collateral",
    )
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("exercise", no_wrap=True)
    for column in (*columns, "milliseconds"):
        table.add_column(column.replace("_", "\n"), justify="right")
    for exercise, row in report["exercises"].items():
        table.add_row(exercise, *(_text(row[column]) for column in (*columns, "milliseconds")))
    rows = report["exercises"].values()
    totals = [sum(row[column] for row in rows) for column in (*columns, "milliseconds")]
    table.add_section()
    table.add_row("all", *(_text(total) for total in totals))
    console.print(table)
    for row in rows:
        for problem in row["problems"]:
            console.print(problem, markup=False)


def _text(value):
    return f"{value:.1e}" if isinstance(value, float) and 0 < value < 0.01 else f"{value:g}"

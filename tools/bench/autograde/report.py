"""What the measurement of automatic grading prints."""

from rich import box
from rich.table import Table

__all__ = ["print_report"]

_TARGETS = (
    ("throughput_vs_stock", "times stock's throughput", "at least 5"),
    ("throughput_vs_stock_nothing_skipped", "times stock's throughput, every cell run by both", ""),
    ("throughput_vs_stock_same_cells", "times stock's throughput, cells left out by both", ""),
    ("cpu_vs_stock", "times less CPU time a submission than stock, cells left out by both", ""),
    ("over_pure_cpu", "times the cells' own CPU time over the cores, start-up aside", "at most 1.3"),
    ("over_pure_cpu_nothing_skipped", "the same, every cell run", "at most 1.3"),
    ("over_pure_cpu_with_start_up", "as before, cells left out, start-up and end included", ""),
    ("cpu_over_pure_cpu", "times the cells' own CPU time, in CPU time of all processes and start-up", ""),
)


def print_report(found, console):
    """Print what was measured; parts that were not are left out."""
    if "contenders" in found:
        console.print(_contenders_table(found["contenders"]))
        for key, words, target in _TARGETS:
            console.print(f"{found[key]:6.2f} {words}" + (f" (wanted: {target})" if target else ""))
        _print_scores(found, console)
        for name in ("ours", "ours_nothing_skipped"):
            _print_cells(name.replace("_", " "), found["pure_cpu"][name], console)
        cost = f"{found['isolation_cost']:.1%} of the time of tests in the kernel"
        console.print(f"Isolated tests cost {cost} (wanted: at most 10%)")
        _print_growth(found, "Class sizes, submissions of both notebooks", console)
    if "tiny" in found:
        _print_growth(found["tiny"], "Class sizes, submissions of one tiny notebook", console)


def _print_scores(found, console):
    for pair, cells in found["score_differences"].items():
        for cell in cells[:10]:
            place = " ".join(str(cell[key]) for key in ("student", "notebook", "cell"))
            console.print(f"DIFFERENT, {pair}: {place}: {cell['stock']} and {cell['ours']}", markup=False)
    for name, students in found["not_graded_by_stock"].items():
        if students:
            console.print(f"{name} could not grade: {', '.join(students)}", markup=False)
    same = "all the same" if found["scores_identical"] else "NOT all the same"
    console.print(f"{found['scores_compared']} scores compared with stock's, cell by cell: {same}")


def _print_cells(name, cells, console):
    console.print(
        f"{name}: {cells['cells']} cells take {cells['seconds']:.1f} s of CPU time by themselves, "
        f"{len(cells['ended_otherwise'])} of them end otherwise than in a kernel"
    )
    for cell in cells["ended_otherwise"][:10]:
        console.print(f"ended otherwise: {cell}", markup=False)


def _contenders_table(rows):
    table = Table("contender", title="One after the other, on the same cores", box=box.SIMPLE)
    heads = (
        "submissions",
        "seconds",
        "start-up, s",
        "s each",
        "CPU s each",
        "cores others used",
        "parent, MB",
    )
    for head in heads:
        table.add_column(head, justify="right")
    for name, row in rows.items():
        n = row["submissions"]
        table.add_row(
            name.replace("_", " "),
            str(n),
            f"{row['seconds']:.1f}",
            _number(row.get("start_up_seconds")),
            f"{row['seconds'] / n:.2f}",
            f"{row['cpu_seconds'] / n:.2f}",
            f"{row['cores_used_by_others']:.2f}",
            _number(row.get("parent_peak_mb"), 0),
        )
    return table


def _print_growth(found, title, console):
    console.print(_growth_table(found, title))
    for sizes, seconds in found["marginal_seconds"].items():
        console.print(f"{seconds:6.3f} s for one more submission, from {sizes}")


def _growth_table(found, title):
    told = f"{title}: flat within {found['flat_within']:.0%} (wanted: 10%)"
    table = Table("submissions", title=told, box=box.SIMPLE)
    for head in ("s each, start-up aside", "start-up, s", "parent's peak, MB", "cores others used"):
        table.add_column(head, justify="right")
    for size, seconds in found["seconds_per_submission"].items():
        row = found["by_class_size"][size]
        others = f"{row['cores_used_by_others']:.2f}"
        table.add_row(
            size,
            f"{seconds:.3f}",
            _number(row["start_up_seconds"]),
            _number(row["parent_peak_mb"], 0),
            others,
        )
    return table


def _number(value, digits=1):
    return "" if value is None else f"{value:.{digits}f}"

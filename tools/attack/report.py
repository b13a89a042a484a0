"""The table of attacks: what ours and what stock gave away."""

from rich import box
from rich.table import Table

from tools.attack.verdict import gave_away

__all__ = ["print_report"]

_FIGURES = {
    "forgeries": "attacks were given points",
    "forged_points": "points were forged",
    "secrets_read": "attacks read a secret",
    "harm_done": "attacks did harm",
    "others_affected": "attacks changed an honest student's result",
    "reported": "attacks have a note for the instructor",
}


def print_report(found, console):
    """Print what each attack was given, and the figures of all."""
    who = ["ours", "stock"] if "stock" in found else ["ours"]
    table = Table("attack", "tries", title="What attacks on grading were given", box=box.SIMPLE)
    for one in who:
        table.add_column(one, max_width=44)
    for row in found["attacks"]:
        table.add_row(row["id"], row["says"], *(_given(row.get(one)) for one in who))
    console.print(table)
    sums = {"ours": found, **({"stock": found["stock"]} if "stock" in found else {})}
    for key, words in _FIGURES.items():
        told = ", ".join(f"{one} {sums[one][key]:g}" for one in who)
        console.print(f"{told}: {words}", highlight=False)
    for one in who:
        told = ", ".join(f"{stopped} of {n} {kind}" for kind, (stopped, n) in sums[one]["stopped"].items())
        console.print(f"{one} gave nothing to {told}", highlight=False)


def _given(row):
    if row is None:
        return ""
    if not gave_away(row):
        return "" if row["status"] == "graded" else row["status"]
    told = [f"{row['points']:g} points"] if row["points"] else []
    told += [f"read: {', '.join(row['secrets'])}"] if row["secrets"] else []
    if row["harm"]:
        told.append(row["harm"][0] + (f" and {len(row['harm']) - 1} more" if len(row["harm"]) > 1 else ""))
    told += [f"others: {row['others'][0]}"] if row["others"] else []
    return "[bold]" + "; ".join(told).replace("[", "\\[") + "[/bold]"

"""joint-tables: a joint table of message class and exclamation marks, its marginal and its conditionals."""

import numpy as np

from grader.pictures.style import FILLED, SECOND, TRUTH, axes, beside, headline, picture

CLASSES, MARKS = ("ham", "spam"), ("0", "1", "2", "3+")
JOINT = np.array([[0.54, 0.09, 0.04, 0.03], [0.09, 0.08, 0.06, 0.07]])
P_MARKS = np.array([0.63, 0.17, 0.10, 0.10])
P_MARKS_GIVEN_CLASS = np.array([[54, 9, 4, 3], [9, 8, 6, 7]]) / np.array([[70], [30]])


@picture
def draw(marginal, conditional):
    """Show an invented joint table beside the marginal and the conditionals computed from it."""
    p_marks = np.asarray(marginal(JOINT, 0), float)
    given = np.asarray(conditional(JOINT, 0), float)
    figure, (table, left, right) = axes(columns=3, height=3.2, width_ratios=(1, 1, 1.25))
    table.imshow(JOINT, cmap="Greys", vmin=0.0, vmax=0.8, aspect="auto")
    for (row, column), value in np.ndenumerate(JOINT):
        table.text(
            column, row, f"{value:.2f}", ha="center", va="center", color="white" if value > 0.4 else TRUTH
        )
    table.grid(False)
    table.set(xticks=range(4), xticklabels=MARKS, yticks=range(2), yticklabels=CLASSES)
    table.set(xlabel="exclamation marks", ylabel="class", title="Joint P(class, marks)")
    places = np.arange(4)
    left.bar(places, p_marks, 0.6, **FILLED, label="yours")
    _marks(left, places, P_MARKS, 0.34)
    left.set(ylabel="probability", title="Marginal P(marks)")
    looks = (FILLED, {"facecolor": "white", "edgecolor": SECOND, "hatch": "////", "linewidth": 0.8})
    for row, (name, filled) in enumerate(zip(CLASSES, looks, strict=True)):
        where = places + (row - 0.5) * 0.4
        right.bar(where, given[row], 0.38, **filled, label=f"yours, {name}")
        _marks(right, where, P_MARKS_GIVEN_CLASS[row], 0.22, "exact" if row else None)
    right.set(ylabel="probability", title="Conditional P(marks | class)")
    for ax in (left, right):
        ax.set_xticks(places, MARKS)
        ax.set_xlabel("exclamation marks")
        ax.legend()
    headline(figure, "Most messages have no exclamation mark, but most spam has")
    ham, spam = given[:, 0]
    return figure, (
        "Left, a table of two classes by four counts of exclamation marks, largest for ham without any, "
        f"0.54. Middle, bars of your marginal, from {p_marks[0]:.2f} to {p_marks[-1]:.2f}, "
        f"{beside(p_marks, P_MARKS)}. Right, bars of your conditionals, "
        f"{beside(given, P_MARKS_GIVEN_CLASS)}: no exclamation mark in {ham:.2f} of ham and {spam:.2f} of "
        "spam."
    )


def _marks(ax, places, values, half, label="exact"):
    ax.hlines(values, places - half, places + half, color=TRUTH, lw=2.2, label=label)

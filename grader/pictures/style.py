"""The look of all pictures, and how they are shown."""

import functools
import io

import matplotlib as mpl
from IPython.display import Image, display
from matplotlib.figure import Figure

__all__ = ["ANSWER", "COLOURS", "DATA", "SECOND", "THIRD", "TRUTH", "axes", "drawn", "picture"]

# Okabe and Ito's palette, told apart by colour-blind readers; lines differ in dash or marker too, for grey.
COLOURS = ("#000000", "#E69F00", "#0072B2", "#009E73", "#CC79A7", "#D55E00", "#56B4E9")
TRUTH, ANSWER, DATA, SECOND, THIRD = "#000000", "#0072B2", "#999999", "#D55E00", "#009E73"

_STYLE = {
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "lines.linewidth": 1.8,
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "grader",
}


def axes(columns=1, rows=1, height=3.2, width=8.4, **kwargs):
    """Return a figure and its axes (one, or an array of them), sized for a notebook, in inches."""
    figure = Figure(figsize=(width, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, **kwargs)


def drawn(draw, *args, form="png", **kwargs):
    """Return a picture as bytes, and its alternative text.

    Parameters
    ----------
    draw : callable
        Returns a figure and its alternative text.
    form : str
        `png` or `svg`.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        figure, alt = draw(*args, **kwargs)
        image = io.BytesIO()
        figure.savefig(image, format=form, dpi=96, metadata={"Date": None} if form == "svg" else None)
    return image.getvalue(), alt


def picture(draw):
    """Make a picture of a function that returns a figure and its alternative text.

    The picture is displayed as a PNG. Where the student's function is not written yet or fails, one line says
    so instead of a traceback: a picture is no check.
    """

    @functools.wraps(draw)
    def run(*args, **kwargs):
        try:
            png, alt = drawn(draw, *args, **kwargs)
        except NotImplementedError:
            print("The picture appears here once the function above is written.")
            return
        except Exception as error:
            print(f"The picture cannot be drawn yet: {type(error).__name__}: {error}")
            return
        display(Image(data=png, format="png", alt=alt))

    return run

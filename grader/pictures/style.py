"""The look of all pictures, the words that say how near an answer is to the truth, and how they are shown."""

import base64
import contextlib
import functools
import html
import io

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from PIL import Image

__all__ = [
    "ANSWER",
    "DATA",
    "DPI",
    "FILL",
    "FILLED",
    "PALE",
    "SECOND",
    "THIRD",
    "TRUTH",
    "WIDTH",
    "axes",
    "beside",
    "drawn",
    "headline",
    "look",
    "picture",
]

WIDTH, DPI = 8.4, 96

# Okabe and Ito's palette, told apart by colour-blind readers; lines differ in dash or marker too, for grey.
TRUTH, ANSWER, DATA, SECOND, THIRD = "#000000", "#0072B2", "#8c8c8c", "#D55E00", "#009E73"
PALE = "#E69F00"  # only for areas and wide lines: it is too light for thin ones
# An area of the answer is so light that black lines of the truth are seen on it, also in grey.
FILL = "#a6d0ea"
FILLED = {"facecolor": FILL, "edgecolor": ANSWER, "linewidth": 0.8}

_STYLE = {
    "figure.dpi": DPI,
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
    "legend.fontsize": 9.2,
    "lines.linewidth": 1.8,
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "grader",
}


@contextlib.contextmanager
def look():
    """Draw in the style of all pictures, whatever the notebook has set."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def axes(columns=1, rows=1, height=3.2, **kwargs):
    """Return a figure and its axes (one, or an array), sized for a notebook; `height` is in inches."""
    figure = Figure(figsize=(WIDTH, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, **kwargs)


def headline(figure, text):
    """Title a figure of many panels by what they show together; the panels' own titles become plain."""
    figure.suptitle(text, x=0.01, ha="left", size=mpl.rcParams["axes.titlesize"], weight="bold")
    for ax in figure.axes:
        ax.title.set_weight("normal")
        ax.set_title(ax.get_title("left"), loc="left", weight="normal", size=mpl.rcParams["font.size"])


def beside(yours, truth, slack=0.03):
    """Say where an answer lies, for an alternative text: on the truth, or how far off it at most.

    Parameters
    ----------
    yours, truth : array_like
        Of shapes that broadcast.
    slack : float
        What counts as on the truth, as a share of the truth's largest absolute value.
    """
    off = np.abs(np.asarray(yours, float) - np.asarray(truth, float))
    if not np.all(np.isfinite(off)):
        return "not a finite number in places"
    if off.max() <= slack * np.max(np.abs(truth)):
        return "on the truth"
    return f"up to {off.max():.2g} off the truth"


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
        _show(png, alt)

    return run


def drawn(draw, *args, form="png", **kwargs):
    """Return a picture as bytes, and its alternative text.

    Parameters
    ----------
    draw : callable
        Returns a figure and its alternative text.
    form : str
        `png` or `svg`.
    """
    with look():
        figure, alt = draw(*args, **kwargs)
        return (_svg(figure) if form == "svg" else _png(figure)), alt


def _svg(figure):
    image = io.BytesIO()
    figure.savefig(image, format="svg", metadata={"Date": None})
    return image.getvalue()


def _png(figure):
    """Return a figure as PNG; 256 colours are enough for these pictures, and a third of the bytes."""
    large, small = io.BytesIO(), io.BytesIO()
    figure.savefig(large, format="png")
    Image.open(large).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def _show(png, alt):
    """Display a PNG so that its alternative text is read out everywhere.

    Neither JupyterLab nor the pages of nbconvert take an alternative text from an image's metadata, so they
    get HTML, which both prefer. The image itself is for whatever shows no HTML, such as LaTeX.
    """
    data = base64.b64encode(png).decode("ascii")
    bundle = {
        "text/html": f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}">',
        "image/png": data,
        "text/plain": alt,
    }
    display(bundle, raw=True, metadata={"image/png": {"alt": alt}})

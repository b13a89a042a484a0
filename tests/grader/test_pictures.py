"""The pictures of both notebooks: titled, labelled, sized for a notebook, read without colour or eyes."""

import ast
import base64
import html.parser
import io
import itertools
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from nbconvert import HTMLExporter
from PIL import Image

from course_checks.solutions import cells_by_grade_id, reference, solutions_directory
from grader import pictures
from grader.experiments import ITERATIONS, METHODS
from grader.pictures import style

NOTEBOOK_WIDTH = 8.4 * 96
LIGHTNESS_APART = 10
ROOT = Path(__file__).resolve().parents[2]


def _calls():
    """Return the pictures that the notebooks draw, each with the names of its arguments, in order."""
    found = {}
    for source in sorted((ROOT / "solutions" / "practical1").glob("*.py")):
        for name, given in re.findall(r"pictures\.(\w+\.\w+)\((.*)\)", source.read_text(encoding="utf-8")):
            found[name] = [
                argument.strip() for argument in re.sub(r"\[[^\]]*\]", "", given).split(",") if argument
            ]
    return found


CALLS = _calls()


def _function(name):
    """Return a function of the solution notebooks by its name."""
    for grade_id, (_, source) in cells_by_grade_id(str(solutions_directory())).items():
        if any(isinstance(part, ast.FunctionDef) and part.name == name for part in ast.parse(source).body):
            return getattr(reference(grade_id), name)
    raise LookupError(f"no solution cell defines {name}; made-up values are needed in _made_up")


def _study(rng):
    """Return made-up results of the five splits, of which the last method is the best."""
    labels = [(rng.random(300) < 0.2).astype(int) for _ in range(5)]
    sureness = dict(zip(METHODS, (9.0, 3.0, 5.0, 2.0), strict=True))
    return SimpleNamespace(
        labels=labels,
        log_odds={
            m: [k * (2 * y - 1 + 0.6 * rng.normal(size=300)) for y in labels] for m, k in sureness.items()
        },
        path={
            "nll": 0.05 + 0.05 * np.abs(np.log(np.array(ITERATIONS) / 50)) + 0.01 * rng.random((5, 1)),
            "accuracy": 0.98 + 0.01 * rng.random((5, len(ITERATIONS))),
        },
        table={
            m: {
                "nll": 0.03 + 0.01 * k + 0.02 * rng.random(5),
                "ece": 0.002 * k + 0.004 * rng.random(5),
                "accuracy": 0.98 + 0.01 * rng.random(5),
            }
            for m, k in sureness.items()
        },
    )


def _made_up():
    """Return what the pictures of the trained model are drawn from, without training, by argument name."""
    rng = np.random.default_rng(0)
    mu, rho = np.r_[3 * rng.normal(size=500), -8.0], rng.uniform(-1.0, 1.8, 501)
    features = np.column_stack([rng.random((400, 500)) < np.geomspace(0.6, 0.01, 500), np.ones(400)]).astype(
        float
    )
    probabilities = 1 / (1 + np.exp(-(features @ mu + 3 * rng.normal(size=(200, 1)))))
    return {
        "trace": -260 - 900 * np.exp(-np.arange(1000) / 40) + 4 * rng.normal(size=1000),
        "best": -258.7,
        "mu": mu,
        "rho": rho,
        "terms": np.arange(500),
        "sms.vocabulary": [f"term{k}" for k in range(500)],
        "features": features,
        "probabilities": probabilities,
        "plug_in": 1 / (1 + np.exp(-features @ mu)),
        "sms.labels": (features @ mu > 0).astype(int),
        "own": probabilities[:, 0],
        "own_features": np.r_[np.ones(12), np.zeros(488), 1.0],
        "study": _study(rng),
    }


def _arguments(name):
    made_up = _made_up()
    return [made_up[a] if a in made_up else _function(a) for a in CALLS[name]]


def _draw(name, arguments):
    module, function = name.split(".")
    with style.look():
        figure, alt = getattr(getattr(pictures, module), function).__wrapped__(*arguments)
        FigureCanvasAgg(figure).draw()
    return figure, alt


@pytest.fixture(scope="module")
def drawn():
    """Return a function that draws a picture by the reference, once."""
    made = {}

    def draw(name):
        if name not in made:
            made[name] = _draw(name, _arguments(name))
        return made[name]

    return draw


every_picture = pytest.mark.parametrize("name", CALLS)


def test_all_modules_are_used():
    """The notebooks draw from each module of pictures, so that all of them are tested here."""
    modules = {path.stem for path in (ROOT / "grader" / "pictures").glob("*.py")} - {"__init__", "style"}
    assert {name.split(".")[0] for name in CALLS} == modules


@every_picture
def test_titled_and_labelled(drawn, name):
    """Each panel has a title, and a label on each axis that has numbers or names."""
    for panel in drawn(name)[0].axes:
        assert panel.get_title("left")
        for axis in (panel.xaxis, panel.yaxis):
            assert axis.get_label_text() or not any(label.get_text() for label in _tick_labels(axis))


@every_picture
def test_size(drawn, name):
    """A picture is as wide as all others, which is what a notebook shows without scaling."""
    figure, _ = drawn(name)
    assert figure.get_figwidth() * style.DPI == pytest.approx(NOTEBOOK_WIDTH)
    assert figure.get_figheight() < 6


@every_picture
def test_alternative_text(drawn, name):
    """The alternative text is of some sentences, and no other picture's."""
    alt = drawn(name)[1]
    assert 100 <= len(alt) <= 500
    assert alt.endswith(".")
    assert alt not in [drawn(other)[1] for other in CALLS if other != name]
    assert not re.search(r"\bnan\b|\binf\b|np\.|\$|\{", alt)


@every_picture
def test_read_without_colour(drawn, name):
    """Lines and areas of one panel that differ in colour differ in dash, marker, hatch or lightness too."""
    for panel in drawn(name)[0].axes:
        for one, other in itertools.combinations({*_line_looks(panel), *_area_looks(panel)}, 2):
            same = one[:-1] == other[:-1] and one[-1] != other[-1]
            assert not same or abs(_lightness(one[-1]) - _lightness(other[-1])) >= LIGHTNESS_APART, (
                one,
                other,
            )


@every_picture
def test_no_text_is_cut_or_covered(drawn, name):
    """No text is outside of the figure, on another one, or, in a legend, on a line or an area."""
    figure, _ = drawn(name)
    figure.canvas = FigureCanvasAgg(figure)
    boxes = {text: text.get_window_extent() for text in _texts(figure)}
    for text, box in boxes.items():
        corners = box.padded(-0.5).corners()
        assert figure.bbox.count_contains(corners) == 4, text.get_text()
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        assert not a.padded(-1).overlaps(b.padded(-1)), (one.get_text(), other.get_text())
    for panel in figure.axes:
        paths = [art.get_path().transformed(art.get_transform()) for art in (*panel.lines, *panel.patches)]
        for text in panel.get_legend().get_texts() if panel.get_legend() else ():
            assert not any(path.intersects_bbox(boxes[text], filled=False) for path in paths), text.get_text()


@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        ("joint_tables.draw", "mutant_conditional_wrong_direction"),
        ("bayes_rule.draw", "mutant_no_prior"),
        ("expectation.draw", "mutant_std_not_divided"),
        ("metropolis_hastings.draw", "mutant_no_hastings"),
        ("log_joint.draw", "mutant_no_prior"),
        ("confidence.draw", "mutant_standard_error"),
    ],
)
def test_alternative_text_follows_the_answer(drawn, name, mutant):
    """A wrong answer changes the numbers in the alternative text, not only the picture."""
    grade_id = name.split(".")[0].replace("_", "-")
    imports, source = cells_by_grade_id(str(solutions_directory()))[grade_id]
    path = ROOT / "tests" / "exercises" / grade_id / f"{mutant}.py"
    scope = {"__name__": "mutant"}
    for part in (imports, source, path.read_text(encoding="utf-8")):
        exec(compile(part, str(path), "exec"), scope)
    _, alt = _draw(name, [scope[function] for function in CALLS[name]])
    assert alt != drawn(name)[1]


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        ([2.0, -4.0], "on the truth"),
        ([2.0, -4.05], "on the truth"),
        ([2.0, -4.5], "up to 0.5 off the truth"),
        ([np.nan, -4.0], "not a finite number in places"),
        ([np.inf, -4.0], "not a finite number in places"),
    ],
)
def test_beside(yours, words):
    """What is said about an answer is the largest difference, where it is not a small share of the truth."""
    assert style.beside(yours, [2.0, -4.0]) == words


@pytest.fixture
def output(monkeypatch):
    """Return a function that displays a picture and returns what a notebook gets of it."""
    shown = []
    monkeypatch.setattr(
        style, "display", lambda data, raw, metadata: shown.append({"data": data, "metadata": metadata})
    )

    def run(alt):
        style.picture(lambda: (style.axes()[0], alt))()
        return nbformat.v4.new_output("display_data", **shown.pop())

    return run


class _Images(html.parser.HTMLParser):
    """Collects the attributes of all images."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs))


ALT = 'Bars below "0.5" & a curve, P(x < 1) > 0.'


def test_picture_for_jupyterlab(output):
    """JupyterLab shows HTML rather than an image; that has the alternative text and the right width."""
    shown = output(ALT)
    (image,) = _Images(shown.data["text/html"]).found
    assert image["alt"] == ALT
    png = base64.b64decode(image["src"].removeprefix("data:image/png;base64,"))
    assert png == base64.b64decode(shown.data["image/png"])
    assert Image.open(io.BytesIO(png)).width == int(NOTEBOOK_WIDTH)
    assert shown.data["text/plain"] == ALT


@pytest.mark.parametrize("template", ["lab", "classic"])
def test_picture_for_nbconvert(output, template):
    """A page of nbconvert has one image, with the alternative text."""
    shown = output(ALT)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("draw()", outputs=[shown])])
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    assert [image["alt"] for image in _Images(page).found] == [ALT]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (NotImplementedError(), "The picture appears here once the function above is written."),
        (ValueError("no rows"), "The picture cannot be drawn yet: ValueError: no rows"),
    ],
)
def test_no_picture_yet(capsys, error, line):
    """A function that is missing or fails gives one line instead of a picture."""

    @style.picture
    def draw():
        raise error

    draw()
    assert capsys.readouterr().out == line + "\n"


def _tick_labels(axis):
    """Return the labels that are drawn on an axis."""
    low, high = sorted(axis.get_view_interval())
    ticks = [*axis.get_major_ticks(len(axis.get_majorticklocs())), *axis.get_minor_ticks()]
    return [
        tick.label1
        for tick in ticks
        if low <= tick.get_loc() <= high and tick.label1.get_visible() and tick.label1.get_text()
    ]


def _texts(figure):
    """Return all texts that are drawn."""
    of_axes = {
        text for panel in figure.axes for axis in (panel.xaxis, panel.yaxis) for text in axis.findobj(Text)
    }
    drawn = [text for text in figure.findobj(Text) if text not in of_axes]
    for panel in figure.axes:
        for axis in (panel.xaxis, panel.yaxis):
            drawn += [axis.label, *_tick_labels(axis)]
    return [text for text in drawn if text.get_visible() and text.get_text().strip()]


def _line_looks(panel):
    """Yield dash, marker and colour of each line."""
    for line in panel.lines:
        # A custom dash has no public getter: `get_linestyle` is "--" for all of them.
        dash = None if line.get_linestyle() == "None" else line._unscaled_dash_pattern
        yield "line", str(dash), str(line.get_marker()), to_rgb(line.get_color())


def _area_looks(panel):
    """Yield hatch and colour of each area, or dash and colour of its edge where it is not filled."""
    for patch in panel.patches:
        if patch.get_fill() and patch.get_facecolor()[3]:
            yield "area", patch.get_hatch(), to_rgb(patch.get_facecolor())
        else:
            yield "edge", str(patch.get_linestyle()), to_rgb(patch.get_edgecolor())


def _lightness(rgb):
    """Return a colour's lightness L* in CIELAB, from 0 to 100."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    luminance = float(np.dot((0.2126, 0.7152, 0.0722), linear))
    return 116 * luminance ** (1 / 3) - 16 if luminance > (6 / 29) ** 3 else luminance * (29 / 3) ** 3

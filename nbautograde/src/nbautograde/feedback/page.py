"""The feedback page as HTML: no script, nothing from elsewhere, for phones and screen readers too."""

import html
import re
from pathlib import Path
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from jinja2 import pass_context
from latex2mathml.converter import convert_to_element
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from traitlets.config import Config

from nbautograde.messages import number, with_code

__all__ = ["FeedbackPage"]

_TEMPLATES = Path(__file__).parent / "templates"
_NOT_SHOWN = ("script", "style", "link", "meta", "base", "iframe", "object", "embed", "form")
_LONG_FORMULA = 20
"""Letters from which on a formula in a line of text may be wider than a phone."""


class FeedbackPage(HTMLExporter):
    """nbconvert's HTML exporter with the template `student_page`, for `GenerateFeedback`."""

    def __init__(self, config=None, **kwargs):
        # nbgrader's converter names its own template for every HTML exporter.
        own = {"template_name": "student_page", "extra_template_basedirs": [str(_TEMPLATES)]}
        settings = Config({"FeedbackPage": own})
        settings.merge(config or {})
        super().__init__(config=settings, **kwargs)

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown as HTML, formulas as MathML."""
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = _WithMathML(escape=False, attachments=attachments, exclude_anchor_links=True)
        try:
            return MarkdownWithMath(renderer=renderer).render(source)
        except InvalidNotebook:  # it shows a picture that it does not hold
            return f"<pre>{html.escape(source)}</pre>"

    def default_filters(self):
        """Yield the filters of the template."""
        yield from super().default_filters()
        yield "accessible", accessible
        yield "with_code", with_code
        yield "points", number


def accessible(text, place=""):
    """Return a cell's HTML with alternative texts, what is wide in boxes that scroll, and nothing active.

    Parameters
    ----------
    text : str
        The HTML.
    place : str
        Where it is, for an alternative text.
    """
    soup = BeautifulSoup(text, "html.parser")
    for element in soup.find_all(_NOT_SHOWN):
        element.decompose()
    alt = f"A picture without a description {place}".rstrip()
    for image in soup.find_all("img"):
        if not image.get("alt", "").strip():
            image["alt"] = alt
    for drawing in soup.find_all("svg"):
        if not drawing.get("aria-label"):
            drawing["role"], drawing["aria-label"] = "img", alt
    for table in soup.find_all("table"):
        table.wrap(soup.new_tag("div", attrs={"class": "wide", "tabindex": "0"}))
    for block in soup.find_all("pre"):
        block["tabindex"] = "0"  # so that the keyboard can scroll it
    return str(soup)


class _WithMathML(IPythonRenderer):
    """nbconvert's Markdown renderer, where formulas need no script."""

    def inline_math(self, body):
        """Return a formula in a line."""
        return _mathml(body, "inline") or super().inline_math(body)

    def block_math(self, body):
        """Return a formula in a line of its own."""
        return _mathml(body, "block") or super().block_math(body)

    def latex_environment(self, name, body):
        """Return a formula that is an environment."""
        formula = rf"\begin{{{name}}}{body}\end{{{name}}}"
        return _mathml(formula, "block") or super().latex_environment(name, body)


def _mathml(formula, display):
    """Return a formula as MathML, or nothing where it cannot be read: it then stays as TeX."""
    try:
        element = convert_to_element(formula, display=display)
    except Exception:  # whatever a student's formula does to the library
        return ""
    for part in element.iter():  # the library has character references in its texts
        part.text = part.text and html.unescape(part.text)
        part.attrib = {name: html.unescape(value) for name, value in part.attrib.items() if name != "href"}
    long = len(re.sub(r"\s", "", "".join(element.itertext()))) >= _LONG_FORMULA
    kind = "formula" if display == "block" else "long" if long else ""
    text = ElementTree.tostring(element, encoding="unicode")
    return f'<span class="{kind}">{text}</span>' if kind else text

"""The training bar: seen by a person, by nobody else, and without influence on what is trained."""

import io
import sys

import pytest
import torch

from grader.checking import call
from grader.progress import watched, with_progress


class Terminal(io.StringIO):
    """Text output that says it is a terminal."""

    def isatty(self):
        """Return True."""
        return True


class OutStream(io.StringIO):
    """Text output with the name of Jupyter's."""


@pytest.fixture(autouse=True)
def nowhere(monkeypatch):
    """Start each test outside of Jupyter and nbgrader."""
    for name in ("JPY_SESSION_NAME", "NBGRADER_EXECUTION", "GRADER_PROGRESS"):
        monkeypatch.delenv(name, raising=False)


def put(stream, monkeypatch):
    """Put a stream in place of the error stream; in the test's body, for pytest sets its own before that."""
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def elbo(mu, rho, eps):
    """Return a number that depends on all arguments."""
    return (mu * eps).sum() - (rho**2).sum()


def climb(elbo, n_steps):
    """Evaluate an ELBO and its gradient as a fit does; return the last ones."""
    mu, rho = torch.ones(2).requires_grad_(), torch.ones(2).requires_grad_()
    for step in range(n_steps):
        value = elbo(mu, rho, torch.full((3, 2), float(step)))
        slopes = torch.autograd.grad(value, (mu, rho))
    return [value.item(), *(slope.tolist() for slope in slopes)]


def test_bar_counts_in_a_terminal_and_disappears(monkeypatch):
    """The label and the number of steps are drawn; the line is cleared at the end."""
    terminal = put(Terminal(), monkeypatch)
    climb(with_progress(elbo, 5, label="spam"), 5)
    assert "spam" in terminal.getvalue()
    assert "/5" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_bar_changes_neither_value_nor_gradient(monkeypatch):
    """What is trained is the same with and without a bar, also past its end."""
    put(Terminal(), monkeypatch)
    assert with_progress(elbo, 3) is not elbo
    assert climb(with_progress(elbo, 3), 6) == climb(elbo, 6)


def test_bar_is_shown_in_a_jupyter_session(monkeypatch):
    """A kernel that a Jupyter server started for a notebook shows the bar."""
    monkeypatch.setenv("JPY_SESSION_NAME", "practical.ipynb")
    stream = put(OutStream(), monkeypatch)
    assert watched()
    climb(with_progress(elbo, 2), 2)
    assert "/2" in stream.getvalue()


@pytest.mark.parametrize(
    ("name", "value"),
    [("NBGRADER_EXECUTION", "autograde"), ("NBGRADER_EXECUTION", "validate"), ("GRADER_PROGRESS", "0")],
)
def test_no_bar_while_grading(monkeypatch, name, value):
    """Under nbgrader, and where it is switched off, the ELBO itself comes back and nothing is printed."""
    terminal = put(Terminal(), monkeypatch)
    monkeypatch.setenv("JPY_SESSION_NAME", "practical.ipynb")
    monkeypatch.setenv(name, value)
    assert with_progress(elbo, 3) is elbo
    assert terminal.getvalue() == ""


def test_no_bar_without_a_front_end(monkeypatch):
    """A notebook that is executed without a Jupyter server has an OutStream and no session."""
    put(OutStream(), monkeypatch)
    assert not watched()


def test_no_bar_where_a_check_captures_the_output(monkeypatch):
    """A student's function that makes its own bar inside a check prints nothing anywhere."""
    terminal = put(Terminal(), monkeypatch)
    monkeypatch.setenv("JPY_SESSION_NAME", "practical.ipynb")

    def fit(n_steps):
        return climb(with_progress(elbo, n_steps), n_steps)

    assert call(fit, 4) == climb(elbo, 4)
    assert terminal.getvalue() == ""

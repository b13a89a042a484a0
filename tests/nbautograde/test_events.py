"""What happened to a submission: the worst stands for all, and notebook and gradebook keep it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_notebook

from nbautograde.events import (
    STATUSES,
    events_of,
    printable,
    report,
    start_events,
    status_comment,
    status_in,
    worst,
)

EVENTS = st.lists(st.tuples(st.sampled_from(STATUSES[:-1]), st.text(max_size=40)), max_size=5)


def test_the_order_of_statuses():
    """Nothing is worse than not being graded at all; without events a submission is graded."""
    assert worst([]) == "graded"
    assert worst([("tests edited", ""), ("not graded", ""), ("timed out", "")]) == "not graded"
    assert worst([("tests edited", ""), ("timed out", "")]) == "timed out"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(EVENTS)
def test_through_the_notebook(events):
    """Events are kept in order, each once, and none from before."""
    notebook = new_notebook(metadata={"grader": {"events": [["timed out", "of the student's own"]]}})
    start_events(notebook)
    for status, text in [*events, *events]:
        report(notebook, status, text)
    assert events_of(notebook) == list(dict.fromkeys(events))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(EVENTS.filter(len), st.one_of(st.none(), st.text(max_size=20)))
def test_through_the_comment(events, comment):
    """The gradebook's comment states the status, the texts and what it said before."""
    told = status_comment(events, comment)
    assert status_in(told) == worst(events)
    assert all(text in told for _, text in events)
    assert told.endswith(comment or "")


@pytest.mark.parametrize("comment", [None, "", "No response.", "status: timed out.", "My Status: graded."])
def test_other_comments_state_no_status(comment):
    """Only the grader's own comment is read as one."""
    assert status_in(comment) is None


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=())))
def test_printable_texts(text):
    """Any text becomes one line that every encoding and terminal takes; printable ones stay as they are."""
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode("utf-8").decode() == shown
    assert not set(shown) & {chr(code) for code in [*range(32), *range(127, 160)]}
    assert printable(shown) == shown


def test_printable_examples():
    """Escape sequences and halves of characters are taken out; people's names are not."""
    assert printable("a\x1b[2Jb\ud800c\nd") == "a\ufffd[2Jb\ufffdc d"
    for name in ("ünïcødé 学生 №7", "می‌خواهم", "👩‍🎓", "a b"):
        assert printable(name) == name

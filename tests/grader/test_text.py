"""Normalisation, the tokenizer and term counts."""

import html
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.data import count_terms, normalize, tokenize

repeatable = settings(derandomize=True, database=None, deadline=None)
ascii_text = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126))
plain_text = st.text(alphabet=string.ascii_letters + string.digits + " .,!?'$-")


@pytest.mark.parametrize(
    ("message", "terms"),
    [
        ("Call 08001234567 NOW!!", ["call", "00000000000", "now", "!", "!"]),
        ("£150pp, or $2.50?", ["£", "000", "pp", "or", "$", "0", "00", "?"]),
        (
            "I'm 'quoted' don\u2019t don\u0092t rock'n'roll",
            ["i'm", "quoted", "don't", "don't", "rock'n'roll"],
        ),
        ("a_b http://www.x.co.uk", ["a", "b", "http", "www", "x", "co", "uk"]),
        ("&lt;#&gt; &amp; &pound;5", ["£", "0"]),
        ("\uff37\uff29\uff2e \uff11\uff12 caf\u0065\u0301 \u0663", ["win", "00", "café", "0"]),
        ("", []),
        (" ... :) ", []),
    ],
)
def test_terms_of_known_messages(message, terms):
    """Letters, digit runs and signs become the terms that the datasheet describes."""
    assert tokenize(message) == terms


def test_normalize_drops_what_does_not_distinguish_messages():
    """Case, entities, compatibility forms, digits and outer white space vanish; the rest stays."""
    assert normalize(" &pound;150\u00a0pp  to Zo\u00eb \u2460\n") == "£000 pp  to zo\u00eb 0"


@repeatable
@given(st.text())
def test_terms_have_the_documented_form(message):
    """Any text gives terms that are signs, runs of 0, or lower-case letters and inner apostrophes."""
    for term in tokenize(message):
        letters = term.replace("'", "")
        assert term in set("$£€!?") or set(term) == {"0"} or letters.isalnum()
        assert term == term.lower()
        assert term.strip("'") == term != ""
        assert not any(character in "123456789" for character in term)


@repeatable
@given(st.text())
def test_terms_are_read_back_as_themselves(message):
    """Tokenizing the terms of a text, joined by spaces, gives the same terms."""
    terms = tokenize(message)
    assert tokenize(" ".join(terms)) == terms


@repeatable
@given(plain_text, plain_text)
def test_a_separator_splits_independently(left, right):
    """The terms of two texts with a space between them are the terms of the one, then those of the other."""
    assert tokenize(left + " " + right) == tokenize(left) + tokenize(right)


@repeatable
@given(ascii_text)
def test_terms_do_not_depend_on_what_normalisation_removes(message):
    """Upper case, full-width characters, other digits, HTML escapes and outer space change no term."""
    message = message.replace("&", " ")
    expected = tokenize(message)
    full_width = "".join(chr(ord(c) + 0xFEE0) if c > " " else c for c in message)
    nines = "".join("9" if c in string.digits else c for c in message)
    for same in (message.upper(), full_width, nines, html.escape(message), f"\t{message} \n"):
        assert tokenize(same) == expected


@repeatable
@given(st.lists(plain_text, max_size=5))
def test_counts_agree_with_counting_one_term_at_a_time(messages):
    """Every entry is the number of times its term stands in the list of terms of its message."""
    vocabulary = ["!", "a", "0", "zz", "00", "don't"]
    counts = count_terms(messages, vocabulary)
    assert counts.shape == (len(messages), len(vocabulary))
    assert counts.dtype == np.int16
    for row, message in zip(counts, messages, strict=True):
        assert row.tolist() == [tokenize(message).count(term) for term in vocabulary]


def test_counts_by_hand():
    """Columns follow the vocabulary, terms outside it are left out, repeated terms add up."""
    counts = count_terms(["Win win WIN 77!", "you lost"], ["lost", "win", "!", "00"])
    assert counts.tolist() == [[0, 3, 1, 1], [1, 0, 0, 0]]


@pytest.mark.parametrize(
    ("messages", "vocabulary", "complaint"),
    [
        ("one string", ["a"], "messages must be a sequence of strings, got one string"),
        (["a"], "abc", "vocabulary must be a sequence of strings, got one string"),
        (["a", 3], ["a"], "messages must hold strings, got an item of type int"),
        (["a"], ["a", None], "vocabulary must hold strings, got an item of type NoneType"),
        (["a"], ["a", "b", "a"], "vocabulary must hold distinct terms, got 3, of them 2 distinct"),
        (["b", "a " * 32768], ["a"], r"messages\[1\] holds 'a' 32768 times; at most 32767 fit"),
    ],
)
def test_bad_arguments_are_named(messages, vocabulary, complaint):
    """A wrong argument raises ValueError that names it and says what is needed."""
    with pytest.raises(ValueError, match=complaint):
        count_terms(messages, vocabulary)

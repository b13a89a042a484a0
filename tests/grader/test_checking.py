"""The machinery of checks: what it takes, what it refuses, what it says."""

import linecache
import logging
import warnings

import numpy as np
import pytest
import torch

from grader.checking import (
    Bad,
    Budget,
    Case,
    CheckError,
    CheckFailed,
    Mistake,
    agreed,
    as_array,
    as_number,
    as_parts,
    call,
    check_cases,
    check_gradients,
    check_raises,
    close,
    fail,
    generator,
    gradient,
    hidden,
    raised_by,
    round_of_seeds,
    visible,
)


def double(x):
    """Stand for a student's function."""
    return 2 * x


class AlwaysEqual:
    """An object that claims to be equal to everything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


@pytest.mark.parametrize(
    "value",
    [[1, 2], (1.0, 2.0), np.array([1, 2], np.float32), torch.tensor([1.0, 2.0], requires_grad=True)],
    ids=["list", "tuple", "float32", "tensor"],
)
def test_lists_arrays_and_tensors_are_read_alike(value):
    """Whatever holds real numbers becomes a float64 array of its own."""
    array = as_array(value, "f", "the value", (2,))
    assert array.dtype == np.float64
    assert array.tolist() == [1.0, 2.0]
    assert not np.shares_memory(array, value) if isinstance(value, np.ndarray) else True


def test_list_of_tensors_is_read():
    """A list of tensors that carry a gradient is read as numbers."""
    assert as_array([torch.tensor(1.0, requires_grad=True), 2], "f", "x").tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "value", [AlwaysEqual(), "1.0", {"a": 1}, [1, [2, 3]], 1j, None, double], ids=lambda v: type(v).__name__
)
def test_anything_but_real_numbers_is_refused(value):
    """Objects, text, ragged lists, complex numbers and None never become a value."""
    with pytest.raises(CheckFailed):
        as_array(value, "f", "the value")


def test_subclass_of_array_comes_out_as_plain_array():
    """A subclass with its own comparison is stripped."""

    class Sly(np.ndarray):
        def __eq__(self, other):
            return True

        __hash__ = None

    assert type(as_array(np.ones(2).view(Sly), "f", "x")) is np.ndarray


def test_one_element_counts_as_number_and_two_do_not():
    """A number may come as an array or list of one element."""
    assert as_number([3.5], "f", "x") == 3.5
    with pytest.raises(CheckFailed, match="one number"):
        as_number([3.5, 4.0], "f", "x")


def test_parts_may_come_as_array_and_their_number_counts():
    """Two values may be returned as an array of two; three are too many."""
    assert as_parts(np.array([1.0, 2.0]), "f", ("a", "b")) == (1.0, 2.0)
    with pytest.raises(CheckFailed, match="3 values"):
        as_parts((1, 2, 3), "f", ("a", "b"))
    with pytest.raises(CheckFailed, match="return"):
        as_parts(None, "f", ("a", "b"))


def test_call_drops_prints_and_warnings(capsys):
    """What a student's function prints or warns costs nothing and reaches nobody."""

    def noisy(x):
        print("debug")
        logging.getLogger().critical("log")
        warnings.warn("careful", stacklevel=1)
        return np.log(np.zeros(1)) + x

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert call(noisy, 1.0) == -np.inf
    assert capsys.readouterr() == ("", "")


def test_call_takes_a_list_that_holds_arrays():
    """A list of arrays is compared array by array, before and after."""

    def in_place(parts):
        parts[1][0] = 9.0

    parts = [np.zeros(2), np.zeros(2)]
    assert call(len, parts) == 2
    with pytest.raises(CheckFailed, match="in place"):
        call(in_place, parts)
    assert parts[1].tolist() == [0.0, 0.0]


def test_call_reports_a_changed_argument_by_name():
    """Work in place on an argument fails, and the caller's own data stay as they were."""

    def in_place(x, y):
        y += 1
        return x

    y = np.zeros(2)
    with pytest.raises(CheckFailed, match="`y` in place"):
        call(in_place, 1.0, y, names=("x", "y"))
    assert y.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("error", "says"), [(NotImplementedError(), "not written"), (SystemExit(), "SystemExit")]
)
def test_call_turns_exceptions_into_failures(error, says):
    """A stub and an exception each get words of their own."""

    def broken():
        raise error

    with pytest.raises(CheckFailed, match=says):
        call(broken)


def test_close_is_relative_to_the_largest_number_of_an_array():
    """Each number of an array has the tolerance of its largest; infinities must match exactly."""
    assert close(np.array([1e6, 1.0]), np.array([1e6, 0.0]), rtol=2e-6)
    assert not close(np.array([1e6, 3.0]), np.array([1e6, 0.0]), rtol=2e-6)
    assert close(np.array([-np.inf, 1.0]), np.array([-np.inf, 1.0]))
    assert not close(np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]))
    assert not close(np.array([np.nan]), np.array([1.0]))
    assert not close(np.ones((2, 1)), np.ones(2))


def test_mistake_is_named_where_it_gives_what_came_back():
    """The message holds the call, both values and the misconception."""
    case = Case("twice three", (3.0,), 6.0)
    mistakes = [Mistake("It is squared.", lambda x: x * x)]
    with pytest.raises(CheckFailed) as caught:
        check_cases(lambda x: x * x, [case], "the double", names=("x",), mistakes=mistakes)
    for words in ("x=3", "6", "9", "It is squared."):
        assert words in str(caught.value)


def test_wrong_shape_is_said():
    """A right value in a wrong shape fails and the message gives both shapes."""
    case = Case("ones", (1.0,), np.ones(2))
    with pytest.raises(CheckFailed, match=r"\(2, 1\) where \(2,\)"):
        check_cases(lambda x: np.ones((2, 1)), [case], "the ones", names=("x",))


def test_broken_check_is_no_failure_of_the_student():
    """A reference and an oracle that disagree raise `CheckError`."""
    with pytest.raises(CheckError):
        agreed("about", (1.0,), double, lambda x: 3 * x)


REFUSAL = [Bad("a negative x", (-1.0,), ("x",))]
GOOD = Case("a good call", (2.0,), 4.0)


def _raising(message, error=ValueError):
    def function(x):
        if x < 0:
            raise error(message)
        return 2 * x

    return function


def test_refusal_passes_where_the_argument_is_named():
    """A ValueError that names the argument as a word is right."""
    check_raises(_raising("`x` must be positive"), REFUSAL, GOOD, "y", names=("x",))


@pytest.mark.parametrize(
    "function",
    [double, _raising("max is negative"), _raising("x is negative", TypeError)],
    ids=["takes it", "unnamed", "TypeError"],
)
def test_refusal_fails_otherwise(function):
    """Taking the bad argument, not naming it, or another exception fail."""
    with pytest.raises(CheckFailed, match="must refuse a negative x"):
        check_raises(function, REFUSAL, GOOD, "y", names=("x",))


def test_function_that_always_raises_is_not_careful():
    """A refusal counts only where a good call works."""

    def always(x):
        raise ValueError("x")

    with pytest.raises(CheckFailed, match="raised an exception"):
        check_raises(always, REFUSAL, GOOD, "y", names=("x",))


def test_good_call_may_have_been_judged_by_another_rule():
    """Without a good case only the refusals are judged, whatever the function returns otherwise."""

    def rough(x):
        if x < 0:
            raise ValueError("x is negative")
        return 2 * x + 1e-4

    check_raises(rough, REFUSAL, names=("x",))
    with pytest.raises(CheckFailed, match="must refuse a negative x"):
        check_raises(double, REFUSAL, names=("x",))
    with pytest.raises(CheckFailed, match="a good call"):
        check_raises(rough, REFUSAL, GOOD, "y", names=("x",))


def test_exception_names_the_notebooks_line():
    """Where the source is known, as in a kernel, the message quotes the line; a hidden check drops it."""
    source = "def f(x):\n    return 1 / x\n"
    linecache.cache["<cell 7>"] = (len(source), None, source.splitlines(keepends=True), "<cell 7>")
    scope = {"__name__": "__main__"}
    exec(compile(source, "<cell 7>", "exec"), scope)
    with pytest.raises(CheckFailed) as seen:
        call(scope["f"], 0, names=("x",))
    assert str(seen.value) == (
        "f: raised an exception\n  called with  x=0\n"
        "  raised       ZeroDivisionError: division by zero\n  in line      2: return 1 / x"
    )
    with pytest.raises(CheckFailed) as kept:
        hidden(lambda: call(scope["f"], 0, names=("x",)))()
    assert str(kept.value) == "f: raised an exception"


def test_one_array_for_two_values_is_told_as_one():
    """Its first axis is not counted as if it were values that came back."""
    for value in (np.zeros(5), torch.zeros(5)):
        with pytest.raises(CheckFailed, match=r"returned     one array of shape \(5,\)"):
            as_parts(value, "f", ("samples", "acceptance_rate"))


def test_hidden_failure_keeps_property_and_cause_only():
    """Inputs, expected and returned values are dropped, also from the exception's context."""

    @hidden
    def check():
        fail("f", "about", given="secret", expected="secret", returned="secret", cause="why")

    with pytest.raises(CheckFailed) as caught:
        check()
    assert "secret" not in str(caught.value)
    assert "why" in str(caught.value)
    assert caught.value.__context__ is None
    assert "secret" not in "".join(caught.value._render_traceback_())


def test_visible_check_prints_one_line(capsys):
    """A passed check prints one line to stdout and nothing to stderr."""

    @visible
    def check():
        return "it works"

    assert check() is None
    assert capsys.readouterr() == ("Right so far: it works.\n", "")


def test_budget_stops_a_callback():
    """A callback counts what it evaluates, arrays by their first axis."""
    budget = Budget(np.sin, 5)
    budget(np.zeros(4))
    budget(0.0)
    assert not budget.spent
    assert isinstance(raised_by(budget, 0.0), RuntimeError)
    assert budget.spent


def test_seeds_repeat_and_rounds_differ():
    """A seed gives one stream; another round or another stream number gives another."""
    first = generator(7).random()
    assert generator(7).random() == first
    assert generator(7, 1).random() != first
    with round_of_seeds(1):
        assert generator(7).random() != first


def test_gradient_comes_back_as_numbers():
    """Value and gradients of a function of tensors are arrays; d(x y)/dx = y."""
    x, y = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])
    value, (by_x, by_y) = gradient(lambda a, b: a * b, x, y, wrt=(0, 1))
    assert value.tolist() == [3.0, 10.0]
    assert by_x.tolist() == [3.0, 5.0]
    assert by_y.tolist() == [1.0, 2.0]
    assert not x.requires_grad


def test_cut_gradient_is_named():
    """A function that detaches fails with the cause."""
    with pytest.raises(CheckFailed, match="cuts the path"):
        gradient(lambda a: a.detach() * 2, torch.ones(2), wrt=(0,))


def test_step_in_place_is_no_crash():
    """What torch cannot differentiate fails with a message, not with torch's own error."""

    def in_place(a):
        b = a.exp()
        b += 1
        return b.log() * b.exp_()

    with pytest.raises(CheckFailed, match="done in place"):
        gradient(in_place, torch.ones(2), wrt=(0,))


def judge_product(function, **how):
    """Judge the gradients of the product x * y, weighted by 1 and 2, where x = (1, 2) and y = (3, 5)."""
    case = Case("a product", (torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])), ([3.0, 10.0], [1.0, 4.0]))
    check_gradients(
        function, [case], wrt=(0, 1), names=("x", "y"), cotangents=[torch.tensor([1.0, 2.0])], **how
    )


def test_right_gradients_pass():
    """Gradients are compared in every argument, with the weights of the returned numbers."""
    judge_product(lambda x, y: x * y)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda x, y: x * y.detach(), "gradient in `y`.*\n.*\n.*\n.*\n.*No gradient reaches `y`"),
        (lambda x, y: -x * y, "wrong sign"),
        (lambda x, y: x**2 * y, "It is squared"),
        (lambda x, y: x * y + torch.where(x > 0, 0.0, (1000 * x**2).exp()), "Not finite"),
        (lambda x, y: torch.cat([x[:1] * y[:1], x[1:] * y[1:].detach()]), "Part of the gradient is zero"),
        (lambda x, y: x * y + 0.1 * x, "cut off, counted twice or replaced"),
    ],
)
def test_wrong_gradient_is_explained(wrong, message):
    """A wrong gradient names the argument, and the misconception or what it looks like."""
    mistakes = [Mistake("It is squared.", lambda x, y: x**2 * y)]
    with pytest.raises(CheckFailed, match=message):
        judge_product(wrong, mistakes=mistakes)


def test_oracle_of_gradients_must_agree():
    """A reference whose gradient is not the oracle's is the check's bug; one argument needs no tuple."""
    case = Case("a square", (torch.tensor([1.0, 2.0]),))
    how = {"wrt": (0,), "names": ("x",), "reference": lambda x: x**2}
    check_gradients(lambda x: x * x, [case], oracle=lambda x: 2 * x, **how)
    with pytest.raises(CheckError, match="disagree"):
        check_gradients(lambda x: x * x, [case], oracle=lambda x: 3 * x, **how)

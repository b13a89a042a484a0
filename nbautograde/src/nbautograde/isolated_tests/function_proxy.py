"""Proxies in the test runner for the functions in a student's process."""

import numpy as np

__all__ = ["FunctionProxy"]


class FunctionProxy:
    """A student's function: plain data in, plain data out."""

    def __init__(self, student, name):
        self._student, self.__name__, self.__qualname__ = student, name, name

    def __call__(self, *args):
        """Call the student's function in the student's process."""
        leaves = [place for place, arg in enumerate(args) if getattr(arg, "requires_grad", False)]
        answer = self._student.ask(do="call", name=self.__name__, args=list(args), leaves=leaves)
        value = self._value_in(answer)
        if "changed" in answer:
            self._change(args, answer["changed"])
        if leaves and type(answer.get("graph")) is int:
            return self._with_gradient(value, answer["graph"], [args[place] for place in leaves])
        return value

    def run_where_it_is(self, helper, args):
        """Run a helper of the course's in the student's process, on the student's function there."""
        place = f"{helper.__module__}:{helper.__qualname__}"
        try:
            answer = self._student.ask(do="run", place=place, name=self.__name__, args=list(args))
        except Exception:  # no check stands between its text, which may tell the inputs, and the feedback
            raise RuntimeError(f"{helper.__name__} of {self.__name__} failed") from None
        return self._value_in(answer)

    def _value_in(self, answer):
        if "value" not in answer:
            raise self._student.gone("it gave an answer without a value")
        return answer["value"]

    def _with_gradient(self, value, graph, leaves):
        import torch

        gradients = self._gradients

        class Theirs(torch.autograd.Function):
            @staticmethod
            def forward(ctx, value, *_):
                return value.clone()

            @staticmethod
            def backward(ctx, cotangent):
                return None, *gradients(graph, cotangent, leaves)

        if not isinstance(value, torch.Tensor):
            raise self._student.gone("it gave a gradient of what is no tensor")
        return Theirs.apply(value, *leaves)

    def _gradients(self, graph, cotangent, leaves):
        import torch

        try:
            answer = self._student.ask(do="backward", graph=graph, cotangent=cotangent)
        except Exception as error:
            raise RuntimeError(str(error)) from None
        found = self._value_in(answer)
        if type(found) is not list or len(found) != len(leaves):
            raise self._student.gone("it gave another number of gradients")
        for gradient, leaf in zip(found, leaves, strict=True):
            fits = isinstance(gradient, torch.Tensor) and gradient.shape == leaf.shape
            if gradient is not None and not (fits and gradient.dtype == leaf.dtype):
                raise self._student.gone("it gave a gradient of another shape or type")
        return found

    def _change(self, args, changed):
        """Change arguments, which are copies, as the student's function changed its own."""
        if type(changed) is not list:
            raise self._student.gone("it did not say what it changed")
        for pair in changed:
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not int:
                raise self._student.gone("it did not say what it changed")
            if not 0 <= pair[0] < len(args):
                raise self._student.gone("it changed what is no argument")
            _replace(args[pair[0]], pair[1])


def _replace(arg, value):
    """Give an array, a list or a tensor another value in place; one that does not fit changes its size."""
    if isinstance(arg, list):
        arg[:] = value if type(value) is list else [None] * (len(arg) + 1)
        return
    fits = type(value) is type(arg) and value.shape == arg.shape and value.dtype == arg.dtype
    if isinstance(arg, np.ndarray):
        if fits:
            np.copyto(arg, value)
        else:
            arg.resize(arg.size + 1, refcheck=False)
    elif hasattr(arg, "new_zeros") and not arg.requires_grad:
        arg.data = value if fits else arg.new_zeros(arg.numel() + 1)

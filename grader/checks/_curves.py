"""Unnormalised densities on an interval: factories with plain parameters; what they return is vectorised."""

import numpy as np

__all__ = ["Watched", "cubic", "level", "plateau", "triangle"]


def level(height):
    """Return a density of the same height everywhere."""

    def level_density(x):
        return np.full(np.shape(x), height)

    level_density.__name__ = f"x -> {height:g}"
    return level_density


def plateau(left, right, height):
    """Return a density of one height between `left` and `right`, and zero elsewhere."""

    def plateau_density(x):
        x = np.asarray(x, dtype=float)
        return np.where((x >= left) & (x < right), height, 0.0)

    plateau_density.__name__ = f"x -> {height:g} if {left:g} <= x < {right:g} else 0"
    return plateau_density


def triangle(low, high, peak):
    """Return a density that rises from zero at both ends to `peak` in the middle."""

    def triangle_density(x):
        x = np.asarray(x, dtype=float)
        return peak * np.clip(1.0 - np.abs(2.0 * x - low - high) / (high - low), 0.0, None)

    triangle_density.__name__ = f"a triangle of height {peak:g} over [{low:g}, {high:g}]"
    return triangle_density


def cubic(low, high, peak):
    """Return the density t^2 (1 - t), scaled to have the height `peak`, where t runs from 0 to 1."""

    def cubic_density(x):
        t = np.clip((np.asarray(x, dtype=float) - low) / (high - low), 0.0, 1.0)
        return peak * 6.75 * t**2 * (1.0 - t)

    cubic_density.__name__ = f"a cubic of height {peak:g} over [{low:g}, {high:g}]"
    return cubic_density


class Watched:
    """A density that remembers where it was evaluated, and refuses to be evaluated without end.

    Attributes
    ----------
    calls : list of ndarray
        The points of each call, in order.
    spent : bool
        Whether a limit was passed.
    """

    def __init__(self, density, max_calls=10_000, max_points=5_000_000):
        self.density, self.max_calls, self.max_points = density, max_calls, max_points
        self.calls, self.points, self.spent = [], 0, False
        self.__name__ = density.__name__

    def __call__(self, x):
        """Return the density at x."""
        self.calls.append(np.array(x, dtype=float).ravel())
        self.points += self.calls[-1].size
        if len(self.calls) > self.max_calls or self.points > self.max_points:
            self.spent = True
            raise RuntimeError("the density was evaluated without end")
        return self.density(x)

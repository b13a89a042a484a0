"""train: plain Adam on an ELBO that is handed in, with fresh noise at every step."""

import math

import numpy as np

from grader.checking import Bad, Case, check_raises, generator, visible
from grader.checks._adam import judge_steps
from grader.checks._fits import NAMES, RETURNS, Record, flat, plane, torch_generator
from grader.checks._given_noise import tensor
from grader.checks._noise import judge_noise


def refuses(fit_mean_field):
    """Judge which bad arguments `fit_mean_field` refuses."""
    mu, rho = tensor([0.5, -1.0]), tensor([1.0, 2.0])

    def args(mu, rho, objective=None):
        return (Record(objective or flat(), 100).elbo, mu, rho, 1, 0.25, 3, torch_generator(5))

    good = Case(
        "one step of 0.25",
        args(mu, rho, plane([2.0, -3.0], [-1.0, 0.5])),
        (np.array([0.75, -1.25]), np.array([0.75, 2.25]), np.array([4.0])),
    )
    nan = math.nan
    bad = [
        Bad("a rho of another length", args(mu, tensor([1.0, 2.0, 3.0])), ("mu", "rho")),
        Bad("a mu of another length", args(tensor([1.0]), rho), ("mu", "rho")),
        Bad("NaN in mu", args(tensor([nan, 0.0]), rho), ("mu",)),
        Bad("NaN in rho", args(mu, tensor([1.0, nan])), ("rho",)),
    ]
    check_raises(fit_mean_field, bad, good, RETURNS, names=NAMES)


@visible
def check(fit_mean_field):
    """Judge `fit_mean_field` by its steps on two simple ELBOs and by the noise it hands on."""
    judge_steps(fit_mean_field)
    rng = generator(8000)
    judge_noise(fit_mean_field, rng.integers(1, 2**31, 2).tolist(), 40, 6, 25)
    refuses(fit_mean_field)
    return "Adam's steps, the trace, fresh normal noise at every step, and bad arguments are refused"

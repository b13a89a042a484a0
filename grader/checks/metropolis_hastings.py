"""metropolis-hastings: a Markov chain for a density that is known up to a constant."""

import numpy as np

from grader.checking import Bad, Case, check_raises, generator, visible
from grader.checks import _chain_laws as laws
from grader.checks import _chain_steps as steps
from grader.checks import _chains as chains


def logs(*densities):
    """Return the logarithms of densities."""
    return tuple(np.log(densities).tolist())


LEVELS = logs(0.5, 1.0, 0.3)
UNEVEN = logs(1.0, 0.5, 1.0)
FORWARD, BACKWARD = logs(0.4, 0.8, 0.5), logs(0.64, 0.12, 0.3)
DENSITIES = (1.0, 0.6, 0.4)
TABLE = ((0.1, 0.7, 0.2), (0.2, 0.0, 0.8), (0.6, 0.4, 0.0))
TRANSITIONS = ((0.68, 0.12, 0.2), (0.2, 8 / 15, 4 / 15), (0.5, 0.4, 0.1))


def first_ladder(metropolis_hastings):
    """Judge a chain by the shares of its steps on three levels."""
    laws.ladder(metropolis_hastings, LEVELS, -0.4, 1200, (0, 500, 0), seed=1)


def refuses(metropolis_hastings):
    """Judge which bad arguments `metropolis_hastings` refuses."""

    def start(log_density, initial, step):
        return log_density, chains.step_by(step), chains.equal(), initial, 3, generator(7)

    good = Case("a flat target", start(chains.flat(), 0.0, 1.0), (np.array([1.0, 2.0, 3.0]), 1.0))
    nowhere = start(chains.only_at(np.array([9.0, 9.0])), np.array([1.0, 2.0]), (1.0, 1.0))
    bad = [
        Bad("an initial point without density", start(chains.only_at(5.0), 0.0, 1.0), ("initial",)),
        Bad("an initial vector without density", nowhere, ("initial",)),
        Bad("NaN in the initial point", start(chains.steep(1.0), np.nan, 1.0), ("initial",)),
    ]
    check_raises(metropolis_hastings, bad, good, steps.RETURNS, names=steps.NAMES)


@visible
def check(metropolis_hastings):
    """Judge `metropolis_hastings` on chains whose every step is known, then on chances and on increments."""
    steps.known_steps(metropolis_hastings, 12, 1.0, explain=first_ladder)
    steps.known_steps(metropolis_hastings, 4, (1.0, -2.0))
    steps.refused_steps(metropolis_hastings, 2.0, 1.0, explain=first_ladder)
    steps.same_point(metropolis_hastings)
    first_ladder(metropolis_hastings)
    steps.far_uphill(metropolis_hastings)
    laws.ladder(metropolis_hastings, LEVELS, -800.0, 1200, (0, 500, 0), 2)
    laws.ladder(metropolis_hastings, LEVELS, 0.0, 1200, (0, 500, 0), 8, vector=True)
    laws.ladder(metropolis_hastings, UNEVEN, 0.0, 1500, (200, 500, 250), 3, FORWARD, BACKWARD)
    laws.increments(metropolis_hastings, 1.0, 3000, seed=4)
    laws.three_states(metropolis_hastings, DENSITIES, TABLE, 0.0, TRANSITIONS, 2000, (700, 400, 250), seed=5)
    steps.seeds(metropolis_hastings, seed=6)
    refuses(metropolis_hastings)
    return "known chains, ladders, three states and a flat target, and bad starts are refused"

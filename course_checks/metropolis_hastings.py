"""metropolis-hastings: a Markov chain for a density that is known up to a constant.

Decides by: chains whose every step is known, exactly (flat, forbidden and very steep targets, vectors too);
acceptance on ladders whose next rung is always proposed, where certain moves must happen and the others are
binomial over the first trials of each rung, also with log densities off by 800; moves on a flat target, and
last points of 1,000 and 2,500 chains of 20 steps that start from exact draws of a target with two peaks
(Dvoretzky-Kiefer-Wolfowitz); every transition between three states with an asymmetric proposal, over each
state's first visits.

Cannot see: for certain, differences smaller than what the hidden gates see with a probability of 1 - 1e-4:
0.17 between distribution functions of last points (0.11 with asymmetric proposals), 0.10 of moves, 0.26
between probabilities of acceptance on symmetric ladders and 0.32 on asymmetric ones, 0.15 between
probabilities of transition, each over the trials that it counts. A chain that leaves a rung sooner makes
fewer trials and shows less; with vectors only the steps that are certain are judged.
"""

import numpy as np

from grader.checking import generator, hidden
from grader.checks import _chain_laws as laws
from grader.checks import _chain_steps as steps
from grader.checks.metropolis_hastings import BACKWARD, FORWARD, UNEVEN, first_ladder, logs, refuses


@hidden
def check_hidden(metropolis_hastings, oracle, reference, seed):
    """Judge `metropolis_hastings` with symmetric proposals.

    `oracle` is the CDF of the last probe's target.
    """
    for step, n_steps in ((-1.0, 15), ((0.5, 3.0, -1.0), 6), ((2.0,), 3)):
        steps.agree(reference, n_steps, step)
        steps.known_steps(metropolis_hastings, n_steps, step, explain=first_ladder)
    start = np.array([1.0, -3.0])
    steps.refused_steps(metropolis_hastings, start, np.array([0.5, 0.0]), explain=first_ladder)
    steps.same_point(metropolis_hastings)
    steps.far_uphill(metropolis_hastings)
    low = generator(seed).uniform(0.15, 0.25)
    levels = logs(low + 0.1, 1.0, low, 0.8)
    for stream, offset in ((1, 0.7), (2, -800.0), (3, 800.0)):
        laws.ladder(metropolis_hastings, levels, offset, 1500, (0, 350, 0, 350), seed + stream)
    laws.ladder(metropolis_hastings, levels, 0.0, 1500, (0, 350, 0, 350), seed + 7, vector=True)
    laws.increments(metropolis_hastings, 0.25, 3000, seed + 4)
    steps.seeds(metropolis_hastings, seed + 5)
    laws.last_points(metropolis_hastings, oracle, 0.0, 1000, seed + 6)
    return "chains with symmetric proposals"


@hidden
def check_asymmetric(metropolis_hastings, transitions, oracle, reference, seed):
    """Judge `metropolis_hastings` with asymmetric proposals.

    `transitions(densities, table)` gives the probability of each transition, `oracle` is the CDF of the last
    probe's target.
    """
    steps.agree(reference, 5, 1.0)
    trials = (200, 500, 250)
    far = (tuple(value - 800.0 for value in values) for values in (FORWARD, BACKWARD))
    laws.ladder(metropolis_hastings, UNEVEN, 0.7, 1500, trials, seed, FORWARD, BACKWARD)
    laws.ladder(metropolis_hastings, UNEVEN, 800.0, 1500, trials, seed + 1, *far)
    densities, table = (0.5, 1.0, 0.8), ((0.0, 0.2, 0.8), (0.7, 0.2, 0.1), (0.3, 0.7, 0.0))
    expected, visits = transitions(densities, table), (1100, 2100, 1700)
    laws.three_states(metropolis_hastings, densities, table, 0.7, expected, 6000, visits, seed + 2)
    laws.last_points(metropolis_hastings, oracle, 0.5, 2500, seed + 3)
    return "chains with asymmetric proposals"


@hidden
def check_errors(metropolis_hastings):
    """Judge which starting points `metropolis_hastings` refuses."""
    refuses(metropolis_hastings)
    return "a start where the target has no density is refused"

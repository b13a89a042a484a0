"""Gates of random output: the statistic is the textbook's and the false-fail rate is below its bound."""

import numpy as np
import pytest
from scipy import stats

from grader.judging import binomial, dkw, dkw_distance, ledger


@pytest.mark.parametrize("law", [stats.norm(1, 2), stats.uniform()], ids=["normal", "uniform"])
def test_dkw_distance_is_kolmogorovs_statistic(law):
    """The observed distance equals the Kolmogorov-Smirnov statistic of an independent implementation."""
    draws = law.rvs(500, random_state=3)
    assert dkw(draws, law.cdf).observed == pytest.approx(stats.kstest(draws, law.cdf).statistic, abs=1e-12)


def test_dkw_takes_distributions_that_jump():
    """Draws from a three-point law stand at the law's own frequencies, not at half a jump from it."""
    law = stats.rv_discrete(values=([0, 1, 2], [0.2, 0.5, 0.3]))
    draws = np.repeat([0.0, 1.0, 2.0], [20, 50, 30])
    assert dkw(draws, law.cdf).observed == pytest.approx(0.0, abs=1e-12)


def test_dkw_bound_is_the_inequality_solved():
    """At the bound, 2 exp(-2 n d^2) equals alpha."""
    distance = dkw_distance(1000, 1e-8)
    assert 2 * np.exp(-2 * 1000 * distance**2) == pytest.approx(1e-8)


def test_dkw_fails_correct_draws_at_most_as_often_as_stated():
    """With alpha = 0.2 at most a fifth of 2,000 correct samples fail (binomial tail below 1e-6)."""
    rng = np.random.default_rng(5)
    failures = sum(not dkw(rng.random(60), stats.uniform.cdf, alpha=0.2).passed for _ in range(2000))
    assert stats.binom.sf(failures - 1, 2000, 0.2) > 1e-6
    assert failures > 0


def test_dkw_sees_a_shifted_sample():
    """A shift by half a standard deviation is seen with 5,000 draws."""
    assert not dkw(np.random.default_rng(1).normal(0.5, 1, 5000), stats.norm.cdf).passed


def test_binomial_fails_correct_counts_at_most_as_often_as_stated():
    """The exact false-fail probability, summed over all outcomes, is at most alpha."""
    law, alpha = stats.binom(40, 0.3), 0.05
    rejected = sum(law.pmf(k) for k in range(41) if not binomial(k, 40, 0.3, alpha).passed)
    assert 0 < rejected <= alpha


def test_ledger_collects_the_gates_met_inside():
    """Every gate enters itself, also a passed one, and only inside the block."""
    binomial(3, 10, 0.5)
    with ledger() as gates:
        dkw(np.linspace(0, 1, 50), stats.uniform.cdf)
        binomial(5, 10, 0.5)
    assert [gate.alpha for gate in gates] == [1e-8, 1e-8]

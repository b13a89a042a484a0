"""Gates of random output: the statistic is the textbook's and the false-fail rate is below its bound."""

import itertools

import numpy as np
import pytest
from scipy import stats

from grader.checking import binomial, dkw, dkw_distance, first_trials, ledger, success_rate


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


def first_success(outcomes):
    """Return the trials that a run makes that leaves after its first success."""
    return outcomes[: outcomes.index(True) + 1] if True in outcomes else outcomes


@pytest.mark.parametrize("run", [tuple, first_success], ids=["all trials", "until a success"])
def test_first_trials_fail_correct_runs_at_most_as_often_as_stated(run):
    """Over all 2^10 outcomes, the exact false-fail probability is at most alpha, however a run ends."""
    p, alpha, rejected = 0.3, 0.05, 0.0
    for outcomes in itertools.product([False, True], repeat=10):
        if not first_trials(run(outcomes), 8, p, alpha).passed:
            rejected += p ** sum(outcomes) * (1 - p) ** (10 - sum(outcomes))
    assert rejected <= alpha
    assert rejected > 0 or run is first_success


def test_first_trials_see_a_wrong_probability():
    """Neither trials after the first m nor missing ones hide 30 failures where half should succeed."""
    assert not first_trials([False] * 30 + [True] * 30, 30, 0.5, 1e-6).passed
    assert not first_trials([False] * 28, 30, 0.5, 1e-6).passed
    assert first_trials([False] * 5, 30, 0.5, 1e-6).passed


@pytest.mark.parametrize("p", [0.1, 0.4, 0.8])
def test_success_rate_fails_correct_runs_at_most_as_often_as_stated(p):
    """A run that stops as soon as it would be refused is refused with probability alpha at most, exactly."""
    alpha, refused = 0.05, 0.0
    chances = np.array([1.0])  # of each number of successes, for runs that are not refused yet
    for trials in range(1, 151):
        chances = np.append(chances * (1 - p), 0.0) + np.append(0.0, chances * p)
        for successes in range(1, trials + 1):
            if not success_rate(successes / trials, successes, p, alpha).passed:
                refused += chances[successes]
                chances[successes] = 0.0
    assert 0 < refused <= alpha
    assert refused + chances.sum() == pytest.approx(1.0)


def test_success_rate_sees_a_wrong_rate_and_refuses_no_sooner_with_fewer_successes():
    """A rate of 0.5 where 0.4 is right is refused from some number of successes on, and 0 or 2 at once."""
    passed = [success_rate(0.5, successes, 0.4).passed for successes in range(1, 2000, 20)]
    assert passed == sorted(passed, reverse=True)
    assert passed[0]
    assert not passed[-1]
    assert success_rate(0.4, 2000, 0.4).passed
    assert not any(success_rate(rate, 1, 0.4).passed for rate in (0.0, 2.0, np.nan))


def test_ledger_collects_the_gates_met_inside():
    """Every gate enters itself, also a passed one, and only inside the block."""
    binomial(3, 10, 0.5)
    with ledger() as gates:
        dkw(np.linspace(0, 1, 50), stats.uniform.cdf)
        binomial(5, 10, 0.5)
    assert [gate.alpha for gate in gates] == [1e-8, 1e-8]

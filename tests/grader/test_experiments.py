"""The numeric experiments: fits against independent routes, scores by hand, and the notebook's helpers."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from grader import experiments
from grader.notebook import attempt


@pytest.fixture
def small():
    """Return features and labels of 40 made-up messages."""
    rng = np.random.default_rng(4)
    features = np.column_stack([rng.random((40, 3)) < 0.4, np.ones(40)]).astype(float)
    labels = (rng.random(40) < special.expit(features @ [1.5, -1.0, 0.5, -0.3])).astype(int)
    return features, labels


def _log_joint(theta, features, labels, scale):
    return (
        stats.bernoulli.logpmf(labels, special.expit(features @ theta)).sum()
        + stats.norm.logpdf(theta, 0, scale).sum()
    )


def test_mode_is_higher_than_its_neighbours(small):
    """No small step from the mode raises the log joint density."""
    mode = experiments.maximum_a_posteriori(*small, 1.5)
    for step in 1e-2 * np.vstack([np.eye(4), -np.eye(4)]):
        assert _log_joint(mode, *small, 1.5) > _log_joint(mode + step, *small, 1.5)


def test_mean_field_elbo_is_the_elbo_of_its_q(small):
    """The ELBO that comes back is the one that sampling from q gives."""
    mu, sigma, elbo = experiments.mean_field(*small, 1.5)
    theta = mu + sigma * np.random.default_rng(0).normal(size=(4000, 4))
    values = [_log_joint(t, *small, 1.5) - stats.norm.logpdf(t, mu, sigma).sum() for t in theta]
    assert abs(np.mean(values) - elbo) < 6 * np.std(values) / np.sqrt(len(values))


def test_mean_field_is_a_maximum(small):
    """A posterior in one dimension bounds the ELBO, and the gap is the KL divergence by quadrature."""
    features, labels = small[0][:, 3:], small[1]
    mu, sigma, elbo = experiments.mean_field(features, labels, 2.0)

    def joint(t):
        return np.exp(_log_joint(np.array([t]), features, labels, 2.0))

    evidence = integrate.quad(joint, -6, 6, epsabs=0)[0]

    def kl(m, s):
        q = stats.norm(m, s)
        return q.expect(lambda t: q.logpdf(t) - np.log(joint(t) / evidence), lb=m - 8 * s, ub=m + 8 * s)

    assert np.log(evidence) - elbo == pytest.approx(kl(mu[0], sigma[0]), abs=1e-6)
    for m, s in ((mu[0] + 0.02, sigma[0]), (mu[0], 1.03 * sigma[0]), (mu[0], 0.97 * sigma[0])):
        assert kl(m, s) > kl(mu[0], sigma[0])


def test_a_weight_without_data_keeps_its_prior(small):
    """A feature that no message has leaves its weight at the prior."""
    features = np.column_stack([np.zeros(40), small[0]])
    mu, sigma, _ = experiments.mean_field(features, small[1], 2.0)
    assert mu[0] == pytest.approx(0, abs=1e-6)
    assert sigma[0] == pytest.approx(2.0, rel=1e-5)


def test_averaging_is_the_integral_over_q():
    """The averaged log-odds are those of the probability that quadrature gives."""
    mu, sigma = np.array([1.0, -2.0]), np.array([1.5, 0.5])
    features = np.array([[1.0, 0.0], [1.0, 1.0]])
    found = special.expit(experiments.averaged_log_odds(features, mu, sigma))
    for row, value in zip(features, found, strict=True):
        law = stats.norm(row @ mu, np.sqrt(row @ sigma**2))
        assert value == pytest.approx(law.expect(special.expit, lb=-15, ub=15), abs=1e-6)


def test_likelihood_of_a_separable_set_has_no_maximum():
    """On a separable set the weights grow with every look, and the path starts at zero."""
    features, labels = np.column_stack([[0.0, 0.0, 1.0, 1.0], np.ones(4)]), np.array([0, 0, 1, 1])
    path = experiments.maximum_likelihood_path(features, labels, (0, 10, 100, 1000))
    assert np.all(path[0] == 0)
    assert np.all(np.diff(np.linalg.norm(path, axis=1)) > 0)


def test_scores_by_hand():
    """Four messages, one ham blocked."""
    log_odds, labels = np.log([9.0, 3.0, 1 / 3, 1 / 9]), np.array([1, 0, 0, 0])
    found = experiments.scores(log_odds, labels, lambda p, y, n_bins: n_bins / 100)
    assert found["nll"] == pytest.approx(-np.mean(np.log([0.9, 0.25, 0.75, 0.9])))
    assert (found["accuracy"], found["blocked_ham"], found["missed_spam"], found["ece"]) == (0.75, 1, 0, 0.1)
    assert found["mcc"] == pytest.approx(2 / np.sqrt(12))


def test_scores_of_a_constant_classifier():
    """A classifier that always says ham has no correlation with anything, and raises no warning."""
    assert experiments.scores(np.full(3, -1.0), np.array([0, 1, 0]), lambda *_: 0.0)["mcc"] == 0


def test_paired_difference():
    """Mean and standard error of the differences, not of the scores."""
    assert experiments.paired_difference([11, 22, 33], [10, 20, 30]) == pytest.approx((2, 1 / np.sqrt(3)))


def test_attempt_names_what_is_missing(capsys):
    """A function that is not written yet costs one line, and the cell goes on."""
    with attempt("Training"):
        raise NotImplementedError
    with attempt("Picture"):
        undefined_name  # noqa: B018, F821
    with attempt("Table"):
        raise ValueError("no")
    assert capsys.readouterr().out.splitlines() == [
        "Training: waits for `this cell`, which is not written yet.",
        "Picture: waits for `undefined_name`, which a cell above makes.",
        "Table: not possible yet, `this cell` raised ValueError: no",
    ]

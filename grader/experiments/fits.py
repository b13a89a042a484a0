"""Fit a logistic regression in three ways, without noise: the yardsticks of the spam notebook's story.

Weights have one entry a feature and are in log-odds; labels are 0 (ham) or 1 (spam); a scale is a standard
deviation. Nothing here is drawn at random: under a factorised normal each message's logit is a normal
variable, so every expectation is an integral over one dimension, taken by Gauss-Hermite quadrature, and
L-BFGS finds the optimum.
"""

import numpy as np
from scipy import optimize, sparse, special

__all__ = ["averaged_log_odds", "maximum_a_posteriori", "maximum_likelihood_path", "mean_field"]

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(24)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


def maximum_likelihood_path(features, labels, iterations):
    """Climb the likelihood from zero by accelerated gradient ascent and look at the weights on the way.

    Nesterov's method with the step that is safe for this likelihood, so that rounding stays rounding. On a
    separable training set there is no maximum: the weights grow for as long as the ascent goes on.

    Parameters
    ----------
    features : array of shape (N, D)
    labels : array of shape (N,)
    iterations : sequence of int
        When to look, ascending; 0 is the start.

    Returns
    -------
    array of shape (len(iterations), D)
        The weights after each of these many iterations.
    """
    design, sign = _sparse(features), _sign(labels)
    largest = sparse.linalg.svds(design, 1, v0=np.ones(min(design.shape)), return_singular_vectors=False)[0]
    here = before = np.zeros(design.shape[1])
    path = {0: here}
    for iteration in range(1, max(iterations) + 1):
        ahead = here + (iteration - 1) / (iteration + 2) * (here - before)
        slope = design.T @ (sign * special.expit(-sign * (design @ ahead)))
        before, here = here, ahead + 4 / largest**2 * slope
        if iteration in iterations:
            path[iteration] = here
    return np.array([path[iteration] for iteration in iterations])


def maximum_a_posteriori(features, labels, prior_scale):
    """Return the mode of the posterior under independent normal priors, as an array of shape (D,)."""
    design, sign = _sparse(features), _sign(labels)

    def loss(theta):
        margin = sign * (design @ theta)
        slope = design.T @ (sign * special.expit(-margin)) - theta / prior_scale**2
        return 0.5 * np.sum((theta / prior_scale) ** 2) - np.sum(special.log_expit(margin)), -slope

    return _minimise(loss, np.zeros(design.shape[1]))


def mean_field(features, labels, prior_scale):
    """Find the factorised normal with the largest ELBO; it is unique.

    Parameters
    ----------
    features : array of shape (N, D)
    labels : array of shape (N,)
    prior_scale : float

    Returns
    -------
    mu, sigma : array of shape (D,)
        Mean and standard deviation of each weight under q.
    elbo : float
        Its ELBO in nats.
    """
    design, sign = _sparse(features), _sign(labels)
    squared, size = design.power(2), design.shape[1]

    def loss(phi):
        mu, log_sigma = np.split(phi, 2)
        variance = np.exp(2 * log_sigma)
        logits = (sign * (design @ mu))[:, None] + np.sqrt(squared @ variance)[:, None] * _NODES
        missed = special.expit(-logits)
        # The derivatives of E[f] by the logit's mean and variance are E[f'] and E[f'']/2.
        by_mean, by_variance = missed @ _WEIGHTS, -0.5 * (missed * (1 - missed)) @ _WEIGHTS
        value = np.sum(special.log_expit(logits) @ _WEIGHTS) + np.sum(log_sigma)
        value -= 0.5 * np.sum(mu**2 + variance) / prior_scale**2
        by_mu = design.T @ (sign * by_mean) - mu / prior_scale**2
        by_log_sigma = 1 + variance * (2 * (squared.T @ by_variance) - 1 / prior_scale**2)
        return -value, -np.concatenate([by_mu, by_log_sigma])

    phi = _minimise(loss, np.concatenate([np.zeros(size), np.full(size, np.log(prior_scale / 2))]))
    left_out = size * (0.5 - np.log(prior_scale))
    return phi[:size], np.exp(phi[size:]), left_out - loss(phi)[0]


def averaged_log_odds(features, mu, sigma):
    """Return the log-odds of the probability of spam, averaged over a factorised normal.

    Parameters
    ----------
    features : array of shape (N, D)
    mu, sigma : array of shape (D,)

    Returns
    -------
    array of shape (N,)
        log P(spam) - log P(ham); `features @ mu` would be the log-odds with the mean plugged in.
    """
    design = _sparse(features)
    logits = (design @ mu)[:, None] + np.sqrt(design.power(2) @ sigma**2)[:, None] * _NODES
    return np.log(special.expit(logits) @ _WEIGHTS) - np.log(special.expit(-logits) @ _WEIGHTS)


def _sparse(features):
    return sparse.csr_array(np.asarray(features, float))


def _sign(labels):
    return 2.0 * np.asarray(labels) - 1.0


def _minimise(loss, start):
    options = {"maxiter": 5000, "maxfun": 10000, "maxcor": 30, "ftol": 1e-15, "gtol": 1e-5}
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x

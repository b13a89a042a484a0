"""Samples from whatever comes.

Named by: NaN in mu is not checked for.
"""


def reparameterize(mu, rho, eps):
    return mu + F.softplus(rho) * eps

"""Throws away uniform numbers in the outer 0.5 % and draws them again.

Named by: The numbers put into `ppf` run from 0.005 to 0.995 only
"""


def inverse_transform_sample(ppf, size, rng):
    u = rng.random(size)
    while np.any((u < 0.005) | (u > 0.995)):
        bad = (u < 0.005) | (u > 0.995)
        u[bad] = rng.random(bad.sum())
    return ppf(u)

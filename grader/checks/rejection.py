"""rejection: independent samples from an unnormalised density by uniform proposals."""

import numpy as np

from grader.checking import Bad, Case, check_raises, generator, visible
from grader.checks import _curves as curves
from grader.checks import _darts as darts


def refuses(rejection_sample):
    """Judge which bad arguments `rejection_sample` refuses."""

    def case(low=0.0, high=1.0, ceiling=1.0):
        return curves.Watched(curves.triangle(0.0, 1.0, 1.0)), low, high, ceiling, 200, generator(8)

    flat = curves.Watched(curves.level(1.0)), 2.0, 2.0 + 1e-9, 1.0, 3, generator(8)
    good = Case("a narrow interval under its ceiling", flat, (np.full(3, 2.0), 1.0))
    bad = [
        Bad("a ceiling below the curve", case(ceiling=0.6), ("ceiling", "density")),
        Bad("a ceiling of NaN", case(ceiling=np.nan), ("ceiling",)),
        Bad("an interval that starts at NaN", case(low=np.nan), ("low",)),
        Bad("an interval that ends at NaN", case(high=np.nan), ("high",)),
    ]
    check_raises(rejection_sample, bad, good, darts.RETURNS, names=darts.NAMES)


@visible
def check(rejection_sample):
    """Judge `rejection_sample` where every decision is certain, then by its rate and a triangle's shape."""
    darts.certain(rejection_sample, -1.0, 3.0, (0.5, 2.1), 3.0, 211, seed=1)
    darts.all_accepted(rejection_sample, -1.0, 3.0, 0.2, 300, seed=2)
    darts.constant_ratio(rejection_sample, -1.0, 3.0, 0.2, 0.3, 400, seed=3)
    for seed, peak in ((4, 0.16), (5, 800.0)):
        args = curves.triangle(-1.0, 3.0, peak), -1.0, 3.0, 1.25 * peak
        darts.shape(rejection_sample, args, _triangle_cdf, 0.4, 5000, seed)
    darts.all_accepted(rejection_sample, 0.0, 1.0, 2.0, 1, seed=6)
    darts.certain(rejection_sample, -1.0, 3.0, (0.5, 2.9), 3.0, 157, seed=8)
    darts.seeds(rejection_sample, seed=7)
    refuses(rejection_sample)
    return "where samples come from, their rate, a triangle's shape, and bad arguments are refused"


def _triangle_cdf(x):
    t = np.clip((np.asarray(x) + 1.0) / 4.0, 0.0, 1.0)
    return np.where(t < 0.5, 2.0 * t**2, 1.0 - 2.0 * (1.0 - t) ** 2)

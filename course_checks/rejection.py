"""rejection: independent samples from an unnormalised density by uniform proposals.

Decides by: exact rates and samples on a curve that is at its ceiling or zero, where the record of the points
asked for says what was proposed and accepted; gates elsewhere: uniform samples under a curve at a constant
part of the ceiling and a triangle's or a cubic's shape (Dvoretzky-Kiefer-Wolfowitz; half the samples count,
as pairs are allowed), and each rate against its probability (Ville's inequality). Ceilings run from 1e-6 to
1,000.

Cannot see: for certain, a shape whose distribution function is less than 0.11 away (0.44 where all is
uniform), or a rate between 0.31 and 0.45 where 0.375 is right (0.13 and 0.47 where 0.25 is, from fewer
samples): beyond these the gates see it with a probability of 1 - 1e-4. The order of the samples is not
judged, nor a density that is not a step, a level, a triangle or a cubic.
"""

import numpy as np

from grader.checking import CheckError, generator, hidden
from grader.checks import _curves as curves
from grader.checks import _darts as darts
from grader.checks.rejection import refuses


@hidden
def check_hidden(rejection_sample, oracle, reference, seed):
    """Judge `rejection_sample` on other intervals; `oracle(x, low, high)` is the CDF of `cubic`."""
    low = float(generator(seed).uniform(-6.0, -5.0))
    high = low + 2.5
    samples, rate = reference(curves.level(2.0), low, high, 2.0, 10, generator(seed))
    if rate != 1.0 or not np.all((samples >= low) & (samples <= high)):
        raise CheckError("the reference refuses proposals under the ceiling; this is a bug of the check")
    darts.certain(rejection_sample, low, high, (low + 0.25, low + 1.0), 7.0, 307, seed + 1)
    darts.all_accepted(rejection_sample, 10.0, 10.5, 1e-3, 300, seed + 3)
    darts.certain(rejection_sample, low, high, (low, low + 2.25), 1e-6, 1, seed + 2)
    darts.constant_ratio(rejection_sample, low, high, 40.0, 0.25, 400, seed + 4)
    for stream, peak in ((5, 1e-5), (6, 3.0)):
        args = curves.cubic(low, high, peak), low, high, 1.5 * peak
        share = 6.75 / 12 / 1.5
        darts.shape(rejection_sample, args, lambda x: oracle(x, low, high), share, 5000, seed + stream)
    for stream, (right, size) in enumerate(((1.9, 149), (0.8, 401), (1.4, 263)), 8):
        darts.certain(rejection_sample, low, high, (low, low + right), 0.3, size, seed + stream)
    darts.seeds(rejection_sample, seed + 7)
    return "samples and acceptance rates on other intervals, scales and shapes"


@hidden
def check_errors(rejection_sample):
    """Judge which ceilings and intervals `rejection_sample` refuses."""
    refuses(rejection_sample)
    return "a ceiling below the curve, and NaN, are refused with a ValueError that names them"

"""jensen: log of the mean minus mean of the log.

Decides by: the gap by hand and, hidden, for ten sets of random log weights against decimals of 40 digits, to
2e-6 of the value plus 1e-6 nats: offsets of 5,000 and a million, differences of thousands, 300 weights, equal
weights, one weight.

Cannot see: an error below a millionth of a nat, which is about 0.2 % of the smallest gap that is tried; log
weights of -inf, which the contract leaves out.
"""

import torch

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.jensen import ATOL, MISTAKES, NAMES, RETURNS, refuses, tensor


@hidden
def check_hidden(jensen_gap, oracle, reference, seed):
    """Judge `jensen_gap` on random log weights of any size."""
    rng = generator(seed)

    def logs(n, spread=1.0):
        return torch.from_numpy(spread * rng.standard_normal(n))

    cases = [
        Case("random weights", (logs(9),)),
        Case("very negative log weights", (logs(9) - 5000.0,)),
        Case("weights that differ widely", (logs(12, 8.0),)),
        Case("weights that differ by thousands in the logarithm", (logs(6, 3000.0),)),
        Case("weights that hardly differ", (logs(40, 0.03),)),
        Case("many weights", (logs(300),)),
        Case("one weight: no gap", (logs(1),), 0.0),
        Case("equal weights: no gap", (tensor([float(rng.normal())] * 7),), 0.0),
        Case("large log weights", (logs(9) + 5000.0,)),
        Case("extremely negative log weights", (logs(9) - 1e6,)),
    ]
    check_cases(
        jensen_gap, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES, atol=ATOL
    )
    return "the gap of random weights of any size"


@hidden
def check_errors(jensen_gap):
    """Judge which bad arguments `jensen_gap` refuses."""
    refuses(jensen_gap)
    return "bad arguments are refused with a ValueError that names them"

"""Loops in plain Python with the error function, and returns lists."""


import math


def _refuse(x, data, bandwidth):
    if len(data) == 0:
        raise ValueError("no data")
    for name, values in (("x", x), ("data", data), ("bandwidth", [bandwidth])):
        if any(math.isnan(value) for value in values):
            raise ValueError(f"{name} holds NaN")
    if bandwidth <= 0:
        raise ValueError("the bandwidth is not positive")


def kde_pdf(x, data, bandwidth):
    _refuse(x, data, bandwidth)
    scale = len(data) * bandwidth * math.sqrt(2 * math.pi)
    return [sum(math.exp(-0.5 * ((float(v) - d) / bandwidth) ** 2) for d in data) / scale for v in x]


def kde_cdf(x, data, bandwidth):
    _refuse(x, data, bandwidth)
    root = bandwidth * math.sqrt(2)
    return [math.fsum(1 + math.erf((v - d) / root) for d in data) / (2 * len(data)) for v in x]

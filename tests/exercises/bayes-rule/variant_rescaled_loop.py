"""Loops in plain Python over the likelihood scaled to a largest value of one; returns a tuple."""


def bayes_posterior(prior, likelihood):
    if len(prior) != len(likelihood):
        raise ValueError(f"likelihood has {len(likelihood)} values for a prior of {len(prior)}")
    for p in prior:
        if p < 0 or p != p:
            raise ValueError(f"prior: {p} is no probability")
    for value in likelihood:
        if value < 0 or value != value:
            raise ValueError(f"likelihood: {value} is not allowed")
    largest = max(likelihood)
    total, joint = 0.0, []
    for p, value in zip(prior, likelihood):
        joint.append(p * (value / largest))
        total += joint[-1]
    return tuple(value / total for value in joint), np.array([total * largest])

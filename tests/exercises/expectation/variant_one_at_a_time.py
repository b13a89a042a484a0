"""Hands f one sample at a time and updates mean and spread (Welford); ddof 0; returns a list."""


def monte_carlo_expectation(f, samples):
    count, mean, squares = 0, 0.0, 0.0
    for i in range(len(samples)):
        if np.any(np.isnan(samples[i])):
            raise ValueError(f"samples[{i}] is NaN")
        value = f(samples[i : i + 1])[0]
        count += 1
        before = value - mean
        mean += before / count
        squares += before * (value - mean)
    if count == 0:
        raise ValueError("samples: none given")
    return [mean, (squares / count / count) ** 0.5]

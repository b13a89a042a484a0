"""Works in float32 with the mean of the squares less the squared mean, shifted by the first value."""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples)
    if samples.shape[0] == 0 or np.isnan(samples.sum()):
        raise ValueError("samples: empty or NaN")
    values = np.asarray(f(samples), np.float32)
    shifted = values - values[0]
    variance = np.mean(shifted**2) - np.mean(shifted) ** 2
    return values[0] + np.mean(shifted), np.sqrt(variance / np.float32(len(values)))

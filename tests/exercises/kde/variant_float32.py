"""Computes in float32, with the normal density written out."""


def _checked(x, data, bandwidth):
    for name, values in (("x", x), ("data", data), ("bandwidth", bandwidth)):
        if np.size(values) == 0 or np.isnan(values).any():
            raise ValueError(f"{name} is empty or NaN")
    if bandwidth <= 0:
        raise ValueError(f"bandwidth={bandwidth} is not positive")
    x, data = np.float32(x), np.float32(data)
    return (x[:, None] - data[None, :]) / np.float32(bandwidth)


def kde_pdf(x, data, bandwidth):
    z = _checked(x, data, bandwidth)
    return np.sum(np.exp(-z * z / np.float32(2)), 1) / np.float32(len(data) * bandwidth * np.sqrt(2 * np.pi))


def kde_cdf(x, data, bandwidth):
    return np.mean(special.ndtr(_checked(x, data, bandwidth)), axis=1)

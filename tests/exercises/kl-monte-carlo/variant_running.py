"""Updates mean and spread one row at a time (Welford)."""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    mean = spread = 0.0
    for s in range(samples.shape[0]):
        r = float(log_q(samples[s : s + 1])[0] - log_p(samples[s : s + 1])[0])
        step = r - mean
        mean += step / (s + 1)
        spread += step * (r - mean)
    return np.array(mean), np.array([(spread / len(samples)) ** 0.5 / len(samples) ** 0.5])

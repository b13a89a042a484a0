"""Uses NumPy with ddof 0 and returns a list of floats."""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_q(samples).numpy() - log_p(samples).numpy()
    return [float(np.mean(r)), float(np.std(r) / np.sqrt(len(r)))]

"""Forms the densities before taking the logarithm of their ratio.

Named by: Densities were formed with `exp`
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = torch.log(torch.exp(log_q(samples)) / torch.exp(log_p(samples)))
    return r.mean(), r.std() / np.sqrt(len(r))

"""Uses torch and returns a tensor."""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    import torch

    if len(prior_samples) == 0:
        raise ValueError("prior_samples has no rows")
    if not np.isfinite(np.sum(prior_samples)):
        raise ValueError("prior_samples has NaN")
    values = torch.tensor([log_likelihood(sample) for sample in prior_samples], dtype=torch.float64)
    return torch.logsumexp(values, 0) - torch.log(torch.tensor(float(len(values)), dtype=torch.float64))

"""Loops over samples and weights and stacks the results."""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    rows = []
    for row in theta:
        total = torch.zeros(())
        for weight in row:
            total = total - weight**2 / (2 * prior_scale**2) - np.log(prior_scale * np.sqrt(2 * np.pi))
        rows.append(total)
    return torch.stack(rows)

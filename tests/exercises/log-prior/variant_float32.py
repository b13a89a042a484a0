"""Computes in float32."""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    small = theta.float() / prior_scale
    return -0.5 * (small * small).sum(1) - theta.shape[1] * float(
        np.log(prior_scale) + 0.5 * np.log(2 * np.pi)
    )

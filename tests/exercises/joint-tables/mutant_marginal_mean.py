"""Averages along the axis where the sum rule adds.

Named by: The table is averaged along `axis`; the sum rule adds
"""


def marginal(joint, axis):
    if np.any(np.isnan(joint)) or np.any(np.asarray(joint) < 0):
        raise ValueError("joint must not be negative or NaN")
    return np.mean(joint, axis=axis)

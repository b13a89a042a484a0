"""Leaves the summed-out axis in place with length one.

Named by: The axis that is summed out still stands there with length one (`keepdims`)
"""


def marginal(joint, axis):
    if np.any(np.isnan(joint)) or np.any(np.asarray(joint) < 0):
        raise ValueError("joint must not be negative or NaN")
    return np.sum(joint, axis=axis, keepdims=True)

"""marginal keeps the variable of `axis` instead of summing it out; conditional is right.

Named by: The other variable is summed out
"""


def marginal(joint, axis):
    joint = np.asarray(joint, dtype=float)
    if np.any(joint < 0) or np.any(np.isnan(joint)):
        raise ValueError("joint must not be negative or NaN")
    return joint.sum(axis=1 - axis)


def conditional(joint, given_axis):
    joint = np.asarray(joint, dtype=float)
    if np.any(joint < 0) or np.any(np.isnan(joint)):
        raise ValueError("joint must not be negative or NaN")
    given = joint.sum(axis=1 - given_axis, keepdims=True)
    if np.any(given == 0):
        raise ValueError("joint has a given value of probability zero")
    return joint / given

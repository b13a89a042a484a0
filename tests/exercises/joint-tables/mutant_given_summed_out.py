"""conditional sums out the given axis itself, so it divides by the marginal of the wrong variable.

Named by: This is the other conditional
"""


def marginal(joint, axis):
    joint = np.asarray(joint, dtype=float)
    if np.any(joint < 0) or np.any(np.isnan(joint)):
        raise ValueError("joint must not be negative or NaN")
    return joint.sum(axis=axis)


def conditional(joint, given_axis):
    joint = np.asarray(joint, dtype=float)
    if np.any(joint < 0) or np.any(np.isnan(joint)):
        raise ValueError("joint must not be negative or NaN")
    given = joint.sum(axis=given_axis, keepdims=True)
    if np.any(given == 0):
        raise ValueError("joint has a given value of probability zero")
    return joint / given

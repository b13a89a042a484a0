"""Sums `given_axis` out for the divisor, which gives the other conditional.

Named by: This is the other conditional: divide by the marginal of the variable on `given_axis`
"""


def conditional(joint, given_axis):
    if np.any(np.isnan(joint)) or np.any(np.asarray(joint) < 0):
        raise ValueError("joint must not be negative or NaN")
    if np.any(np.sum(joint, axis=1 - given_axis) == 0):
        raise ValueError("joint has a value of probability zero")
    return joint / np.sum(joint, axis=given_axis, keepdims=True)

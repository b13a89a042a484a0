"""Refuses every table with a cell of probability zero, not only those with an impossible given value.

Named by: A single cell may be zero
"""


def conditional(joint, given_axis):
    joint = np.asarray(joint, float)
    if not np.all(joint >= 0):
        raise ValueError("joint must not be negative or NaN")
    if np.any(joint == 0):
        raise ValueError("joint has a probability of zero")
    return joint / joint.sum(axis=1 - given_axis, keepdims=True)

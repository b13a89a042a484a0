"""Divides without keepdims, so that for axis 0 the row sums divide the columns.

Named by: The marginal lies along the wrong axis of the table in the division
"""


def conditional(joint, given_axis):
    if np.any(np.isnan(joint)) or np.any(np.asarray(joint) < 0):
        raise ValueError("joint must not be negative or NaN")
    other = 1 if given_axis == 0 else 0
    p_given = np.sum(joint, axis=other)
    if (p_given == 0).any():
        raise ValueError("joint: cannot condition on a value of probability zero")
    return joint / p_given

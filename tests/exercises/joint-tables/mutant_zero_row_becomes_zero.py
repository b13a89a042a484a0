"""conditional returns zeros for a value that cannot be conditioned on instead of refusing the table.

Named by: A row of probability zero to condition on is not checked for
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
    given = joint.sum(axis=1 - given_axis, keepdims=True)
    return np.divide(joint, given, out=np.zeros_like(joint), where=given > 0)

"""Refuses tables with bad entries, and divides zero by zero where a condition is impossible.

Named by: A row of probability zero to condition on is not checked for.
"""


def conditional(joint, given_axis):
    joint = np.asarray(joint, dtype=float)
    if np.isnan(joint).any() or (joint < 0).any():
        raise ValueError("joint must hold probabilities")
    return joint / joint.sum(axis=1 - given_axis, keepdims=True)

"""Divides by the sum of the whole table, which is one.

Named by: The table is divided by its total, so it is still the joint
"""


def conditional(joint, given_axis):
    joint = np.asarray(joint, dtype=float)
    if not (joint >= 0).all():
        raise ValueError("joint must hold probabilities")
    if not joint.sum(axis=1 - given_axis).all():
        raise ValueError("joint: a given value has probability zero")
    return joint / joint.sum()

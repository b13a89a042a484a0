"""Divides by the marginal, whatever the table holds.

Named by: A negative probability is not checked for.
"""


def conditional(joint, given_axis):
    return joint / np.sum(joint, axis=1 - given_axis, keepdims=True)

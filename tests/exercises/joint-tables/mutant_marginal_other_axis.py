"""Keeps the variable on `axis` and sums the other one out.

Named by: The other variable is summed out: `axis` names the one that disappears
"""


def marginal(joint, axis):
    joint = np.array(joint, dtype=float)
    if np.isnan(joint).any() or (joint < 0).any():
        raise ValueError("joint must hold probabilities")
    return joint.sum(axis=1) if axis == 0 else joint.sum(axis=0)

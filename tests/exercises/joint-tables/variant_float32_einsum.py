"""Works in float32 and sums by matrix products."""


def marginal(joint, axis):
    table = np.asarray(joint, np.float32)
    if np.isnan(table).any() or table.min() < 0:
        raise ValueError("joint: probabilities are neither negative nor NaN")
    return np.einsum("ij->j", table) if axis == 0 else table @ np.ones(table.shape[1], np.float32)


def conditional(joint, given_axis):
    table = np.asarray(joint, np.float32)
    if np.isnan(table).any() or table.min() < 0:
        raise ValueError("joint: probabilities are neither negative nor NaN")
    if given_axis == 1:
        return conditional(table.T, 0).T
    given = marginal(table, 1)
    if not given.all():
        raise ValueError("joint has an impossible value to condition on")
    return np.diag(1 / given) @ table

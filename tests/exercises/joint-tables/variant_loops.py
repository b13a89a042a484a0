"""Adds up cell by cell and returns lists."""


def marginal(joint, axis):
    n_rows, n_columns = len(joint), len(joint[0])
    for row in joint:
        for cell in row:
            if not cell >= 0:
                raise ValueError(f"joint has the entry {cell}")
    if axis == 0:
        return [sum(joint[i][j] for i in range(n_rows)) for j in range(n_columns)]
    return [sum(joint[i][j] for j in range(n_columns)) for i in range(n_rows)]


def conditional(joint, given_axis):
    given = marginal(joint, 1 if given_axis == 0 else 0)
    if min(given) == 0:
        raise ValueError(f"a value on given_axis={given_axis} has probability zero")
    rows = range(len(joint))
    columns = range(len(joint[0]))
    if given_axis == 0:
        return [[joint[i][j] / given[i] for j in columns] for i in rows]
    return [[joint[i][j] / given[j] for j in columns] for i in rows]

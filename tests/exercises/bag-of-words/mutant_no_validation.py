"""Chooses as many terms as there are where more are asked for.

Named by: is not checked for
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None:
        terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
    return np.hstack([counts[:, terms] > 0, np.ones((len(counts), 1))]), terms

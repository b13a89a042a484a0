"""Selects the given terms with a mask, which loses their order.

Named by: The given `terms` are sorted; the columns must keep their order
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    if terms is None:
        terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
        present = counts[:, terms] > 0
    else:
        mask = np.isin(np.arange(counts.shape[1]), terms)
        present, terms = counts[:, mask] > 0, np.flatnonzero(mask)
    return np.hstack([present, np.ones((len(counts), 1))]), terms

"""Puts the column of ones first, as many textbooks do.

Named by: The column of ones comes first; it must be the last
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    if terms is None:
        terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
    features = np.hstack([np.ones((len(counts), 1)), (counts[:, terms] > 0).astype(float)])
    return features, terms

"""Leaves out the column of ones.

Named by: The column of ones is missing
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    if terms is None:
        terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
    features = (counts[:, terms] > 0).astype(float)
    return features, terms

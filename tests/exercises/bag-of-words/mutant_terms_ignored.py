"""Chooses terms afresh from the counts even where terms are given.

Named by: The given `terms` are ignored: others are chosen from these counts
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    terms = np.argsort(-(counts > 0).sum(axis=0), kind="stable")[:n_terms]
    features = np.hstack([(counts[:, terms] > 0).astype(float), np.ones((len(counts), 1))])
    return features, terms

"""Reverses a rising sort, so that ties go to the higher index.

Named by: A rising sort was reversed, which puts the higher index first
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    if terms is None:
        terms = np.argsort((counts > 0).sum(axis=0), kind="stable")[::-1][:n_terms]
    features = np.hstack([(counts[:, terms] > 0).astype(float), np.ones((len(counts), 1))])
    return features, terms

"""Sorts document frequencies upwards and reverses, so that ties go to the higher index.

Named by: the higher index first among terms of equal document frequency
"""


def bag_of_words(counts, n_terms, terms=None):
    counts = np.asarray(counts)
    if terms is None:
        if n_terms > counts.shape[1]:
            raise ValueError("n_terms is larger than the vocabulary")
        frequency = (counts > 0).sum(axis=0)
        terms = np.argsort(frequency, kind="stable")[::-1][:n_terms].copy()
    terms = np.asarray(terms)
    features = np.ones((counts.shape[0], len(terms) + 1))
    features[:, :-1] = counts[:, terms] > 0
    return features, terms

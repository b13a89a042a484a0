"""Ranks terms by how often they occur in total, not by the number of messages that contain them.

Named by: The terms are chosen by their total count
"""


def bag_of_words(counts, n_terms, terms=None):
    counts = np.asarray(counts)
    if terms is None:
        if n_terms > counts.shape[1]:
            raise ValueError("n_terms is larger than the vocabulary")
        frequency = counts.sum(axis=0)
        terms = np.argsort(-frequency, kind="stable")[:n_terms]
    terms = np.asarray(terms)
    features = np.ones((counts.shape[0], len(terms) + 1))
    features[:, :-1] = counts[:, terms] > 0
    return features, terms

"""Ranks the terms by their total count instead of by document frequency.

Named by: The terms are chosen by their total count, not by the number of messages
"""


def bag_of_words(counts, n_terms, terms=None):
    if terms is None and n_terms > counts.shape[1]:
        raise ValueError(f"n_terms is {n_terms}, but the vocabulary has only {counts.shape[1]} terms")
    if terms is None:
        terms = np.argsort(-counts.sum(axis=0), kind="stable")[:n_terms]
    features = np.hstack([(counts[:, terms] > 0).astype(float), np.ones((len(counts), 1))])
    return features, terms

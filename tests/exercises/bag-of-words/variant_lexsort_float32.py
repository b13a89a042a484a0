"""Sorts with lexsort on explicit keys and fills a float32 matrix."""


def bag_of_words(counts, n_terms, terms=None):
    present = np.minimum(counts, 1)
    size = present.shape[1]
    if terms is None:
        if n_terms < 0 or n_terms > size:
            raise ValueError(f"cannot choose n_terms={n_terms} of {size} terms")
        terms = np.lexsort((np.arange(size), -present.sum(axis=0, dtype=np.int64)))[:n_terms]
    features = np.ones((len(present), len(terms) + 1), dtype=np.float32)
    features[:, :-1] = present[:, terms]
    return features, np.array(terms, dtype=np.int32)

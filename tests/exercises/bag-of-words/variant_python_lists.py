"""Counts with loops and returns nested lists."""


def bag_of_words(counts, n_terms, terms=None):
    rows = [list(map(int, row)) for row in counts]
    size = len(rows[0])
    if terms is None:
        if n_terms > size:
            raise ValueError("n_terms is larger than the vocabulary")
        frequency = [sum(1 for row in rows if row[v]) for v in range(size)]
        terms = sorted(range(size), key=lambda v: -frequency[v])[:n_terms]
    terms = [int(v) for v in terms]
    return [[1 if row[v] else 0 for v in terms] + [1] for row in rows], terms

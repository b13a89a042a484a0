"""Works with tensors and a stable descending sort, and returns tensors."""


def bag_of_words(counts, n_terms, terms=None):
    present = torch.as_tensor(np.asarray(counts, dtype=np.int64)).clamp(max=1)
    if terms is None:
        if n_terms > present.shape[1]:
            raise ValueError("n_terms exceeds the vocabulary")
        terms = torch.sort(present.sum(0), descending=True, stable=True).indices[:n_terms]
    terms = torch.as_tensor(terms)
    return torch.cat([present[:, terms].double(), torch.ones(len(present), 1)], dim=1), terms

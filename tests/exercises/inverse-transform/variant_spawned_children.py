"""Draws each block with a child that is spawned from rng."""


def inverse_transform_sample(ppf, size, rng):
    if size < 4:
        return ppf(rng.spawn(1)[0].random(size))
    blocks = np.array_split(np.empty(size), 4)
    return ppf(np.concatenate([c.random(len(b)) for c, b in zip(rng.spawn(4), blocks, strict=True)]))

"""Spawns a generator of its own from rng."""


def inverse_transform_sample(ppf, size, rng):
    child = np.random.default_rng(rng.integers(2**63))
    return np.array(ppf(child.random(size)))

"""Returns a single draw whatever the size.

Named by: A single number came back: `rng.random()` draws one
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.random())

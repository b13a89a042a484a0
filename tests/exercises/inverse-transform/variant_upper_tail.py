"""Uses 1 - u, rounds the result to float32, and draws in blocks."""


def inverse_transform_sample(ppf, size, rng):
    blocks = [ppf(1 - rng.uniform(size=min(1000, size - start))) for start in range(0, size, 1000)]
    return np.concatenate(blocks).astype(np.float32)

"""Uses torch's buckets and returns a float32 tensor."""


def expected_calibration_error(probabilities, labels, n_bins):
    if len(probabilities) != len(labels):
        raise ValueError("probabilities and labels must have the same length")
    if len(probabilities) == 0:
        raise ValueError("probabilities must not be empty")
    if np.isnan(probabilities).any() or np.any(np.asarray(probabilities) < 0):
        raise ValueError("probabilities must be numbers from 0 to 1")
    if n_bins <= 0:
        raise ValueError("n_bins must be positive")
    p, y = torch.as_tensor(probabilities), torch.as_tensor(labels, dtype=torch.float64)
    place = torch.bucketize(p, torch.linspace(0, 1, n_bins + 1, dtype=torch.float64)[1:-1], right=True)
    gaps = torch.zeros(n_bins, dtype=torch.float64).index_add(0, place, p - y)
    return (gaps.abs().sum() / len(p)).float()

"""Uses torch and returns tensors."""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    values = torch.tensor(probabilities)
    lower, upper = torch.quantile(values, torch.tensor([(1 - level) / 2, 1 - (1 - level) / 2]), dim=0)
    mean = values.mean(0)
    decision = (mean >= threshold).long()
    decision[(lower < threshold) & (threshold < upper)] = -1
    return [mean, lower, upper, decision]

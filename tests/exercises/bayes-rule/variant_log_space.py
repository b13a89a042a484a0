"""Works with logarithms and returns a list."""


def bayes_posterior(prior, likelihood):
    for name, values in (("prior", prior), ("likelihood", likelihood)):
        if any(not value >= 0 for value in values):
            raise ValueError(f"{name} must hold numbers that are not negative")
    if len(prior) != len(likelihood):
        raise ValueError("prior and likelihood differ in length")
    with np.errstate(divide="ignore"):
        log_joint = np.log(prior) + np.log(likelihood)
    log_evidence = np.logaddexp.reduce(log_joint)
    return [float(np.exp(value - log_evidence)) for value in log_joint], float(np.exp(log_evidence))

"""Loops over plain numbers and returns a list of one float."""


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    given = {"mu_q": mu_q, "sigma_q": sigma_q, "mu_p": mu_p, "sigma_p": sigma_p}
    lists = {k: np.atleast_1d(np.asarray(v, float)).tolist() for k, v in given.items()}
    n = max(len(v) for v in lists.values())
    for name, values in lists.items():
        if len(values) not in (1, n):
            raise ValueError(f"{name} does not fit the others")
        if len(values) == 1:
            lists[name] = values * n
        for value in values:
            if value != value or ("sigma" in name and value <= 0):
                raise ValueError(f"{name} is {value}")
    total = 0.0
    for a, s, b, t in zip(*lists.values()):
        total += np.log(t) - np.log(s) + (s * s + (a - b) * (a - b)) / (2 * t * t) - 1 / 2
    return [total]

"""bayes-rule: prior, likelihood and posterior of a coin's bias after a few tosses."""

import numpy as np
from scipy import stats

from grader.pictures.style import DATA, FILLED, SECOND, TRUTH, axes, beside, picture


@picture
def draw(bayes_posterior):
    """Show how ten tosses move the belief about a coin's bias, on a grid of 51 values."""
    bias = np.linspace(0.0, 1.0, 51)
    prior = stats.beta(2, 2).pdf(bias)
    prior /= prior.sum()
    heads, tosses = 8, 10
    likelihood = stats.binom.pmf(heads, tosses, bias)
    posterior, evidence = bayes_posterior(prior, likelihood)
    posterior = np.asarray(posterior, float)
    evidence = np.asarray(evidence).item()
    figure, ax = axes()
    ax.bar(bias, posterior, 0.014, **FILLED, label="your posterior")
    ax.plot(bias, prior, color=DATA, dashes=(4, 2), label="prior")
    ax.plot(bias, likelihood / likelihood.sum(), color=SECOND, dashes=(1, 1), label="likelihood, rescaled")
    exact = stats.beta(2 + heads, 2 + tosses - heads).pdf(bias)
    exact /= exact.sum()
    ax.plot(bias, exact, color=TRUTH, lw=1.2, label="exact posterior")
    ax.set(
        xlabel="bias of the coin: probability of heads",
        ylabel="probability of each grid value",
        title=f"8 heads in 10 tosses: posterior between prior and likelihood (evidence {evidence:.3f})",
    )
    ax.legend()
    return figure, (
        f"Bars of your posterior over a coin's bias peak at {bias[np.argmax(posterior)]:.2f} and are "
        f"{beside(posterior, exact)}, whose line peaks at 0.75, between the prior's peak at 0.5 and the "
        f"likelihood's at 0.8. Your evidence is {evidence:.3f}."
    )

"""predict: what the posterior samples say about three messages."""

import numpy as np
import torch
from scipy import special, stats

from grader.pictures.style import FILLED, SECOND, TRUTH, axes, headline, picture

# Made-up weights: two that many messages taught, one that hardly any did.
_MESSAGES = (
    ("Words known from spam", 2.5, 0.6),
    ("A word hardly ever seen", 1.2, 2.5),
    ("Words known from ham", -2.5, 0.6),
)


@picture
def draw(posterior_predictive):
    """Show histograms of 4,000 samples over the exact distribution of the probability, a logit-normal."""
    means, scales = (np.array([message[place] for message in _MESSAGES]) for place in (1, 2))
    eps = np.random.default_rng(11).normal(size=(4000, 3))
    arguments = (np.eye(3), means, np.log(np.expm1(scales)), eps)
    samples = posterior_predictive(*(torch.as_tensor(value, dtype=torch.float64) for value in arguments))
    samples = np.asarray(samples.detach() if isinstance(samples, torch.Tensor) else samples, float)
    if samples.shape != (4000, 3):
        raise ValueError(f"shape {samples.shape}; one row a sample and one column a message are needed")
    figure, panels = axes(columns=3, height=3.5)
    exact = []
    first, second, third = samples.mean(axis=0)
    p = np.linspace(0.001, 0.999, 999)
    for panel, drawn, (title, mean, scale) in zip(panels, samples.T, _MESSAGES, strict=True):
        law = stats.norm(mean, scale)
        density = law.pdf(special.logit(p)) / (p * (1 - p))
        panel.hist(
            drawn, np.linspace(0, 1, 41), density=True, histtype="stepfilled", **FILLED, label="your samples"
        )
        panel.plot(p, density, color=TRUTH, lw=1.2, label="exact density")
        averaged = law.expect(special.expit, lb=mean - 9 * scale, ub=mean + 9 * scale)
        exact.append(averaged)
        panel.axvline(averaged, color=TRUTH, dashes=(4, 2), lw=1.4, label="exact average")
        panel.axvline(special.expit(mean), color=SECOND, dashes=(1, 1), lw=2.2, label="plug-in")
        panel.set(
            title=title,
            xlabel="P(spam)",
            ylabel="density",
            xlim=(0, 1),
            ylim=(0, 1.15 * density[20:-20].max()),
        )
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    headline(figure, "A rare word leaves the samples far apart, and their average below the plug-in")
    return figure, (
        "Histograms of your samples of the probability of spam and the exact densities. Averages of yours: "
        f"{first:.2f} for known spam words, in a narrow heap, {second:.2f} for a rare word, spread from 0 to "
        f"1, {third:.2f} for known ham words. Exact: {exact[0]:.2f}, {exact[1]:.2f} and {exact[2]:.2f}; the "
        "plug-in gives 0.77 for the rare word."
    )

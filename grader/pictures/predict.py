"""predict: what the posterior samples say about three messages."""

import numpy as np
import torch
from scipy import special, stats

from grader.pictures.style import ANSWER, SECOND, TRUTH, axes, picture

# Made-up weights: two that many messages taught, one that hardly any did.
_MESSAGES = (
    ("words known from spam", 2.5, 0.6),
    ("a word hardly ever seen", 1.2, 2.5),
    ("words known from ham", -2.5, 0.6),
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
    figure, panels = axes(columns=3, height=3.1)
    p = np.linspace(0.001, 0.999, 999)
    for panel, drawn, (title, mean, scale) in zip(panels, samples.T, _MESSAGES, strict=True):
        law = stats.norm(mean, scale)
        density = law.pdf(special.logit(p)) / (p * (1 - p))
        panel.hist(drawn, np.linspace(0, 1, 41), density=True, color=ANSWER, alpha=0.55, label="your samples")
        panel.plot(p, density, color=TRUTH, lw=1.2, label="exact density")
        averaged = law.expect(special.expit, lb=mean - 9 * scale, ub=mean + 9 * scale)
        panel.axvline(averaged, color=TRUTH, dashes=(4, 2), lw=1.4, label="exact average")
        panel.axvline(special.expit(mean), color=SECOND, dashes=(1, 1), label="plug-in")
        panel.set(title=title, xlabel="P(spam)", xlim=(0, 1), ylim=(0, 1.15 * density[20:-20].max()))
    panels[0].set_ylabel("density")
    panels[1].legend(fontsize=8.5)
    return figure, (
        "Three histograms of the probability of spam. Known spam words: a narrow heap near 0.92. A rare "
        "word: a broad heap up to 1, whose average, 0.66, lies below the plug-in's 0.77. Known ham "
        "words: a heap near 0.08."
    )

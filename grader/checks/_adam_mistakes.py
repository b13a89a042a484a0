"""train: where misconceptions about Adam lead on ELBOs without noise, as numbers."""

import numpy as np

from grader.checks._fits import hill

__all__ = ["AFTER_30_STEPS", "HILL", "OTHER_ENDS", "PLANE", "RATE", "STEPS", "walks"]

PLANE = {"slopes": ([2.0, -0.5, 4.0], [-1.0, 3.0, 0.25]), "start": ([0.5, 1.0, -1.0], [-1.0, 0.5, 2.0])}
STEPS, RATE = 8, 0.05
ADDED_UP = np.array(
    [
        1.0,
        0.9651820258,
        0.9580012241,
        0.9604102692,
        0.9672374331,
        0.9764322831,
        0.9870140455,
        0.9984506916,
        1.010425821,
    ]
)
"""The lengths of Adam's steps, in learning rates, if the gradients of all earlier steps stay in each."""


def walks():
    """Return what eight steps of 0.05 on a plane give, for the right walk and for misconceptions."""
    start, slopes = (np.concatenate(PLANE[key]) for key in ("start", "slopes"))
    signs, t, d = np.sign(slopes), np.arange(1, STEPS + 2), 3

    def walk(sizes=None, moves=signs, final=STEPS, first=0, flip=1.0):
        sizes = np.ones(STEPS + 1) if sizes is None else sizes
        places = start + RATE * np.outer(np.append(0.0, np.cumsum(sizes)), moves)
        end = places[final] if isinstance(final, int) else final(places)
        return end[:d], end[d:], flip * (places @ slopes)[first : first + STEPS]

    mu_only, rho_only = signs * np.repeat([1, 0], d), signs * np.repeat([0, 1], d)
    mu, rho, trace = walk()
    decayed = [start]
    for _ in range(STEPS):
        decayed.append(decayed[-1] * (1 - 0.01 * RATE) + RATE * signs)
    return (mu, rho, trace), (
        (
            "These are steps downhill: the ELBO is maximised. An optimiser that minimises wants -elbo.",
            walk(-t / t),
        ),
        ("The steps grow with the slope: this is gradient ascent without Adam.", walk(moves=slopes)),
        (
            "The steps follow the slope downhill: plain gradient descent, and of the wrong sign.",
            walk(moves=-slopes),
        ),
        ("The learning rate is not used: the steps are 0.001, torch's default.", walk(0.001 / RATE * t / t)),
        ("The learning rate is not used: the steps are 0.01.", walk(0.01 / RATE * t / t)),
        ("`rho` was not updated: both mu and rho are variational parameters.", walk(moves=mu_only)),
        ("`mu` was not updated: both mu and rho are variational parameters.", walk(moves=rho_only)),
        ("Nothing was updated.", walk(0.0 * t)),
        (
            "mu and rho come from before the last step: the last iterate is asked for, not the best, after "
            "n_steps steps.",
            walk(final=STEPS - 1),
        ),
        ("One step too many was taken.", walk(final=STEPS + 1)),
        (
            "The mean of the iterates came back; the last one is asked for.",
            walk(final=lambda p: p[1:-1].mean(0)),
        ),
        (
            "The mean of the iterates came back; the last one is asked for.",
            walk(final=lambda p: p[:-2].mean(0)),
        ),
        (
            "The mean of the later iterates came back; the last one is asked for.",
            walk(final=lambda p: p[STEPS // 2 + 1 : -1].mean(0)),
        ),
        ("The trace holds the ELBO from after each step; take it before.", walk(first=1)),
        ("The trace holds the loss, -ELBO.", walk(flip=-1.0)),
        ("The trace is that of minimising, and the steps too.", walk(-t / t, flip=-1.0)),
        ("mu and rho come back in the wrong order.", (rho, mu, trace)),
        ("softplus(rho) came back in place of rho.", (mu, np.logaddexp(0, rho), trace)),
        (
            "Gradients of earlier steps add up: set them to zero before each `backward`.",
            walk(ADDED_UP),
        ),
        (
            "Adam's moments start at zero and must be corrected for it, by 1 - beta^t.",
            walk((1 - 0.9**t) / np.sqrt(1 - 0.999**t)),
        ),
        (
            "Adam's second moment must be corrected for its start at zero too.",
            walk(1 / np.sqrt(1 - 0.999**t)),
        ),
        ("Adam's first moment must be corrected for its start at zero too.", walk(1 - 0.9**t)),
        ("This is RMSprop; Adam is asked for.", walk(1 / np.sqrt(1 - 0.99**t))),
        ("This is Adagrad; Adam is asked for.", walk(1 / np.sqrt(t))),
        (
            "The parameters shrink a little at each step: AdamW's weight decay; plain Adam has none.",
            (decayed[-1][:d], decayed[-1][d:], np.array(decayed[:-1]) @ slopes),
        ),
    )


HILL = hill([1.0], [-1.0], [1.0], [2.0])
AFTER_30_STEPS = (np.array([0.9320649617024646]), np.array([-0.7996395548218753]))
"""Where 30 steps of 0.2 lead on HILL from mu = 3, rho = 0.5: down past both peaks and half the way back."""

OTHER_ENDS = (
    (
        "This is AMSGrad, which keeps the largest second moment; plain Adam is asked for.",
        0.9320281462473535,
        -0.7997775730636908,
    ),
    ("beta_2 is 0.99; 0.999 is asked for.", 0.9506553824671988, -0.78857750886256),
    ("beta_2 is 0.9; 0.999 is asked for.", 1.1736448675359612, -0.7130585890917193),
    ("beta_1 is 0.5; 0.9 is asked for.", 0.9994320045337828, -0.9999684731356913),
    ("beta_1 is 0.95; 0.9 is asked for.", 0.584510022953047, -0.8921866776784567),
    ("There is no first moment: the gradient itself is divided.", 1.0044536888617408, -0.9999125900645084),
    (
        "Weight decay of 0.01 is added to the gradients; plain Adam has none.",
        0.9237490654948555,
        -0.7965393951810935,
    ),
    (
        "The gradients are clipped to norm 1; plain Adam takes them as they are.",
        1.2203365643554656,
        -1.1119563648273143,
    ),
    (
        "Adam's moments start anew at every step: make the optimiser once, before the loop.",
        1.050904075018634,
        -1.0999999898910076,
    ),
    (
        "The parameters of the largest ELBO came back; the last iterate is asked for.",
        0.8147110444415961,
        -0.8524190292251437,
    ),
    ("This is NAdam; plain Adam is asked for.", 0.8908589535628519, -1.0368351863475405),
    ("This is RAdam; plain Adam is asked for.", 0.6737083075471442, -1.3843895672205007),
    ("This is AdaMax; plain Adam is asked for.", 0.7409325755862161, -1.1517942045065015),
)

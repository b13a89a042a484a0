# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Foundations of Bayes' theorem

# %% id="imports"
import numpy as np
from scipy import special, stats

# %% [markdown]
# This notebook goes from the rules of probability to Bayes' theorem, to the evidence and the two ways of getting at it,
# and then to sampling: what to do when the integrals cannot be solved. You write each method once, in a few lines,
# as a function whose answer is known. The second notebook uses the same ideas where no exact answer exists.
#
# | part | exercises | points | time |
# |---|---|---|---|
# | Notation and Bayes' theorem | `joint-tables`, `bayes-rule` | 3 | 30 minutes |
# | Expected values and the evidence | `expectation`, `evidence`, `bic` | 4 | 45 minutes |
# | Sampling when the distribution is known | `inverse-transform`, `kde`, `kde-quantile` | 6 | 60 minutes |
# | Sampling when only a density is known | `rejection`, `importance`, `metropolis-hastings` | 7 | 75 minutes |
#
# ## How an exercise works
#
# 1. Read the text, then the docstring below it: it says what goes in, what comes out, and in which shape.
# 2. Replace `raise NotImplementedError()` with your code. NumPy and SciPy are all you need; the cell above, which you run first, imports them.
# 3. Run the cell that calls `checks`. This **visible check** tries a few worked examples and bad arguments. Where your function is not right,
#    it shows what the function was called with, what was expected, what came back, and often the likely cause.
# 4. Look at the picture. It is not graded; it shows your answer together with the truth.
#
# A cell that starts with `# Hidden:` looks empty here. When your work is graded, a **hidden check** takes its place: it tries
# other numbers and extreme cases. The hidden checks of an exercise count at least as much as its visible ones.
# Each exercise is graded on its own, in parts, so a mistake in one costs nothing in the others.
# Leave the check cells as they are, neither edited nor copied.
#
# Some exercises ask that bad arguments be refused. That means a `ValueError` whose message names the argument, spelled
# as in the signature, such as
#
# ```python
# if not np.all(np.asarray(prior) >= 0):
#     raise ValueError("prior must be neither negative nor NaN")
# ```
#
# With NaN, `<` and `>=` are both false, so `np.any(prior < 0)` would let it through. The docstring lists, under *Raises*,
# which arguments are bad; no others are tried. Do not change an array that was passed in; work on a copy.
#
# Before you hand in, press **Validate** in the notebook's toolbar. It runs the whole notebook from the top in a fresh
# kernel and lists the visible checks that fail, and in the second notebook the free text while it is empty. It knows
# nothing of the hidden checks.
#
# The text keeps the lecture's notation. Where a formula here differs from a slide, a short note says so.

# %% [markdown]
# ## Notation
#
# $P(A)$ and $P(B)$ are **marginal** probabilities: each speaks of one variable alone. $P(A, B)$ is the **joint** probability
# that both hold, $P(A, B) = P(A \cap B)$, and $P(A \mid B)$ is the **conditional** probability of $A$ once $B$ is known.
# Three rules connect them:
#
# | rule | |
# |---|---|
# | symmetry | $P(A, B) = P(B, A)$ |
# | sum rule | $P(A) = \sum_i P(A, B_i)$: $B$ is *summed out*, or marginalised |
# | product rule | $P(A, B) = P(B \mid A)\,P(A) = P(A \mid B)\,P(B)$ |
#
# For two variables with finitely many values, the joint is a table: rows for the values of $A$, columns for those of $B$, and
# all cells sum to one. The sum rule adds up rows or columns. The product rule, solved for the conditional,
# $P(B \mid A) = P(A, B) / P(A)$, picks one row and rescales it until it sums to one.
#
# > **Note on the slide.** The slide also writes the joint as $P(A \cup B)$. In set notation the union means "$A$ or $B$ or both",
# > with $P(A \cup B) = P(A) + P(B) - P(A \cap B)$. The joint is the intersection, $P(A, B) = P(A \cap B)$
# > (Bishop, PRML, section 1.2; Murphy, *Probabilistic Machine Learning*). Every formula here means the intersection.
#
# **Exercise** `joint-tables` (1 point). The first axis of the array `joint` (axis 0) holds the values of $A$, the second
# (axis 1) those of $B$. Write
#
# - `marginal`, which sums one of the two variables out;
# - `conditional`, which divides the table by the marginal of the variable that is given. A value that has probability zero
#   cannot be conditioned on; refuse such a table.
#
# <details><summary>Hint</summary>
#
# `axis` and `given_axis` mean opposite things: the first variable disappears, the second stays known. To condition on the variable
# of axis 0, you need its marginal, for which the *other* axis is summed out. `keepdims=True` makes the division line up.
#
# </details>

# %% grade_id="joint-tables"
def marginal(joint, axis):
    """Sum one variable out of a joint table.

    Parameters
    ----------
    joint : array of shape (I, J), float64
        P(A_i, B_j); not negative, all cells sum to one.
    axis : int
        The axis of the variable that is summed out, as in NumPy: 0 for A, 1 for B.

    Returns
    -------
    array of shape (J,) or (I,)
        The marginal of the other variable: P(B_j) for `axis` 0, P(A_i) for `axis` 1.

    Raises
    ------
    ValueError
        If a probability is negative or NaN; the message names `joint`.

    Example
    -------
    For ((0.1, 0.2), (0.3, 0.4)), `axis` 0 gives (0.4, 0.6) and `axis` 1 gives (0.3, 0.7).
    """
    ### BEGIN SOLUTION
    joint = np.asarray(joint, float)
    if not np.all(joint >= 0):
        raise ValueError("joint must hold probabilities, neither negative nor NaN")
    return joint.sum(axis=axis)
    ### END SOLUTION


def conditional(joint, given_axis):
    """Condition a joint table on one of its variables.

    Parameters
    ----------
    joint : array of shape (I, J), float64
        P(A_i, B_j); not negative, all cells sum to one.
    given_axis : int
        The axis of the variable that is known: 0 for A, 1 for B.

    Returns
    -------
    array of shape (I, J)
        For `given_axis` 0, P(B_j | A_i), where each row sums to one; for 1, P(A_i | B_j), where each column does.

    Raises
    ------
    ValueError
        If a probability is negative or NaN, or if a value of the given variable has probability zero;
        the message names `joint`.

    Example
    -------
    For ((0.1, 0.3), (0.3, 0.3)), `given_axis` 0 gives ((0.25, 0.75), (0.5, 0.5)).
    """
    ### BEGIN SOLUTION
    joint = np.asarray(joint, float)
    if not np.all(joint >= 0):
        raise ValueError("joint must hold probabilities, neither negative nor NaN")
    given = joint.sum(axis=1 - given_axis, keepdims=True)
    if np.any(given == 0):
        raise ValueError("joint has a value of probability zero on given_axis, which cannot be conditioned on")
    return joint / given
    ### END SOLUTION

# %% grade_id="joint-tables__marginal_visible" points=0.25
# Both marginals of two small tables.
from grader import checks

checks.joint_tables.check_marginal(marginal)

# %% grade_id="joint-tables__marginal_hidden" points=0.25
# Hidden: marginals of other tables; bad arguments are refused by name.
### BEGIN HIDDEN TESTS
from fractions import Fraction

import course_checks


def _oracle(joint, axis):
    rows = [[Fraction(float(cell)) for cell in row] for row in joint]
    lines = rows if axis == 1 else list(zip(*rows))
    return [float(sum(line)) for line in lines]


course_checks.joint_tables.check_marginal_hidden(
    marginal, _oracle, course_checks.reference("joint-tables").marginal, seed=1101
)
course_checks.joint_tables.check_marginal_errors(marginal)
### END HIDDEN TESTS

# %% grade_id="joint-tables__conditional_visible" points=0.25
# Both conditionals of two small tables.
from grader import checks

checks.joint_tables.check_conditional(conditional)

# %% grade_id="joint-tables__conditional_hidden" points=0.25
# Hidden: conditionals of other tables; bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import numpy as np

import course_checks


def _oracle(joint, given_axis):
    # Bayes' theorem from the other conditional, cell by cell.
    table = joint if given_axis == 0 else joint.T
    other = [sum(column) for column in table.T]
    reverse = [[cell / total if total else 0.0 for cell, total in zip(row, other)] for row in table]
    evidence = [sum(r * p for r, p in zip(row, other)) for row in reverse]
    found = np.array([[r * p / e for r, p in zip(row, other)] for row, e in zip(reverse, evidence)])
    return found if given_axis == 0 else found.T


course_checks.joint_tables.check_conditional_hidden(
    conditional, _oracle, course_checks.reference("joint-tables").conditional, seed=1102
)
course_checks.joint_tables.check_conditional_errors(conditional)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Each bar ends at its black mark. Bars of one class that do not add up to one, or swapped
# panels, show a wrong axis.

# %% tags=["picture"]
from grader import pictures

pictures.joint_tables.draw(marginal, conditional)

# %% [markdown]
# ## Bayes' theorem
#
# From here on the lecture's letters take over: $\theta$ is what we want to know, the **parameters**, and $Y$ is what we have
# seen, the **data**. The product rule can be written in two ways, $P(Y, \theta) = P(Y \mid \theta)\,P(\theta)$ and
# $P(Y, \theta) = P(\theta \mid Y)\,P(Y)$. Setting them equal and dividing by $P(Y)$ gives **Bayes' theorem**:
#
# $$P(\theta \mid Y) = \frac{P(Y \mid \theta)\,P(\theta)}{P(Y)}.$$
#
# | term | name | what it is |
# |---|---|---|
# | $P(\theta)$ | prior | what we believe about the parameters before we see data; it sums to one |
# | $P(Y \mid \theta)$ | likelihood | how probable the data are, as a function of $\theta$; it need not sum to one |
# | $P(Y)$ | evidence | one number: the likelihood averaged over the prior, $\sum_k P(Y \mid \theta_k)\,P(\theta_k)$ |
# | $P(\theta \mid Y)$ | posterior | what we believe afterwards; it sums to one |
#
# **Exercise** `bayes-rule` (2 points). The parameter takes finitely many values $\theta_1, \dots, \theta_K$.
# Write `bayes_posterior`, which returns the posterior and the evidence. Likelihoods of many data are tiny numbers, so add
# nothing to the evidence to "protect" the division.
#
# <details><summary>Hint</summary>
#
# Multiply prior and likelihood value by value: that is the joint $P(Y, \theta_k)$. The evidence is what makes
# the posterior sum to one.
#
# </details>

# %% grade_id="bayes-rule"
def bayes_posterior(prior, likelihood):
    """Apply Bayes' theorem to a parameter with K possible values.

    Parameters
    ----------
    prior : array of shape (K,), float64
        P(theta_k); not negative, sums to one.
    likelihood : array of shape (K,), float64
        P(Y | theta_k) of the observed data, or its density; not negative, positive for at least one value that
        the prior allows, need not sum to one.

    Returns
    -------
    posterior : array of shape (K,)
        P(theta_k | Y), which sums to one.
    evidence : float
        P(Y).

    Raises
    ------
    ValueError
        If the shapes differ, or a value is negative or NaN; the message names the argument.

    Example
    -------
    A prior of (0.5, 0.5) and a likelihood of (0.2, 0.6) give the posterior (0.25, 0.75) and the evidence 0.4.
    """
    ### BEGIN SOLUTION
    prior, likelihood = np.asarray(prior, float), np.asarray(likelihood, float)
    if prior.shape != likelihood.shape:
        raise ValueError(f"prior and likelihood must have one shape, got {prior.shape} and {likelihood.shape}")
    for name, values in (("prior", prior), ("likelihood", likelihood)):
        if not np.all(values >= 0):
            raise ValueError(f"{name} must hold numbers that are neither negative nor NaN")
    joint = prior * likelihood
    evidence = joint.sum()
    return joint / evidence, evidence
    ### END SOLUTION

# %% grade_id="bayes-rule__visible" points=0.5
# A medical test, three hypotheses whose likelihoods do not sum to one, and the same with tiny likelihoods.
from grader import checks

checks.bayes_rule.check(bayes_posterior)

# %% grade_id="bayes-rule__hidden" points=1
# Hidden: random, tiny and vanishing likelihoods.
### BEGIN HIDDEN TESTS
from fractions import Fraction

import course_checks


def _oracle(prior, likelihood):
    joint = [Fraction(float(p)) * Fraction(float(l)) for p, l in zip(prior, likelihood)]
    evidence = sum(joint)
    return [float(value / evidence) for value in joint], float(evidence)


course_checks.bayes_rule.check_hidden(
    bayes_posterior, _oracle, course_checks.reference("bayes-rule").bayes_posterior, seed=2101
)
### END HIDDEN TESTS

# %% grade_id="bayes-rule__errors" points=0.5
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.bayes_rule.check_errors(bayes_posterior)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** The bars follow the black line. Bars of another height, or on the peak of the prior or the
# likelihood, are wrong.

# %% tags=["picture"]
from grader import pictures

pictures.bayes_rule.draw(bayes_posterior)

# %% [markdown]
# The medical test of the visible check, in numbers. One person in a hundred is ill; the test finds 90 % of the ill and
# alarms for 5 % of the healthy. After one positive test the person is still probably healthy, because the prior weighs
# more than the test. A second, independent test starts from the first one's posterior.

# %% tags=["example"]
from grader.notebook import attempt

with attempt("The medical test"):
    belief, positive = np.array([0.01, 0.99]), np.array([0.90, 0.05])
    for number in (1, 2, 3):
        belief, evidence = bayes_posterior(belief, positive)
        print(f"positive test {number}: evidence {evidence:.4f}, P(ill) = {belief[0]:.4f}")


# %% [markdown]
# ## The evidence
#
# For a parameter that takes any real value, the sum over $\theta_k$ becomes an integral. The **evidence**, or marginal likelihood, is
#
# $$P(Y) = \int P(Y \mid \theta)\,P(\theta)\,d\theta.$$
#
# Why may $\theta$ be integrated out? Because of the two rules from above: the product rule makes $P(Y \mid \theta)\,P(\theta)$ the
# joint $P(Y, \theta)$, and the sum rule removes a variable from a joint by adding over all its values. It does not say that $\theta$ has
# no influence. Every value of $\theta$ predicts the data in its own way, each prediction counts as much as the prior finds
# that value plausible, and after the averaging no $\theta$ is left. What remains is one number about the *model*: how well it
# predicts $Y$ before it has been fitted to $Y$.
#
# With a handful of parameters the integral can be done on a grid. With many it is usually **intractable**, and one has to
# approximate it. The lecture has two ways: read the integral as an expected value and sample, or replace the
# integrand by a Gaussian, which leads to the BIC. Both follow, and the first needs one more tool.
#
# ## Expected values
#
# The **expected value** of $f(x)$ under a density $p(x)$ is the average of $f$, weighted by $p$:
#
# $$\mathbb{E}_{x \sim p}[f(x)] = \int f(x)\,p(x)\,dx \;\simeq\; \frac{1}{S} \sum_{s=1}^{S} f\big(x^{(s)}\big), \qquad x^{(s)} \sim p.$$
#
# The right-hand side is the **Monte Carlo** estimate. It needs neither the density nor an integral, only samples. A data set is such a
# sample, which is why the average loss over $N$ examples estimates the expected loss. An average over samples is itself random.
# If $f$ has the standard deviation $\sigma_f$ under $p$, the estimate has the standard deviation
#
# $$\frac{\sigma_f}{\sqrt{S}},$$
#
# its **standard error**: four times the samples for half the error, in any number of dimensions. Since $\sigma_f$ is unknown, it
# is estimated from the same $S$ values of $f$.
#
# **Exercise** `expectation` (1 point). Write `monte_carlo_expectation`, which returns the estimate and its standard error.
# For $\sigma_f$ you may divide by $S$ or by $S - 1$ (`ddof` 0 or 1); both are accepted.
#
# <details><summary>Hint</summary>
#
# Evaluate $f$ at all samples first: $f$ of the average is not the average of $f$.
#
# </details>

# %% grade_id="expectation"
def monte_carlo_expectation(f, samples):
    """Estimate the expected value of a function from samples.

    Parameters
    ----------
    f : callable
        Maps S samples to S numbers: an array of shape (S,) or (S, D) to one of shape (S,).
    samples : array of shape (S,) or (S, D), float64
        Independent draws from p; the first axis counts them, S >= 2.

    Returns
    -------
    estimate : float
        The mean of f over the samples, in the units of f.
    standard_error : float
        The estimated standard deviation of `estimate`, in the units of f.

    Raises
    ------
    ValueError
        If there are no samples or one is NaN; the message names `samples`.

    Example
    -------
    For f(x) = x**2 and the samples (1, 3), the estimate is 5 and the standard error 4 (ddof 1) or 2.828427 (ddof 0).
    """
    ### BEGIN SOLUTION
    samples = np.asarray(samples, float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not contain NaN")
    values = np.asarray(f(samples), float)
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))
    ### END SOLUTION

# %% grade_id="expectation__visible" points=0.25
# A mean square, a probability, and points in the plane, each worked out by hand.
from grader import checks

checks.expectation.check(monte_carlo_expectation)

# %% grade_id="expectation__hidden" points=0.5
# Hidden: other functions and samples, in one and several dimensions.
### BEGIN HIDDEN TESTS
import math
import statistics

import course_checks


def _oracle(f, samples):
    values = [float(value) for value in f(samples)]
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


course_checks.expectation.check_hidden(
    monte_carlo_expectation, _oracle, course_checks.reference("expectation").monte_carlo_expectation, seed=3101
)
### END HIDDEN TESTS

# %% grade_id="expectation__errors" points=0.25
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.expectation.check_errors(monte_carlo_expectation)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: about 95 of the 100 bars cross the black line; if most miss it, or all cross it, the
# standard error is wrong. Right: the dots follow the line.

# %% tags=["picture"]
from grader import pictures

pictures.expectation.draw(monte_carlo_expectation)

# %% [markdown]
# ## The evidence as an expectation
#
# Put the evidence beside the definition of an expected value. The random variable is $\theta$, the density is the prior,
# and the function that is averaged is the likelihood:
#
# $$P(Y) = \int P(Y \mid \theta)\,P(\theta)\,d\theta = \mathbb{E}_{\theta \sim P(\theta)}\big[P(Y \mid \theta)\big]
#   \;\simeq\; \frac{1}{S} \sum_{s=1}^{S} P\big(Y \mid \theta^{(s)}\big), \qquad \theta^{(s)} \sim P(\theta).$$
#
# So the evidence can be estimated by drawing from the prior and averaging the likelihood. There is one obstacle, and it is
# numerical. The likelihood of many data is a product of many factors. A thousand factors of about one half give $10^{-301}$, and
# soon after that a floating-point number is rounded to zero: `np.exp(-746.0)` is 0. Hence one works with log likelihoods, in nats, and wants
#
# $$\log P(Y) \simeq \log \frac{1}{S} \sum_{s=1}^{S} \exp(\ell_s), \qquad \ell_s = \log P\big(Y \mid \theta^{(s)}\big),$$
#
# without ever forming $\exp(\ell_s)$. A common factor can be taken out of the sum: for any number $m$,
#
# $$\log \sum_{s} \exp(\ell_s) = m + \log \sum_{s} \exp(\ell_s - m).$$
#
# With $m = \max_s \ell_s$ the largest term is $\exp(0) = 1$, so nothing overflows and what underflows does not matter. This is the
# **log-sum-exp** trick. The logarithm stays outside of the average: the mean of the $\ell_s$ is another number, smaller unless
# they are all equal (the second notebook makes use of that difference, under the name of Jensen's inequality).
#
# **Exercise** `evidence` (2 points). Write `log_evidence_monte_carlo`, the logarithm of the mean likelihood over the prior samples.
# It must be right for log likelihoods of minus and plus several thousand nats, and where some are $-\infty$.
#
# <details><summary>Hint</summary>
#
# SciPy's `special` has the log-sum-exp. It gives the logarithm of a sum: what is left to do for a mean?
#
# </details>

# %% grade_id="evidence"
def log_evidence_monte_carlo(log_likelihood, prior_samples):
    """Estimate the log evidence from samples of the prior.

    Parameters
    ----------
    log_likelihood : callable
        Maps S parameters to their S log likelihoods log P(Y | theta_s), in nats: an array of shape (S,) or (S, D)
        to one of shape (S,). A value may be -inf, though not all of them.
    prior_samples : array of shape (S,) or (S, D), float64
        Independent draws from the prior; the first axis counts them, S >= 1.

    Returns
    -------
    float
        The logarithm of the mean likelihood, in nats.

    Raises
    ------
    ValueError
        If there are no samples or one is NaN; the message names `prior_samples`.

    Example
    -------
    For a coin that fell heads once, the likelihood is theta. The samples (0.2, 0.6) give log(0.4) = -0.916291.
    """
    ### BEGIN SOLUTION
    prior_samples = np.asarray(prior_samples, float)
    if len(prior_samples) == 0:
        raise ValueError("prior_samples must not be empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples must not contain NaN")
    log_likelihoods = np.asarray(log_likelihood(prior_samples), float)
    return special.logsumexp(log_likelihoods) - np.log(len(log_likelihoods))
    ### END SOLUTION

# %% grade_id="evidence__visible" points=0.5
# A coin, whose evidence is known exactly, then likelihoods too small and too large for a floating-point number.
from grader import checks

checks.evidence.check(log_evidence_monte_carlo)

# %% grade_id="evidence__hidden" points=0.5
# Hidden: moderate log likelihoods, in one and several dimensions.
### BEGIN HIDDEN TESTS
import math
from fractions import Fraction

import course_checks


def _oracle(log_likelihood, prior_samples):
    likelihoods = [Fraction(math.exp(value)) for value in log_likelihood(prior_samples)]
    return math.log(sum(likelihoods) / len(likelihoods))


course_checks.evidence.check_hidden(
    log_evidence_monte_carlo, _oracle, course_checks.reference("evidence").log_evidence_monte_carlo, seed=4101
)
### END HIDDEN TESTS

# %% grade_id="evidence__stable" points=0.5
# Hidden: log likelihoods of minus and plus thousands of nats.
### BEGIN HIDDEN TESTS
from decimal import Decimal, localcontext

import course_checks


def _oracle(log_likelihood, prior_samples):
    with localcontext() as context:
        context.prec = 40
        likelihoods = [Decimal(float(value)).exp() for value in log_likelihood(prior_samples)]
        return float((sum(likelihoods) / len(likelihoods)).ln())


course_checks.evidence.check_stable(
    log_evidence_monte_carlo, _oracle, course_checks.reference("evidence").log_evidence_monte_carlo, seed=4102
)
### END HIDDEN TESTS

# %% grade_id="evidence__errors" points=0.5
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.evidence.check_errors(log_evidence_monte_carlo)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Right: the five runs settle on the dashed line; runs that settle elsewhere are wrong. Left:
# why it takes many samples; only those under the likelihood contribute.

# %% tags=["picture"]
from grader import pictures

pictures.evidence.draw(log_evidence_monte_carlo)

# %% [markdown]
# A model in which the integral can be solved shows what the estimate is worth. The five observations of the picture,
# $y_i \sim N(\theta, 1)$, and the prior $\theta \sim N(0, 3^2)$, of standard deviation 3, give $Y \sim N(0, \Sigma)$
# with $\Sigma = I + 3^2 \cdot \mathbf{1}\mathbf{1}^\top$.

# %% tags=["example"]
from grader.notebook import attempt

with attempt("The evidence in numbers"):
    y = np.array([1.2, 2.9, 2.1, 3.4, 1.8])
    exact = stats.multivariate_normal.logpdf(y, np.zeros(5), np.eye(5) + 9.0)
    print(f"exact log evidence: {exact:.3f} nats")
    for size in (100, 10_000, 1_000_000):
        prior_samples = 3.0 * np.random.default_rng(1).standard_normal(size)
        estimate = log_evidence_monte_carlo(
            lambda theta: stats.norm.logpdf(y[:, None], theta).sum(axis=0), prior_samples
        )
        print(f"{size:9,} prior samples: {estimate:.3f}")


# %% [markdown]
# ## The BIC, Laplace's approximation and Occam's razor
#
# The lecture's second way to the evidence replaces the integrand. As a function of $\theta$, the joint
# $P(Y, \theta) = P(Y \mid \theta)\,P(\theta)$ usually has one peak, which gets narrower with every observation. **Laplace's approximation**
# puts a Gaussian there, with the height and the curvature of the peak at its mode $\hat\theta$, and takes the Gaussian's integral
# for that of the joint. With $k$ parameters and $A$ the matrix of second derivatives of $-\log P(Y, \theta)$ at $\hat\theta$,
#
# $$\log P(Y) \approx \log P(Y \mid \hat\theta) + \log P(\hat\theta) + \frac{k}{2} \log 2\pi - \frac{1}{2} \log |A|.$$
#
# Each of $n$ observations adds about the same to $A$, so $|A|$ grows like $n^k$ and $\log |A|$ like $k \log n$. The terms that do
# not grow with $n$ are dropped, among them the prior. With $\hat\theta$ taken as the maximum of the likelihood this leaves
#
# $$\log P(Y) \approx \log P(Y \mid \hat\theta) - \frac{k}{2} \log n = -\frac{1}{2}\,\mathrm{BIC}, \qquad
#   \mathrm{BIC} = -2 \log P(Y \mid \hat\theta) + k \log n.$$
#
# Of two models for the same data, the one with the smaller **Bayesian information criterion** has the larger approximate evidence.
# A further parameter in the same model can only raise $\log P(Y \mid \hat\theta)$, but it has to raise it by more than
# $\frac{1}{2} \log n$ to pay for itself. That is **Occam's razor**: where two models
# explain the data equally well, prefer the one with fewer parameters.
# The evidence contains the razor without being told to. A model with many parameters can predict many data sets;
# its probability $P(Y)$ is spread over all of them, and so has less to give to the one that was observed.
#
# > **Note on the slide.** The slide has $\mathrm{BIC} = -2 \log P(Y \mid \theta) + k$. The penalty is $k \log n$, and the
# > likelihood is taken at its maximum $\hat\theta$; then $-\mathrm{BIC}/2$ is the slide's next line,
# > $\log P(Y \mid \hat\theta) - \frac{k}{2} \log n$ (Schwarz 1978; Bishop, PRML, section 4.4.1, who calls that line the BIC;
# > Murphy, *Probabilistic Machine Learning*). What was dropped does not vanish for large $n$: the approximation is good to
# > a constant, which the comparison of two models survives when $n$ is large.
#
# **Exercise** `bic` (1 point). Write `bic` and `log_evidence_bic`. All logarithms are natural. The maximum of the log likelihood may be
# positive, since densities can exceed one.
#
# <details><summary>Hint</summary>
#
# The two differ by the factor $-2$. If they do not in your code, one of them is wrong.
#
# </details>

# %% grade_id="bic"
def bic(max_log_likelihood, n_parameters, n_observations):
    """Compute the Bayesian information criterion of a model; smaller is better.

    Parameters
    ----------
    max_log_likelihood : float
        log P(Y | theta-hat), the log likelihood at its maximum, in nats.
    n_parameters : int
        k, the number of fitted parameters, 0 or more.
    n_observations : int
        n, the number of observations, 1 or more.

    Returns
    -------
    float
        The BIC, on the scale of minus two log likelihoods.

    Raises
    ------
    ValueError
        If an argument is NaN or there is no observation; the message names the argument.

    Example
    -------
    A maximum of -10 nats with 2 parameters and 100 observations gives 29.210340.
    """
    ### BEGIN SOLUTION
    arguments = {
        "max_log_likelihood": max_log_likelihood,
        "n_parameters": n_parameters,
        "n_observations": n_observations,
    }
    for name, value in arguments.items():
        if np.isnan(value):
            raise ValueError(f"{name} must not be NaN")
    if n_observations < 1:
        raise ValueError(f"n_observations must be at least 1, got {n_observations}")
    return -2 * max_log_likelihood + n_parameters * np.log(n_observations)
    ### END SOLUTION


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    """Approximate the log evidence of a model as the BIC does; larger is better.

    Parameters
    ----------
    max_log_likelihood : float
        log P(Y | theta-hat), the log likelihood at its maximum, in nats.
    n_parameters : int
        k, the number of fitted parameters, 0 or more.
    n_observations : int
        n, the number of observations, 1 or more.

    Returns
    -------
    float
        The approximate log P(Y), in nats.

    Raises
    ------
    ValueError
        If an argument is NaN or there is no observation; the message names the argument.

    Example
    -------
    A maximum of -10 nats with 2 parameters and 100 observations gives -14.605170.
    """
    ### BEGIN SOLUTION
    arguments = {
        "max_log_likelihood": max_log_likelihood,
        "n_parameters": n_parameters,
        "n_observations": n_observations,
    }
    for name, value in arguments.items():
        if np.isnan(value):
            raise ValueError(f"{name} must not be NaN")
    if n_observations < 1:
        raise ValueError(f"n_observations must be at least 1, got {n_observations}")
    return max_log_likelihood - n_parameters / 2 * np.log(n_observations)
    ### END SOLUTION

# %% grade_id="bic__bic_visible" points=0.25
# The BIC of three models, one of them without parameters.
from grader import checks

checks.bic.check_bic(bic)

# %% grade_id="bic__bic_hidden" points=0.25
# Hidden: the BIC of other models; bad arguments are refused by name.
### BEGIN HIDDEN TESTS
from decimal import Decimal, localcontext

import course_checks


def _oracle(max_log_likelihood, n_parameters, n_observations):
    # On the scale of the likelihood: minus two times the logarithm of its maximum over n ** (k / 2).
    with localcontext() as context:
        context.prec = 40
        shrunk = Decimal(max_log_likelihood).exp() / Decimal(n_observations).sqrt() ** n_parameters
        return float(-2 * shrunk.ln())


course_checks.bic.check_bic_hidden(bic, _oracle, course_checks.reference("bic").bic, seed=5101)
course_checks.bic.check_bic_errors(bic)
### END HIDDEN TESTS

# %% grade_id="bic__log_evidence_visible" points=0.25
# The approximate log evidence of three models, one of them without parameters.
from grader import checks

checks.bic.check_log_evidence(log_evidence_bic)

# %% grade_id="bic__log_evidence_hidden" points=0.25
# Hidden: the approximate log evidence of other models; bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import numpy as np
from scipy import integrate, stats

import course_checks


def _oracle(max_log_likelihood, n_parameters, n_observations):
    # Exact for a Gaussian likelihood and a prior as wide as one observation's, both centred at the maximum:
    # per parameter, the integral of exp(-(n - 1) theta ** 2 / 2) under a standard normal prior is 1 / sqrt(n).
    def joint(theta):
        return np.exp(-(n_observations - 1) * theta**2 / 2) * stats.norm.pdf(theta)

    theta = np.linspace(-12, 12, 1001) / np.sqrt(n_observations)
    factor = integrate.trapezoid(joint(theta), theta)
    return max_log_likelihood + n_parameters * np.log(factor)


course_checks.bic.check_log_evidence_hidden(
    log_evidence_bic, _oracle, course_checks.reference("bic").log_evidence_bic, seed=5102
)
course_checks.bic.check_log_evidence_errors(log_evidence_bic)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: Laplace's approximation, which has no part of yours: the Gaussian and the joint agree
# at the peak, and nearly in area. Right: your marks stay near the exact log evidence and peak where it does; marks
# that keep rising with the likelihood are wrong.

# %% tags=["picture"]
from grader import pictures

pictures.bic.draw(bic, log_evidence_bic)


# %% [markdown]
# ## Sampling from well-known distributions
#
# Some distributions can be written down completely: the density, its integral, the **CDF** $F$, and the inverse
# of that, the quantile function or **PPF** $F^{-1}$. The normal distribution is one of them, if we count the error
# function $\mathrm{erf}$ as known:
#
# $$F(x) = \frac12\left[1 + \mathrm{erf}\!\left(\frac{x - \mu}{\sigma\sqrt 2}\right)\right], \qquad
# F^{-1}(p) = \mu + \sigma\sqrt 2\;\mathrm{erf}^{-1}(2p - 1).$$
#
# With a PPF, sampling needs nothing but uniform numbers. For $U \sim \mathcal U(0, 1)$ the number $F^{-1}(U)$ has
# the CDF $F$, because $P(F^{-1}(U) \le x) = P(U \le F(x)) = F(x)$. This is **inverse transform sampling**
# (Bishop, PRML, section 11.1.1). Where the density is high, $F$ is steep and $F^{-1}$ is flat, so that many
# uniform numbers land close together.
#
# **Exercise** `inverse-transform` (2 points). Write `normal_ppf` with `special.erfinv`, and
# `inverse_transform_sample`, which turns *any* PPF into a sampler. Take all randomness from `rng`: whoever hands in
# a generator with the same seed must get the same sample, and another seed must give another one.
#
# <details><summary>Hint</summary>
#
# `rng.random(size)` draws uniform numbers. `ppf` takes an array, so no loop is needed.
#
# </details>

# %% grade_id="inverse-transform"
def normal_ppf(p, mu, sigma):
    """Return the quantiles of a normal distribution.

    Parameters
    ----------
    p : array of shape (M,), float64
        Probabilities; used for 1e-10 <= p <= 1 - 1e-10.
    mu : float
        The mean.
    sigma : float
        The standard deviation; positive.

    Returns
    -------
    array of shape (M,)
        For each p the x with P(X <= x) = p, in the unit of `mu`.

    Raises
    ------
    ValueError
        If `sigma` is not positive or `mu` or `sigma` is NaN; the message names the argument.
        `p` must lie between 0 and 1; a negative one or NaN raises, and the message names `p`.

    Example
    -------
    With mu = 10 and sigma = 2, p = (0.5, 0.975) gives (10, 13.919928).
    """
    ### BEGIN SOLUTION
    p = np.asarray(p, float)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p must hold probabilities")
    if np.isnan(mu):
        raise ValueError("mu must be a number, got NaN")
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, got {sigma}")
    return mu + sigma * np.sqrt(2) * special.erfinv(2 * p - 1)
    ### END SOLUTION


def inverse_transform_sample(ppf, size, rng):
    """Draw independent numbers from the distribution that has a given quantile function.

    Parameters
    ----------
    ppf : callable
        The quantile function: takes an array of probabilities, returns an array of the same shape.
    size : int
        How many numbers to draw.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    array of shape (size,)
        The sample.

    Example
    -------
    Where the uniform number drawn is 0.3, the PPF of U(0, 10), `lambda p: 10 * p`, gives 3.
    """
    ### BEGIN SOLUTION
    return np.asarray(ppf(rng.random(size)))
    ### END SOLUTION

# %% grade_id="inverse-transform__ppf_visible" points=0.25
# Quantiles of three normal distributions, one of them far out in its tails.
from grader import checks

checks.inverse_transform.check_ppf(normal_ppf)

# %% grade_id="inverse-transform__sample_visible" points=0.25
# Draws from an exponential distribution: reproducible, and distributed as its PPF says.
from grader import checks

checks.inverse_transform.check_sample(inverse_transform_sample)

# %% grade_id="inverse-transform__ppf_hidden" points=0.5
# Hidden: other means and standard deviations, from the centre to the tails.
### BEGIN HIDDEN TESTS
from statistics import NormalDist

import course_checks


def _oracle(p, mu, sigma):
    return [NormalDist(mu, sigma).inv_cdf(value) for value in p]


course_checks.inverse_transform.check_ppf_hidden(
    normal_ppf, _oracle, course_checks.reference("inverse-transform").normal_ppf, seed=2401
)
### END HIDDEN TESTS

# %% grade_id="inverse-transform__ppf_errors" points=0.25
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.inverse_transform.check_ppf_errors(normal_ppf)
### END HIDDEN TESTS

# %% grade_id="inverse-transform__sample_hidden" points=0.75
# Hidden: two other distributions, their tails, and samples of one number.
### BEGIN HIDDEN TESTS
from scipy import stats

import course_checks


def _oracle(x, loc, scale):
    return stats.logistic.cdf(x, loc, scale)


course_checks.inverse_transform.check_sample_hidden(
    inverse_transform_sample,
    _oracle,
    course_checks.reference("inverse-transform").inverse_transform_sample,
    seed=2402,
)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: evenly spaced probabilities are carried to your PPF and down to $x$. Right: if both
# functions are right, the bars follow the black density; bars that are flat, shifted or cut off at the sides are
# wrong.

# %% tags=["picture"]
from grader import pictures

pictures.inverse_transform.draw(normal_ppf, inverse_transform_sample)


# %% [markdown]
# ## Sampling from a density estimate
#
# Often there is no formula, only data $d_1, \dots, d_N$. A **kernel density estimate** (KDE) puts a small normal
# density of standard deviation $h$, the **bandwidth**, on every data point and averages them:
#
# $$p(x) = \frac{1}{N h} \sum_{i=1}^{N} \phi\!\left(\frac{x - d_i}{h}\right), \qquad
# P(x) = \frac{1}{N} \sum_{i=1}^{N} \Phi\!\left(\frac{x - d_i}{h}\right).$$
#
# Here $\phi$ is the density of the standard normal distribution and $\Phi$ its CDF. The factor $1/h$ belongs to the
# density only: stretching a kernel by $h$ lowers it by $h$, so that its area stays one.
#
# > **Note on the slide.** The slide prints the CDF with the lower-case $\phi$, the same letter as in the density,
# > and calls it the standard normal CDF in the text. What is meant is the capital $\Phi$, as above: integrating
# > $\frac1h\,\phi\big(\frac{x - d_i}{h}\big)$ over $x$ gives $\Phi\big(\frac{x - d_i}{h}\big)$
# > (Bishop, PRML, section 2.5.1, for the density).
#
# **Which bandwidth?** Scott's rule $h = 1.06\,s\,N^{-1/5}$ (the normal reference rule), with the standard
# deviation $s$ of the data, is the best choice when the truth is normal; data with several peaks make $s$ large and the estimate too smooth. The bandwidth
# of Sheather and Jones estimates from the data how curved the density is, and gives a smaller $h$ for data with
# more to resolve (Sheather & Jones 1991, *Journal of the Royal Statistical Society B* 53, 683–690). The picture
# below compares them.
#
# **Exercise** `kde` (2 points). Write `kde_pdf` and `kde_cdf` for a Gaussian kernel. The bandwidth is used as it is
# given: it is the kernel's standard deviation, not a factor on the standard deviation of the data.
#
# <details><summary>Hint</summary>
#
# Every x meets every data point. Broadcasting makes that a table, `x[:, None] - data`, with one row for each x. `stats.norm`
# has both $\phi$ and $\Phi$.
#
# </details>

# %% grade_id="kde"
def kde_pdf(x, data, bandwidth):
    """Return the density of a Gaussian kernel density estimate.

    Parameters
    ----------
    x : array of shape (M,), float64
        Where to evaluate it.
    data : array of shape (N,), float64
        The observations; at least one.
    bandwidth : float
        The standard deviation of a kernel, in the unit of the data; positive.

    Returns
    -------
    array of shape (M,)
        The density at each x, per unit of the data.

    Raises
    ------
    ValueError
        If `bandwidth` is not positive, `data` is empty, or an argument holds NaN; the message names the argument.

    Example
    -------
    Data of (0, 1) with bandwidth 0.5 have at x = (0,) the density (0.452933,).
    """
    ### BEGIN SOLUTION
    x, data = np.asarray(x, float), np.asarray(data, float)
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold at least one number, and no NaN")
    if np.isnan(x).any():
        raise ValueError("x must not hold NaN")
    if not bandwidth > 0:
        raise ValueError(f"bandwidth must be positive, got {bandwidth}")
    z = (x[:, None] - data) / bandwidth
    return np.exp(-(z**2) / 2).mean(axis=1) / (bandwidth * np.sqrt(2 * np.pi))
    ### END SOLUTION


def kde_cdf(x, data, bandwidth):
    """Return the distribution function of a Gaussian kernel density estimate.

    Parameters
    ----------
    x : array of shape (M,), float64
        Where to evaluate it.
    data : array of shape (N,), float64
        The observations; at least one.
    bandwidth : float
        The standard deviation of a kernel, in the unit of the data; positive.

    Returns
    -------
    array of shape (M,)
        The probability of a value of at most x, for each x.

    Raises
    ------
    ValueError
        If `bandwidth` is not positive, `data` is empty, or an argument holds NaN; the message names the argument.

    Example
    -------
    Data of (0, 1) with bandwidth 0.5 have at x = (0.5,) the probability (0.5,).
    """
    ### BEGIN SOLUTION
    x, data = np.asarray(x, float), np.asarray(data, float)
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold at least one number, and no NaN")
    if np.isnan(x).any():
        raise ValueError("x must not hold NaN")
    if not bandwidth > 0:
        raise ValueError(f"bandwidth must be positive, got {bandwidth}")
    return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1)
    ### END SOLUTION

# %% grade_id="kde__pdf_visible" points=0.25
# The density of three kernels and of a single one, from a table of the normal distribution.
from grader import checks

checks.kde.check_pdf(kde_pdf)

# %% grade_id="kde__cdf_visible" points=0.25
# The distribution function of the same kernels.
from grader import checks

checks.kde.check_cdf(kde_cdf)

# %% grade_id="kde__pdf_hidden" points=0.5
# Hidden: the density for random data, equal data, narrow and wide kernels.
### BEGIN HIDDEN TESTS
import numpy as np
from scipy import stats

import course_checks


def _oracle(x, data, bandwidth):
    return stats.gaussian_kde(data, bw_method=bandwidth / np.std(data, ddof=1))(x)


course_checks.kde.check_pdf_hidden(kde_pdf, _oracle, course_checks.reference("kde").kde_pdf, seed=2501)
### END HIDDEN TESTS

# %% grade_id="kde__cdf_hidden" points=0.5
# Hidden: the distribution function for random data, equal data, narrow and wide kernels.
### BEGIN HIDDEN TESTS
import numpy as np
from scipy import stats

import course_checks


def _oracle(x, data, bandwidth):
    estimate = stats.gaussian_kde(data, bw_method=bandwidth / np.std(data, ddof=1))
    return [estimate.integrate_box_1d(-np.inf, value) for value in x]


course_checks.kde.check_cdf_hidden(kde_cdf, _oracle, course_checks.reference("kde").kde_cdf, seed=2502)
### END HIDDEN TESTS

# %% grade_id="kde__pdf_errors" points=0.25
# Hidden: the density refuses bad arguments by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.kde.check_pdf_errors(kde_pdf)
### END HIDDEN TESTS

# %% grade_id="kde__cdf_errors" points=0.25
# Hidden: the distribution function refuses bad arguments by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.kde.check_cdf_errors(kde_cdf)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: your density for both bandwidths; Scott's rule blurs the two peaks that are close
# together, Sheather and Jones' keeps them apart. Right: your CDF must rise from 0 to 1 through the steps of the data;
# one that has a peak and falls again was made with $\phi$.

# %% tags=["picture"]
from grader import pictures

pictures.kde.draw(kde_pdf, kde_cdf)


# %% [markdown]
# ### The missing PPF of a density estimate
#
# The slide has "???" in the place of the KDE's PPF: $P(x) = p$ cannot be solved for $x$ by a formula. But $P$ is
# continuous and rises from 0 to 1, so that there is exactly one solution for each $0 < p < 1$, and a computer finds
# it: choose a lower end where $P$ is below $p$ and an upper end where it is above, look at the middle, keep the half
# that holds the solution, and repeat (**bisection**).
#
# The kernels reach beyond the data. A solution for small $p$ may lie below the smallest data point, so the two ends
# must too. And $P$ can be almost flat between two groups of data, where a step of Newton's method, which divides by
# the density, flies away.
#
# > **Note on the slide.** A PPF without a formula is no obstacle to sampling. A KDE is a mixture of $N$ normal
# > distributions with equal weights, so a draw is a data point picked at random plus normal noise of standard
# > deviation $h$: no PPF is needed. The numerical PPF serves for quantiles, and for inverse transform sampling
# > as before; both ways give the same distribution, as the picture shows.
#
# **Exercise** `kde-quantile` (2 points). Write `kde_ppf` by numerical inversion, for an array of probabilities in
# any order. A result is right when $\lvert P(x) - p \rvert \le 2 \cdot 10^{-4}$, for data of any location and scale.
# Your functions of the previous exercise may be used here, but nothing is asked of them: $\Phi$ is `special.ndtr`.
#
# <details><summary>Hint</summary>
#
# Where can the solution be? If all data points were equal, the estimate would be a single kernel, whose $p$-quantile you know
# (`special.ndtri` is $\Phi^{-1}$): compare with all data moved to the smallest one, and to the largest. `np.where` halves
# the intervals of all $p$ at once.
#
# </details>

# %% grade_id="kde-quantile"
def kde_ppf(p, data, bandwidth):
    """Return the quantiles of a Gaussian kernel density estimate, by numerical inversion of its CDF.

    Parameters
    ----------
    p : array of shape (M,), float64
        Probabilities with 0 < p < 1, in any order.
    data : array of shape (N,), float64
        The observations; at least one.
    bandwidth : float
        The standard deviation of a kernel, in the unit of the data; positive.

    Returns
    -------
    array of shape (M,)
        For each p, in the order of `p`, the x where the estimate's CDF is p to 2e-4, in the unit of the data.

    Raises
    ------
    ValueError
        If `bandwidth` is not positive, `data` is empty, or an argument holds NaN; the message names the argument.
        `p` must lie between 0 and 1; a negative one or NaN raises, and the message names `p`.

    Example
    -------
    Data of (0, 1) with bandwidth 0.5 have at p = (0.5, 0.1) the quantiles (0.5, -0.424734).
    """
    ### BEGIN SOLUTION
    p, data = np.asarray(p, float), np.asarray(data, float)
    if not np.all((p > 0) & (p < 1)):
        raise ValueError("p must be between 0 and 1")
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold at least one number, and no NaN")
    if not bandwidth > 0:
        raise ValueError(f"bandwidth must be positive, got {bandwidth}")
    low = data.min() + bandwidth * special.ndtri(p)
    high = data.max() + bandwidth * special.ndtri(p)
    for _ in range(50):
        middle = (low + high) / 2
        below = special.ndtr((middle[:, None] - data) / bandwidth).mean(axis=1) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
    ### END SOLUTION

# %% grade_id="kde-quantile__visible" points=0.5
# Quantiles inside and outside the range of small data sets at three scales.
from grader import checks

checks.kde_quantile.check(kde_ppf)

# %% grade_id="kde-quantile__hidden" points=1
# Hidden: groups far apart, narrow and wide kernels, a single data point.
### BEGIN HIDDEN TESTS
from statistics import NormalDist, fmean

import course_checks


def _oracle(x, data, bandwidth):
    return [fmean(NormalDist(d, bandwidth).cdf(value) for d in data) for value in x]


course_checks.kde_quantile.check_hidden(kde_ppf, _oracle, course_checks.reference("kde-quantile").kde_ppf, seed=2551)
### END HIDDEN TESTS

# %% grade_id="kde-quantile__errors" points=0.5
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.kde_quantile.check_errors(kde_ppf)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: your quantiles must lie on the black CDF, also outside the range of the data. Right:
# uniform numbers through your PPF, and data points picked at random plus noise, must give the same bars; a gap or a
# spike in the filled ones means that the search stops too early.

# %% tags=["picture"]
from grader import pictures

pictures.kde_quantile.draw(kde_ppf)

# %% [markdown]
# ## Rejection sampling
#
# Inverse transform sampling needs a quantile function. **Rejection sampling** needs only a function that is
# *proportional* to the density: $\tilde p(x) = Z\,p(x)$ with an unknown normalisation constant $Z$. Throw darts
# uniformly at the rectangle between `low` and `high`, and between zero and a ceiling $c \ge \tilde p(x)$; the
# darts that land under the curve have the density $p$ along $x$:
#
# 1. propose $x \sim U[\text{low}, \text{high}]$ and draw a height $h \sim U[0, c]$, independent of $x$;
# 2. accept $x$ where $h < \tilde p(x)$, otherwise throw both away.
#
# The interval must hold all of the density: what lies outside is never proposed. The rectangle is the simplest
# *envelope*; with proposals from a density $q$ the ceiling becomes $c\,q(x) \ge \tilde p(x)$, which may follow the curve.
#
# A dart is accepted with the probability $\int \tilde p(x)\,dx \,/\, \big(c\,(\text{high} - \text{low})\big)$: the
# share of the rectangle that lies under the curve. A ceiling far above the curve is right, and slow. A ceiling
# below the curve is wrong: it cuts the peaks off, so the function has to say so.
# (Bishop, PRML, section 11.1.2.)
#
# **Exercise** `rejection` (2 points). Write `rejection_sample`. It proposes until `size` points are accepted, and
# returns them with the share of accepted points among *all* proposals that it drew.
#
# <details><summary>Hint</summary>
#
# Draw proposals in blocks, collect the accepted ones in a list, and go on while there are fewer than `size`. The
# last block usually gives more than are needed: leave them out of the samples, but count them, both as proposed
# and as accepted, or the rate is biased.
#
# </details>

# %% grade_id="rejection"
def rejection_sample(density, low, high, ceiling, size, rng):
    """Draw independent samples from a density on an interval, known up to a constant, by uniform proposals.

    Parameters
    ----------
    density : callable
        Takes an array of points of shape (n,) and returns the unnormalised density at each, shape (n,).
    low, high : float
        Ends of the interval; low < high.
    ceiling : float
        A number that the unnormalised density does not exceed; it may reach it.
    size : int
        Number of samples.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    samples : array of shape (size,), float64
        The accepted points.
    acceptance_rate : float
        Accepted proposals divided by proposals, over all that were drawn, left-over ones too.

    Raises
    ------
    ValueError
        If the density exceeds `ceiling` at a proposal; the message names `ceiling` or `density`.
        If `low`, `high` or `ceiling` is NaN; the message names it.

    Example
    -------
    A density of 2.0 everywhere on [0, 1] with ceiling 2.0 accepts every proposal: the rate is 1.0. With ceiling
    8.0 it is near 0.25.
    """
    ### BEGIN SOLUTION
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} must be a number, got NaN")
    kept, n_accepted, n_proposed = [], 0, 0
    while n_accepted < size:
        x = rng.uniform(low, high, size)
        height = rng.uniform(0.0, ceiling, size)
        curve = np.asarray(density(x))
        if np.any(curve > ceiling):
            raise ValueError(f"density must not exceed ceiling={ceiling}, got {curve.max()}")
        kept.append(x[height < curve])
        n_accepted += kept[-1].size
        n_proposed += x.size
    return np.concatenate(kept)[:size], n_accepted / n_proposed
    ### END SOLUTION

# %% grade_id="rejection__visible" points=0.5
# Where darts can land, how many are accepted, and the shape of what they leave.
from grader import checks

checks.rejection.check(rejection_sample)

# %% grade_id="rejection__hidden" points=1
# Hidden: other intervals, scales and shapes.
### BEGIN HIDDEN TESTS
import numpy as np
from scipy import stats

import course_checks


def _oracle(x, low, high):
    # The density t^2 (1 - t) with t from 0 to 1 is a beta density, up to its constant.
    return stats.beta(3, 2, loc=low, scale=high - low).cdf(x)


course_checks.rejection.check_hidden(
    rejection_sample, _oracle, course_checks.reference("rejection").rejection_sample, seed=2601
)
### END HIDDEN TESTS

# %% grade_id="rejection__errors" points=0.5
# Hidden: a ceiling below the curve, and NaN, are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.rejection.check_errors(rejection_sample)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Left: darts over the whole rectangle, whatever you wrote. Right: your histogram fills the
# curve on both peaks, and your rate agrees with the area's share; a histogram that is flat, cut off at a height, or
# shifted is wrong.

# %% tags=["picture"]
from grader import pictures

pictures.rejection.draw(rejection_sample)


# %% [markdown]
# ## Importance sampling
#
# We want $\mathbb E_{Z \sim p}[f(Z)]$. We can evaluate $p$ but not draw from it; there is a **proposal
# distribution** $q$ that we can draw from and evaluate. Multiplying and dividing by $q$ turns the expectation under
# $p$ into one under $q$,
#
# $$\mathbb E_{Z \sim p}[f(Z)] = \int f(z)\,\frac{p(z)}{q(z)}\,q(z)\,dz
# \simeq \frac1S \sum_{s=1}^{S} w_s\, f(z_s), \qquad w_s = \frac{p(z_s)}{q(z_s)}, \quad z_s \sim q.$$
#
# Where $p$ is known only up to a constant, as a posterior is without its evidence, all weights are off by the same
# factor. The mean of the weights estimates that factor, and dividing by it gives the **self-normalised** estimator
#
# $$\mathbb E_{Z \sim p}[f(Z)] \simeq \frac{\sum_s w_s\, f(z_s)}{\sum_s w_s}.$$
#
# When a few weights are much larger than the rest, the estimate rests on a few samples. Kish's **effective sample
# size** says how many equally weighted ones would be as good:
#
# $$S_\text{eff} = \frac{\left(\sum_s w_s\right)^2}{\sum_s w_s^2}, \qquad 1 \le S_\text{eff} \le S.$$
#
# **The support condition.** $\mathrm{supp}(p) \subseteq \mathrm{supp}(q)$: the proposal must be able to reach every
# $z$ with $p(z) > 0$. Where it cannot, that part of the integral is left out without any warning: the weights of the
# samples that *are* drawn may all look healthy.
#
# > **Note on the slide.** The slide starts from $L(Z)$, ends with $f$, and uses $L$ again for the number of samples;
# > it also writes the sum as equal to the integral. Above, $f$ is the function throughout, $S$ the number of
# > samples, and the sum is an estimate; see Bishop, PRML, section 11.1.4, also for the self-normalised estimator.
#
# **Exercise** `importance` (2 points). Write `importance_estimate`, which returns one of the two estimates and, with
# either, the effective sample size. The densities come as logarithms, and these can be far from zero: in hundreds of
# dimensions $\log p = -1000$ is common, and $e^{-1000}$ is 0 for a computer.
#
# <details><summary>Hint</summary>
#
# Subtract the logarithms before you exponentiate. In which of the three formulas does a common factor of the
# weights cancel? There it can be chosen so that nothing overflows.
#
# </details>

# %% grade_id="importance"
def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    """Estimate an expectation under a target density from samples of a proposal density.

    Parameters
    ----------
    f : callable
        The function whose expectation is wanted: takes samples, returns an array of shape (S,).
    log_target : callable
        Logarithm of the target's density p, in nats, for each sample, shape (S,); -inf where p is zero. With
        `self_normalize` it may lack an additive constant.
    log_proposal : callable
        Logarithm of the proposal's density q, in nats, for each sample, shape (S,); normalised.
    samples : array of shape (S,) or (S, D), float64
        Independent draws from q; at least one.
    self_normalize : bool
        False: the mean of weight times f. True: the same with weights that are divided by their sum.

    Returns
    -------
    estimate : float
        The estimate of E_p[f], in the unit of f.
    effective_sample_size : float
        Kish's effective sample size, between 1 and S; unchanged by a constant factor of p.

    Raises
    ------
    ValueError
        If `samples` is empty or holds NaN; the message names the argument.

    Example
    -------
    Weights of (0.5, 1.5) at samples where f is (2, 4) give the estimate 3.5 either way, and the effective sample
    size 1.6.
    """
    ### BEGIN SOLUTION
    samples = np.asarray(samples, float)
    if samples.size == 0 or np.isnan(samples).any():
        raise ValueError("samples must hold at least one sample, and no NaN")
    values = np.asarray(f(samples))
    log_weights = np.asarray(log_target(samples)) - np.asarray(log_proposal(samples))
    scaled = np.exp(log_weights - log_weights.max())
    if self_normalize:
        estimate = np.sum(scaled * values) / np.sum(scaled)
    else:
        estimate = np.mean(np.exp(log_weights) * values)
    return estimate, np.sum(scaled) ** 2 / np.sum(scaled**2)
    ### END SOLUTION

# %% grade_id="importance__visible" points=0.5
# Four values with a uniform proposal, and a target whose logarithm lacks a large constant.
from grader import checks

checks.importance.check(importance_estimate)

# %% grade_id="importance__hidden" points=1
# Hidden: one and many dimensions, missing constants, samples where the target vanishes.
### BEGIN HIDDEN TESTS
from decimal import Decimal

import course_checks


def _oracle(f, log_target, log_proposal, samples, self_normalize):
    p, q = ([Decimal(float(value)).exp() for value in log(samples)] for log in (log_target, log_proposal))
    weights = [above / below for above, below in zip(p, q)]
    weighted = sum(weight * Decimal(float(value)) for weight, value in zip(weights, f(samples)))
    estimate = weighted / (sum(weights) if self_normalize else len(weights))
    return float(estimate), float(sum(weights) ** 2 / sum(weight * weight for weight in weights))


course_checks.importance.check_hidden(
    importance_estimate, _oracle, course_checks.reference("importance").importance_estimate, seed=2701
)
### END HIDDEN TESTS

# %% grade_id="importance__errors" points=0.5
# Hidden: bad arguments are refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.importance.check_errors(importance_estimate)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** Estimates of $\mathbb E[Z^2] = 1$ under a standard normal target, by the first
# estimator (`self_normalize` false). A proposal wider than the target
# must settle on the black line; if it does not, the weights are wrong. A narrow one jumps when a rare sample with a huge
# weight arrives, and its effective sample size is small. The proposal that draws positive numbers only settles on a
# wrong value, with an effective sample size that shows nothing of it. The self-normalised estimator would hide even
# that: $z^2$ is symmetric, so half of the target gives the right mean by luck, and a wrong one for $f(z) = z$.

# %% tags=["picture"]
from grader import pictures

pictures.importance.draw(importance_estimate)

# %% [markdown]
# Importance sampling can also make a hard expectation easy. How probable is a standard normal number above 4? Among 10,000
# draws from the target itself there is none, as a rule. The proposal $N(4, 1^2)$ puts half of its draws there, and the weights
# take care of the rest. Its effective sample size is small all the same: it counts how well $q$ stands in for $p$ everywhere, not
# how well it serves this one $f$.

# %% tags=["example"]
from grader.notebook import attempt

with attempt("The rare event"):
    print(f"exact: P(Z > 4) = {stats.norm.sf(4):.3e}")
    for centre in (0.0, 4.0):
        z = centre + np.random.default_rng(2).standard_normal(10_000)
        estimate, size = importance_estimate(
            lambda x: np.asarray(x) > 4, stats.norm.logpdf, stats.norm(centre, 1).logpdf, z, False
        )
        print(f"10,000 draws from N({centre:g}, 1^2): {estimate:.3e}, effective sample size {size:.1f}")


# %% [markdown]
# ## Markov chain Monte Carlo
#
# Rejection sampling throws a refused proposal away and starts afresh. A **Markov chain** keeps what it has found:
# it walks from a point $x$ to a nearby proposal $x' \sim q(x' \mid x)$, and decides by the density alone whether
# to go there. The **Metropolis-Hastings** algorithm goes there with probability
#
# $$a(x', x) = \min\left(1,\; \frac{p(x')}{p(x)} \cdot \frac{q(x \mid x')}{q(x' \mid x)}\right),$$
#
# and otherwise stays. Then $p(x)\,q(x' \mid x)\,a(x', x) = p(x')\,q(x \mid x')\,a(x, x')$: as much probability
# flows from $x$ to $x'$ as back (*detailed balance*), so a chain whose points have the density $p$ keeps it. A chain
# that starts elsewhere comes to it in time, if it can get everywhere, and its first points, the *burn-in*, are left out of
# averages. Neighbouring points are alike, so an average over $S$ of them has a larger error than
# $\sigma_f / \sqrt{S}$. Only ratios of $p$ occur, and its normalisation cancels, as the evidence $P(Y)$ does in a posterior.
#
# Three details make the difference between a right and a wrong chain:
#
# - densities of many observations underflow, so the ratio is taken between **logarithms**: draw
#   $u \sim U[0, 1]$ in every step and accept where $\log u < \log a$;
# - a **rejected step repeats the current point** in the chain: a point counts for as long as the chain stays there;
# - the second factor, Hastings', is one only where the proposal is symmetric, $q(x \mid x') = q(x' \mid x)$.
#
# > **Note on the slide.** Its steps are Metropolis' rule, which is right for a symmetric proposal; for any other,
# > $k = p(x') / p(x)$ is multiplied with $q(x \mid x') / q(x' \mid x)$. "Reject the sample" means that the current
# > point enters the chain once more. (Bishop, PRML, section 11.2.2.)
#
# **Exercise** `metropolis-hastings` (3 points). Write `metropolis_hastings`. The state is a number or a vector;
# `log_density`, `propose` and `log_proposal` are functions of one state.
#
# <details><summary>Hint</summary>
#
# Keep the current point and its log density in two variables and change both when, and only when, a proposal is
# accepted. `log_proposal(x_to, x_from)` is $\log q(x_\text{to} \mid x_\text{from})$: you need it once in each
# direction. A proposal of zero density has the log density $-\infty$, and the comparison refuses it by itself.
#
# </details>

# %% grade_id="metropolis-hastings"
def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    """Draw a Markov chain whose stationary density is proportional to exp(log_density).

    Parameters
    ----------
    log_density : callable
        Takes one state and returns its log density up to a constant, in nats; -inf where there is none.
    propose : callable
        `propose(x, rng)` returns a proposal x', a state of the same shape as x.
    log_proposal : callable
        `log_proposal(x_to, x_from)` returns log q(x_to | x_from) in nats; need not be symmetric.
    initial : float or array of shape (d,), float64
        The state from which the first step starts.
    n_steps : int
        Number of steps; each makes one proposal.
    rng : numpy.random.Generator
        The only source of randomness, for the proposals too.

    Returns
    -------
    chain : array of shape (n_steps,) or (n_steps, d)
        The state after each step, without `initial`; a rejected step repeats the state before it.
    acceptance_rate : float
        Accepted proposals divided by n_steps; an accepted proposal of the same point counts as accepted.

    Raises
    ------
    ValueError
        If the target has no density at `initial` (-inf), or `initial` holds NaN; the message names `initial`.

    Example
    -------
    On a flat log density with `propose(x, rng) = x + 1` and a log_proposal of zero, three steps from 0.0 give
    the chain (1, 2, 3) and the acceptance rate 1.0.
    """
    ### BEGIN SOLUTION
    x = np.array(initial, dtype=float)[()]  # [()] turns an array without axes into a number
    log_p = log_density(x)
    if np.isnan(x).any() or not log_p > -np.inf:
        raise ValueError(f"initial must be a point where the target has density, got {initial}")
    chain = np.empty((n_steps, *np.shape(x)))
    accepted = 0
    for step in range(n_steps):
        candidate = propose(x, rng)
        log_p_candidate = log_density(candidate)
        log_ratio = log_p_candidate - log_p + log_proposal(x, candidate) - log_proposal(candidate, x)
        if np.log(rng.random()) < log_ratio:
            x, log_p = candidate, log_p_candidate
            accepted += 1
        chain[step] = x
    return chain, accepted / n_steps
    ### END SOLUTION

# %% grade_id="metropolis-hastings__visible" points=0.75
# Chains whose every step is known, then chances of acceptance on rungs, three states and a flat target.
from grader import checks

checks.metropolis_hastings.check(metropolis_hastings)

# %% grade_id="metropolis-hastings__hidden" points=0.75
# Hidden: symmetric proposals, vectors, log densities far from zero, and a target with two peaks.
### BEGIN HIDDEN TESTS
from scipy import stats

import course_checks


def _oracle(x):
    return 0.4 * stats.norm.cdf(x, -1.0, 0.1) + 0.6 * stats.norm.cdf(x, 1.0, 1.0)


course_checks.metropolis_hastings.check_hidden(
    metropolis_hastings, _oracle, course_checks.reference("metropolis-hastings").metropolis_hastings, seed=2801
)
### END HIDDEN TESTS

# %% grade_id="metropolis-hastings__asymmetric" points=0.75
# Hidden: asymmetric proposals, on three states and on a target with two peaks.
### BEGIN HIDDEN TESTS
from fractions import Fraction

from scipy import stats

import course_checks


def transitions(densities, table):
    # The flow from i to j equals the flow back, and is as large as the proposals allow.
    p = [Fraction(str(value)) for value in densities]
    q = [[Fraction(str(value)) for value in row] for row in table]
    flow = [[min(p[i] * q[i][j], p[j] * q[j][i]) for j in range(len(p))] for i in range(len(p))]
    moves = [[0 if i == j else flow[i][j] / p[i] for j in range(len(p))] for i in range(len(p))]
    return [[float(1 - sum(moves[i]) if i == j else moves[i][j]) for j in range(len(p))] for i in range(len(p))]


def _oracle(x):
    return 0.4 * stats.norm.cdf(x, -1.0, 0.1) + 0.6 * stats.norm.cdf(x, 1.0, 1.0)


course_checks.metropolis_hastings.check_asymmetric(
    metropolis_hastings,
    transitions,
    _oracle,
    course_checks.reference("metropolis-hastings").metropolis_hastings,
    seed=2811,
)
### END HIDDEN TESTS

# %% grade_id="metropolis-hastings__errors" points=0.75
# Hidden: a start where the target has no density is refused by name.
### BEGIN HIDDEN TESTS
import course_checks

course_checks.metropolis_hastings.check_errors(metropolis_hastings)
### END HIDDEN TESTS

# %% [markdown]
# **What you should see.** The proposals drift upwards by 0.5, so this chain needs Hastings' factor. Left: after a few
# steps down from the start at 4, plateaus where the chain stays. Right: a histogram that follows both peaks. A
# histogram that leans upwards, or a chain that never stands still, is wrong.

# %% tags=["picture"]
from grader import pictures

pictures.metropolis_hastings.draw(metropolis_hastings)

# %% [markdown]
# How far should a proposal step? For a standard normal target, timid steps are nearly always accepted and bold ones rarely, yet both
# explore slowly: neighbours in the chain are nearly the same. The last column is their correlation.

# %% tags=["example"]
from grader.notebook import attempt

with attempt("Three step sizes"):
    print("scale   acceptance rate   correlation of neighbours")
    for scale in (0.1, 2.4, 50.0):
        chain, rate = metropolis_hastings(
            lambda x: -0.5 * x * x,
            lambda x, rng: x + scale * rng.standard_normal(),
            lambda x_to, x_from: 0.0,
            0.5,
            5000,
            np.random.default_rng(3),
        )
        chain = np.asarray(chain)
        print(f"{scale:5.1f}   {rate:15.2f}   {np.corrcoef(chain[1:], chain[:-1])[0, 1]:25.2f}")


# %% [markdown]
# ## The curse of dimensionality
#
# This section is not graded: there is nothing to write, only two pictures to read.
#
# In one dimension rejection sampling wastes some of the darts. In $d$ dimensions the waste multiplies. A ball of radius 1
# fills $\pi^{d/2} / \big(2^d\,\Gamma(d/2 + 1)\big)$ of the cube around it: 79 % of the square, 52 % of the cube,
# 0.25 % in ten dimensions. A density that is a product of $d$ factors is accepted with the product of $d$ acceptance
# rates. So the price of one sample grows exponentially in $d$ for such a density, and faster for the ball. (Bishop, PRML, section 1.4.)

# %% tags=["picture"]
# The lines are exact, the marks simulated. The normal density loses one factor a dimension, a straight line; the ball loses
# a larger one each time. The marks scatter where few darts are left, and end where none is.
from grader import pictures

pictures.high_dimensions.draw_rejection()

# %% [markdown]
# A Markov chain moves in small steps and does not need to hit the target from nowhere. It has a curse of its own:
# in high dimensions nearly all of a normal prior's mass lies in a thin shell, and a random walk
# $x' = x + \beta\,\xi$ with $\xi \sim N(0, I)$ steps out of it, more surely the larger $d$ is. To keep accepting, its
# step $\beta$ must shrink like $1/\sqrt{d}$ (Roberts, Gelman and Gilks 1997), and the chain crawls.
#
# The **preconditioned Crank-Nicolson** proposal (pCN; Cotter, Roberts, Stuart and White 2013), which the lecture
# mentions, changes one factor. For a prior $N(0, I)$ on $x$ and a likelihood $L(x)$ it proposes
#
# $$x' = \sqrt{1 - \beta^2}\;x + \beta\,\xi, \qquad \xi \sim N(0, I).$$
#
# A draw from the prior stays a draw from the prior under this step. With Hastings' factor the prior and the proposal
# cancel, and the acceptance probability is $\min\big(1, L(x') / L(x)\big)$: where the data inform a few directions
# only, $d$ does not enter. It is no cure for a likelihood that is sharp in many directions.
#
# The picture runs your `metropolis_hastings` with both proposals and one step size, $\beta = 0.5$, on a posterior
# with a standard normal prior and a likelihood between 0.2 and 1.

# %% tags=["picture"]
# Right: the random walk's acceptance rate falls to zero, that of pCN stays where it is at every dimension.
from grader import pictures

pictures.high_dimensions.draw_chains(metropolis_hastings)

# %% [markdown]
# ## What comes next
#
# Every method of this notebook trades something. Inverse transform sampling is exact where a quantile function exists,
# rejection sampling where a low ceiling does; importance sampling needs a proposal that covers the target; a Markov
# chain needs only ratios of the density, and time. None of them returns the posterior of a large model quickly.
#
# The second notebook takes the other road: choose a family of simple densities $q_\phi(\theta)$, and *optimise*
# $\phi$ until $q_\phi$ is as close to the posterior $P(\theta \mid Y)$ as the family allows.


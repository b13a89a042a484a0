"""No global seed is touched, and the same generator gives the same numbers."""

import numpy as np
import pytest
import torch

from course_checks.solutions import reference
from tools.course.trials import exercises, try_implementation


@pytest.mark.parametrize("exercise", exercises())
def test_checks_and_reference_leave_global_generators_alone(exercise):
    """Neither NumPy's nor torch's global generator moves while an exercise is judged."""
    np.random.seed(1)  # noqa: NPY002
    torch.manual_seed(1)
    before = np.random.get_state()[1].copy(), np.random.get_state()[2], torch.get_rng_state().clone()  # noqa: NPY002
    try_implementation(exercise)
    after = np.random.get_state()[1], np.random.get_state()[2], torch.get_rng_state()  # noqa: NPY002
    assert np.array_equal(before[0], after[0])
    assert before[1] == after[1]
    assert torch.equal(before[2], after[2])


def test_a_verdict_does_not_depend_on_global_generators():
    """A sampling exercise gets the same gates, to the digit, whatever the global seeds are."""
    observed = []
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002
        torch.manual_seed(seed)
        results = try_implementation("metropolis-hastings")
        observed.append([gate.observed for result in results for gate in result.gates])
    assert observed[0] == observed[1]
    assert len(observed[0]) > 10


def test_two_fits_with_one_seed_are_equal_and_two_seeds_differ():
    """The reference's fit draws all its noise from the generator that it is handed."""
    fit = reference("train").fit_mean_field

    def elbo(mu, rho, eps):
        return -((mu + eps * rho) ** 2).sum(-1).mean()

    def run(seed):
        generator = torch.Generator().manual_seed(seed)
        return fit(elbo, torch.ones(3), torch.ones(3), 20, 0.1, 4, generator)[0]

    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))

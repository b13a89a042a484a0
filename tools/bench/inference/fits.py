"""The solution's fit as a contender.

A contender is built from the problem and the settings; what that takes is reported apart. Its `run(seed)`
returns looks at q, each a tuple: step, seconds of processor time and on the wall until then, mean and
standard deviation of each weight. The seconds are those of optimisation; looking is not in them.
"""

import numpy as np

from course_checks.solutions import reference
from grader.experiments import sparse_product
from tools.bench.inference.clock import Clock

__all__ = ["Reference"]


class Reference:
    """The solution's `fit_mean_field`, `elbo_monte_carlo`, `log_joint`; or the last with a sparse product."""

    def __init__(self, problem, settings, sparse=False):
        import torch

        self.settings = settings
        self.torch = torch
        torch.set_num_threads(1)
        self.fit = reference("train").fit_mean_field
        self.elbo = reference("elbo").elbo_monte_carlo
        x, y = torch.as_tensor(problem.features), torch.as_tensor(problem.labels)
        log_joint, log_prior = reference("log-joint").log_joint, reference("log-prior").log_prior
        if sparse:
            # log P(y | theta) is log sigmoid of the logit for spam and of its negative for ham.
            margins = sparse_product(problem.features * (2 * problem.labels - 1)[:, None])
            log_sigmoid = torch.nn.functional.logsigmoid

            def joint(theta):
                return log_sigmoid(margins(theta.T)).sum(0) + log_prior(theta, settings.prior_scale)
        else:

            def joint(theta):
                return log_joint(theta, x, y, settings.prior_scale)

        self.joint, self.size = joint, x.shape[1]
        self._fit(3, 0, self._elbo)

    def run(self, seed):
        """Fit once, looking at q through the ELBO that the fit is handed."""
        looks, clock = [], Clock()

        def watched(mu, rho, eps):
            if watched.step % self.settings.every == 0:
                spent = clock.stop()
                looks.append((watched.step, *spent, *self._plain(mu, rho)))
                clock.start()
            watched.step += 1
            return self._elbo(mu, rho, eps)

        watched.step = 0
        clock.start()
        mu, rho, _ = self._fit(self.settings.n_steps, seed, watched)
        looks.append((watched.step, *clock.stop(), *self._plain(mu, rho)))
        return looks

    def _elbo(self, mu, rho, eps):
        return self.elbo(mu, rho, self.joint, eps)

    def _fit(self, n_steps, seed, elbo):
        torch, settings = self.torch, self.settings
        mu = torch.zeros(self.size, dtype=torch.float64)
        rho = torch.full_like(mu, np.log(np.expm1(settings.start_scale)))
        generator = torch.Generator().manual_seed(seed)
        return self.fit(elbo, mu, rho, n_steps, settings.learning_rate, settings.n_samples, generator)

    def _plain(self, mu, rho):
        sigma = self.torch.nn.functional.softplus(rho.detach())
        return mu.detach().numpy().copy(), sigma.numpy().copy()

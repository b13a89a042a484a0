"""The peers: the same fit by Pyro's and by NumPyro's SVI, and a chain of NumPyro's NUTS.

The contract of a contender is in `fits`.
"""

import numpy as np

from grader.experiments import sparse_product
from tools.bench.inference.clock import Clock

__all__ = ["Numpyro", "Nuts", "Pyro"]


class Pyro:
    """Pyro's SVI with AutoNormal in its fastest setting: samples in one batch, its own validation off."""

    def __init__(self, problem, settings, sparse=False):
        import pyro
        import torch

        torch.set_num_threads(1)
        torch.set_default_dtype(torch.float64)
        pyro.enable_validation(False)
        self.pyro, self.settings = pyro, settings
        x, self.y = torch.as_tensor(problem.features), torch.as_tensor(problem.labels)
        product = sparse_product(problem.features)
        distributions, size = pyro.distributions, x.shape[1]

        def model(labels):
            theta = pyro.sample(
                "theta", distributions.Normal(0.0, settings.prior_scale).expand([size]).to_event(1)
            )
            # A batch of samples has shape (S, 1, D): the middle axis is the messages'.
            flat = theta.reshape(-1, size)
            logits = (product(flat.T).T if sparse else flat @ x.T).reshape(*theta.shape[:-2], len(labels))
            with pyro.plate("messages", len(labels)):
                pyro.sample("labels", distributions.Bernoulli(logits=logits), obs=labels)

        self.model = model
        svi, _ = self._svi(0)
        for _ in range(3):
            svi.step(self.y)

    def run(self, seed):
        """Fit once."""
        svi, guide = self._svi(seed)
        looks, clock = [self._look(0, np.zeros(2), guide)], Clock()
        for step in range(1, self.settings.n_steps + 1):
            svi.step(self.y)
            if step % self.settings.every == 0:
                looks.append(self._look(step, clock.stop(), guide))
                clock.start()
        return looks

    def _svi(self, seed):
        from pyro.infer import SVI, Trace_ELBO
        from pyro.infer.autoguide import AutoNormal, init_to_mean

        self.pyro.clear_param_store()
        self.pyro.set_rng_seed(seed)
        settings = self.settings
        guide = AutoNormal(self.model, init_loc_fn=init_to_mean, init_scale=settings.start_scale)
        guide(self.y)
        loss = Trace_ELBO(settings.n_samples, max_plate_nesting=1, vectorize_particles=True)
        return SVI(self.model, guide, self.pyro.optim.Adam({"lr": settings.learning_rate}), loss), guide

    @staticmethod
    def _look(step, spent, guide):
        mu, sigma = guide.locs.theta, guide.scales.theta
        return (step, *spent, mu.detach().numpy().copy(), sigma.detach().numpy().copy())


class Numpyro:
    """NumPyro's SVI with AutoNormal, float64; `every` steps are one compiled loop."""

    def __init__(self, problem, settings, sparse=False):
        import jax
        import numpyro
        from numpyro.infer import SVI, Trace_ELBO, init_to_mean
        from numpyro.infer.autoguide import AutoNormal

        numpyro.enable_x64()
        self.jax, self.settings = jax, settings
        self.data = _jax_data(problem, sparse)
        model = numpyro_model(settings.prior_scale)
        guide = AutoNormal(model, init_loc_fn=init_to_mean, init_scale=settings.start_scale)
        loss = Trace_ELBO(num_particles=settings.n_samples)
        self.svi = SVI(model, guide, numpyro.optim.Adam(settings.learning_rate), loss)

        def block(state, *data):
            return jax.lax.scan(lambda s, _: self.svi.update(s, *data), state, length=settings.every)[0]

        state = self.svi.init(jax.random.PRNGKey(0), *self.data)
        self.block = jax.jit(block).lower(state, *self.data).compile()
        jax.block_until_ready(self.block(state, *self.data))

    def run(self, seed):
        """Fit once."""
        state = self.svi.init(self.jax.random.PRNGKey(seed), *self.data)
        looks, clock = [self._look(0, np.zeros(2), state)], Clock()
        for step in range(self.settings.every, self.settings.n_steps + 1, self.settings.every):
            state = self.jax.block_until_ready(self.block(state, *self.data))
            looks.append(self._look(step, clock.stop(), state))
            clock.start()
        return looks

    def _look(self, step, spent, state):
        q = self.svi.get_params(state)
        return (step, *spent, np.array(q["theta_auto_loc"]), np.array(q["theta_auto_scale"]))


def _jax_data(problem, sparse):
    from jax import numpy
    from jax.experimental.sparse import BCOO

    features, labels = numpy.asarray(problem.features), numpy.asarray(problem.labels)
    return (BCOO.fromdense(features) if sparse else features), labels


def numpyro_model(prior_scale):
    """Return the model for NumPyro, a function of features and labels."""
    import numpyro
    from numpyro import distributions

    def model(features, labels):
        prior = distributions.Normal(0.0, prior_scale).expand([features.shape[1]]).to_event(1)
        theta = numpyro.sample("theta", prior)
        with numpyro.plate("messages", features.shape[0]):
            numpyro.sample("labels", distributions.Bernoulli(logits=features @ theta), obs=labels)

    return model


class Nuts:
    """A chain of NumPyro's NUTS on the exact posterior, float64."""

    def __init__(self, problem, settings, n_warmup=1000, n_draws=3000, block=250):
        import jax
        import numpyro

        numpyro.enable_x64()
        self.jax, self.block, self.n_blocks = jax, block, n_draws // block
        self.data = _jax_data(problem, sparse=False)
        kernel = numpyro.infer.NUTS(numpyro_model(settings.prior_scale))
        self.chain = numpyro.infer.MCMC(kernel, num_warmup=n_warmup, num_samples=block, progress_bar=False)

    def run(self, seed, report=lambda done: None):
        """Return draws (n_draws, D), the number of divergent ones, and the mean number of leapfrog steps."""
        chain, fields = self.chain, ("diverging", "num_steps")
        chain.warmup(self.jax.random.PRNGKey(seed), *self.data, extra_fields=fields)
        draws, diverging, steps = [], 0, []
        for block in range(self.n_blocks):
            report((block + 1) / (self.n_blocks + 1))
            chain.post_warmup_state = chain.last_state
            chain.run(chain.post_warmup_state.rng_key, *self.data, extra_fields=fields)
            draws.append(np.array(chain.get_samples()["theta"]))
            extra = chain.get_extra_fields()
            diverging += int(extra["diverging"].sum())
            steps.append(float(extra["num_steps"].mean()))
        return np.concatenate(draws), diverging, float(np.mean(steps))

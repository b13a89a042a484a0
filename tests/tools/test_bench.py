"""The bench: its ruler, its sums and its file; the peers themselves where they are installed."""

import importlib.util
import json
from dataclasses import replace
from io import StringIO
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from rich.console import Console
from scipy import stats

from grader.experiments import ITERATIONS, mean_field, sparse_product
from tools.bench import BenchError, bench, run
from tools.bench.inference import quality, workers
from tools.bench.inference.problem import SETTINGS, exact_elbo, within
from tools.bench.inference.quality import METRICS, STOPS, agreement, methods, r_hat
from tools.bench.inference.speed import RACERS, speedups, summary
from tools.bench.inference.workers import Worker, require_peers


@pytest.fixture
def small():
    """Return features, labels and a factorised normal over three weights."""
    rng = np.random.default_rng(0)
    features = (rng.random((12, 3)) < 0.5).astype(float)
    labels = (rng.random(12) < 0.4).astype(float)
    return features, labels, np.array([0.5, -1.0, 0.2]), np.array([0.4, 1.1, 0.7])


def test_exact_elbo_is_what_brute_monte_carlo_estimates(small):
    """The quadrature lies within five standard errors of the mean of log joint minus log q over samples."""
    features, labels, mu, sigma = small
    theta = mu + sigma * np.random.default_rng(1).standard_normal((200_000, 3))
    probability = 1 / (1 + np.exp(-theta @ features.T))
    log_joint = stats.bernoulli(probability).logpmf(labels).sum(1) + stats.norm(0, 2).logpdf(theta).sum(1)
    values = log_joint - stats.norm(mu, sigma).logpdf(theta).sum(1)
    error = values.std() / np.sqrt(len(values))
    assert error < 0.01
    assert abs(values.mean() - exact_elbo(mu, sigma, features, labels, 2.0)) < 5 * error


def test_exact_elbo_is_largest_at_the_optimum(small):
    """At the optimal factorised normal it is the optimum that the experiments report, and less around it."""
    features, labels, _, _ = small
    mu, sigma, optimum = mean_field(features, labels, 2.0)
    assert exact_elbo(mu, sigma, features, labels, 2.0) == pytest.approx(optimum, abs=1e-6)
    for shift in np.eye(3) * 0.1:
        assert exact_elbo(mu + shift, sigma, features, labels, 2.0) < optimum
        assert exact_elbo(mu, sigma * np.exp(shift), features, labels, 2.0) < optimum


def test_within_finds_the_first_look_close_enough():
    """The first ELBO less than the tolerance below the optimum counts, also where later ones fall back."""
    assert within([-30, -16, -14.9, -20, -11], -10, 5) == 2
    assert within([-30, -15], -10, 5) is None


def test_sparse_product_is_the_dense_one(small):
    """Product and gradient are those of the matrix product, for any number of samples."""
    features = torch.as_tensor(small[0])
    product = sparse_product(small[0])
    for samples in (1, 4):
        weights = torch.randn(3, samples, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
        weights.requires_grad_()
        assert torch.allclose(product(weights), features @ weights)
        assert torch.autograd.gradcheck(product, (weights,))


def test_summary_takes_medians_over_runs():
    """Of three runs, one of which never gets there, the slower of the two others is the median."""
    settings = replace(SETTINGS, tolerance=5.0)
    curves = [
        [(0, 0.0, 0.0, -90.0), (10, 1.0, 2.0, -13.0), (20, 2.0, 4.0, -11.0)],
        [(0, 0.0, 0.0, -90.0), (10, 1.5, 3.0, -20.0), (20, 3.0, 6.0, -12.0)],
        [(0, 0.0, 0.0, -90.0), (10, 1.0, 2.0, -80.0), (20, 4.0, 8.0, -70.0)],
    ]
    found = summary(curves, -10.0, settings)
    assert (found["seconds"], found["wall_seconds"], found["steps"]) == (3.0, 6.0, 20.0)
    assert found["seconds_by_run"] == [1.0, 3.0, None]
    assert found["milliseconds_a_step"] == pytest.approx(150.0)
    assert found["last_gap"] == pytest.approx(2.0)


def test_summary_of_runs_that_never_end_is_none():
    """Where most runs do not get there no time is claimed, and no ratio."""
    never = summary([[(0, 0.0, 0.0, -90.0), (10, 1.0, 1.0, -80.0)]], -10.0, SETTINGS)
    there = summary([[(0, 0.0, 0.0, -90.0), (10, 2.0, 2.0, -10.0)]], -10.0, SETTINGS)
    assert never["seconds"] is None
    assert speedups({"reference": there, "pyro": never, "numpyro": there}) == {
        "reference": {"pyro": None, "numpyro": 1.0}
    }


def _study(rng):
    path = {metric: rng.random((5, len(ITERATIONS))) for metric in METRICS}
    table = {name: {m: rng.random(5) for m in METRICS} for name in ("MAP", "plug-in", "averaging")}
    return SimpleNamespace(path=path, table=table)


def _methods(monkeypatch):
    made = _study(np.random.default_rng(3))
    monkeypatch.setattr(quality, "study", lambda *a, **k: made)
    functions = SimpleNamespace(bag_of_words=None, expected_calibration_error=None)
    monkeypatch.setattr(quality, "reference", lambda grade_id: functions)
    return made, methods(SETTINGS)


def test_methods_average_the_splits_and_pair_the_differences(monkeypatch):
    """A score is the mean over splits; a difference from averaging has its paired standard error."""
    made, found = _methods(monkeypatch)
    assert list(found) == [*(f"maximum_likelihood_{s}" for s in STOPS), "map", "plug_in", "averaging"]
    early = made.path["nll"][:, ITERATIONS.index(STOPS[0])]
    assert found[f"maximum_likelihood_{STOPS[0]}"]["nll"] == pytest.approx(early.mean())
    difference = made.table["plug-in"]["ece"] - made.table["averaging"]["ece"]
    pair = found["plug_in"]["minus_averaging"]["ece"]
    assert pair["mean"] == pytest.approx(difference.mean())
    assert pair["se"] == pytest.approx(stats.sem(difference))
    assert found["averaging"]["minus_averaging"]["mcc"] == {"mean": 0.0, "se": 0.0}


def test_agreement_of_a_normal_with_its_own_draws():
    """Draws of q itself agree with it up to noise; a q twice as wide has a ratio of two."""
    rng = np.random.default_rng(4)
    mu, sigma = np.array([1.0, -2.0]), np.array([0.5, 1.5])
    draws = mu + sigma * rng.standard_normal((2, 20_000, 2))
    features, labels = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), np.array([1, 0, 0])
    same = agreement(draws, mu, sigma, features, labels)
    assert same["mean_abs_difference"] < 0.005
    assert same["sd_ratio"] == pytest.approx(1.0, abs=0.02)
    assert same["nll"] == pytest.approx(same["nll_mean_field"], abs=0.02)
    assert same["r_hat_max"] == pytest.approx(1.0, abs=0.001)
    assert agreement(draws, mu, 2 * sigma, features, labels)["sd_ratio"] == pytest.approx(2.0, abs=0.04)


def test_agreement_tells_the_weight_whose_spread_is_told_worst():
    """Of 21 weights q has 19 right, the first at half its width, the last at a third: a median hides both."""
    sigma = np.linspace(0.5, 1.5, 21)
    draws = np.array([[sigma, -sigma, sigma, -sigma]])
    truth = np.sqrt(4 / 3) * sigma
    ratios = np.array([1 / 2, *[1.0] * 19, 1 / 3])
    found = agreement(draws, np.zeros(21), truth * ratios, np.ones((1, 21)), np.ones(1))
    assert found["sd_ratio"] == pytest.approx(1.0)
    assert found["sd_ratio_range"] == pytest.approx({"min": 1 / 3, "5 %": 1 / 2, "95 %": 1.0, "max": 1.0})
    assert found["last_sd"] == pytest.approx({"mean_field": truth[-1] / 3, "draws": truth[-1]})


def test_agreement_by_hand():
    """Logits of -log 3, 0, 0 and log 3 have the mean probability 1/2; a certain q gives 1/2 or 3/4."""
    draws = np.array([[[-np.log(3)], [0.0], [0.0], [np.log(3)]]])
    near = agreement(draws, np.zeros(1), np.full(1, 1e-9), np.ones((1, 1)), np.ones(1))
    assert near["mean_abs_difference"] == pytest.approx(0.0, abs=1e-9)
    assert near["half_difference"] == pytest.approx(0.25)
    assert near["nll"] == pytest.approx(np.log(2))
    far = agreement(draws, np.full(1, np.log(3)), np.full(1, 1e-9), np.ones((1, 1)), np.ones(1))
    assert far["max_abs_difference"] == pytest.approx(0.25)
    assert far["mean_difference_in_sd"] == pytest.approx(np.sqrt(1.5))


def test_r_hat_by_hand():
    """Halves 0, 2 and 10, 12 have variance 2 within and 50 between, hence the root of 1/2 + 25."""
    assert r_hat(np.array([[[0.0], [2.0], [10.0], [12.0]]])) == pytest.approx([np.sqrt(0.5 + 25)])


def _race():
    rows = {name: summary([[(10, 1.0, 1.0, 0.0)]], 0.0, SETTINGS) | {"setup_seconds": 1.0} for name in RACERS}
    rows["pyro"] |= {"seconds": 4.0}
    rows["pyro_sparse"] |= {"seconds": 3.0}
    return {"optimum": 0.0, "contenders": rows}


@pytest.fixture
def canned(monkeypatch):
    """Replace what takes minutes by results that are made up."""
    chains = {"chains": 2, "draws_a_chain": 2, "divergent": 0, "leapfrog_steps": 7.0}
    draws = np.random.default_rng(5).standard_normal((2, 4, 1))
    close = agreement(draws, np.zeros(1), np.ones(1), np.ones((1, 1)), np.ones(1))
    found = _methods(monkeypatch)[1]
    monkeypatch.setattr(run, "methods", lambda settings: found)
    monkeypatch.setattr(run, "nuts", lambda settings, report: {**close, **chains})
    monkeypatch.setattr(run, "race", lambda settings, repeats, report: _race())
    monkeypatch.setattr(run, "require_peers", lambda: None)
    monkeypatch.setattr(run, "versions", lambda: {"torch": "0"})


def test_the_file_has_the_keys_that_are_promised(canned, tmp_path):
    """The file holds ratios, scores and the comparison with NUTS under `vi`; the tables are printed."""
    text = StringIO()
    bench(tmp_path, Console(file=text, width=200))
    vi = json.loads((tmp_path / "build" / "bench.json").read_text())["vi"]
    assert vi["speedup_vs_pyro"] == 4.0
    assert vi["speedup_vs_pyro_sparse"] == 3.0
    assert vi["speedup_vs_numpyro"] == 1.0
    assert {"mean_abs_difference", "sd_ratio", "sd_ratio_range", "last_sd"} <= set(vi["nuts"])
    for scores in vi["methods"].values():
        assert {"nll", "accuracy", "mcc", "ece", "blocked_ham"} <= set(scores)
    assert set(vi["seconds"]) == set(run.PARTS)
    for words in ("plug in", "averaging", "pyro, sparse", "numpyro", "sd ratio", "sd of the bias"):
        assert words in text.getvalue()


def test_a_part_measured_alone_leaves_the_others_in_the_file(canned, tmp_path):
    """What other parts, or other benches, have written stays."""
    path = tmp_path / "build" / "bench.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"vi": {"nuts": {"sd_ratio": 7}, "seconds": {"nuts": 1.0}}, "other": 1}))
    bench(tmp_path, Console(file=StringIO()), only="quality")
    held = json.loads(path.read_text())
    assert held["other"] == 1
    assert held["vi"]["nuts"] == {"sd_ratio": 7}
    assert set(held["vi"]["seconds"]) == {"nuts", "quality"}
    assert "methods" in held["vi"]
    assert "speed" not in held["vi"]


def test_an_unknown_part_is_refused(tmp_path):
    """A part that does not exist is named, with those that do."""
    with pytest.raises(ValueError, match="only must be among quality, nuts, speed, got 'sped'"):
        bench(tmp_path, Console(file=StringIO()), only="sped")


def test_a_missing_peer_ends_with_the_remedy(monkeypatch, tmp_path):
    """Without a peer one line says which is missing and what to install, before anything is measured."""
    monkeypatch.setattr(workers.importlib.util, "find_spec", lambda name: None if name == "numpyro" else 1)
    with pytest.raises(BenchError, match=r"^bench needs numpyro: .*pip install -e '.\[bench\]'$"):
        require_peers()
    with pytest.raises(BenchError):
        bench(tmp_path, Console(file=StringIO()))
    assert not (tmp_path / "build").exists()


def test_a_contender_that_fails_says_why():
    """What a process died of is the error's last words, in one line."""
    with Worker("nonsense", replace(SETTINGS, n_terms=5)) as worker:
        with pytest.raises(BenchError, match=r"^the run of nonsense failed: KeyError: 'nonsense'$"):
            worker.hear()


@pytest.mark.parametrize("name", ["reference", "reference_sparse", "pyro_sparse", "numpyro_sparse"])
def test_a_contender_climbs_to_the_optimum(name):
    """On twenty terms each contender starts at the given q and gets within 5 nats, with ascending seconds."""
    peer = name.partition("_")[0]
    if peer != "reference" and importlib.util.find_spec(peer) is None:
        pytest.skip(f"{peer} is not installed: pip install -e '.[bench]'")
    settings = replace(SETTINGS, n_terms=20, n_steps=400, every=100, learning_rate=0.1)
    problem = workers.load_problem(settings)
    with Worker(name, settings) as worker:
        assert worker.hear()[0] == "ready"
        worker.tell(0)
        looks = worker.result()
    assert [look[0] for look in looks] == [0, 100, 200, 300, 400]
    assert np.all(np.diff([look[1] for look in looks]) > 0)
    assert looks[0][3] == pytest.approx(np.zeros(21), abs=1e-12)
    assert looks[0][4] == pytest.approx(np.ones(21))
    optimum = mean_field(problem.features, problem.labels, settings.prior_scale)[2]
    reached = exact_elbo(*looks[-1][3:], problem.features, problem.labels, settings.prior_scale)
    assert optimum - 5 < reached <= optimum

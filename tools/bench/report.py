"""What the bench prints."""

from rich import box
from rich.table import Table

from tools.bench.inference.quality import METRICS

__all__ = ["print_report"]

_HEADS = {
    "nll": ("NLL, nats", 1, 4),
    "accuracy": ("accuracy, %", 100, 2),
    "mcc": ("MCC", 1, 3),
    "ece": ("ECE, %", 100, 2),
    "blocked_ham": ("blocked ham", 1, 1),
}


def print_report(found, console):
    """Print the tables of the parts that were measured."""
    if "methods" in found:
        console.print(_methods_table(found["methods"]))
    if "nuts" in found:
        console.print(_nuts_table(found["nuts"]))
    if "speed" in found:
        console.print(_speed_table(found["speed"], found["settings"]))
        for name, ratio in found["speed"]["ratios"]["reference_sparse"].items():
            form = name.replace("_sparse", ", given the same sparse product,")
            console.print(f"{form} takes {_number(ratio)} times as long as the fit with the sparse product")


def _methods_table(methods):
    table = Table(
        "method",
        title="Test scores, mean of the splits; below, minus averaging ± paired standard error",
        box=box.SIMPLE,
    )
    for metric in METRICS:
        table.add_column(_HEADS[metric][0], justify="right")
    for name, scores in methods.items():
        cells = []
        for metric in METRICS:
            _, unit, digits = _HEADS[metric]
            cell = f"{unit * scores[metric]:.{digits}f}"
            if name != "averaging":
                mean, error = (unit * scores["minus_averaging"][metric][key] for key in ("mean", "se"))
                cell += f"\n{mean:+.{digits}f} ± {error:.{digits}f}"
            cells.append(cell)
        table.add_row(name.replace("_", " "), *cells)
    return table


def _nuts_table(nuts):
    chains = f"{nuts['chains']} chains of {nuts['draws_a_chain']} draws"
    table = Table("compared", "value", title=f"The best factorised normal and NUTS, {chains}", box=box.SIMPLE)
    for key in ("mean_abs_difference", "max_abs_difference", "half_difference"):
        table.add_row(key.replace("_", " "), f"{nuts[key]:.4f}")
    for key in ("sd_ratio", "mean_difference_in_sd", "r_hat_max"):
        table.add_row(key.replace("_", " "), f"{nuts[key]:.3f}")
    table.add_row("sd ratio, range", ", ".join(f"{k} {v:.2f}" for k, v in nuts["sd_ratio_range"].items()))
    bias = nuts["last_sd"]
    table.add_row("sd of the bias: NUTS, mean-field", f"{bias['draws']:.2f}, {bias['mean_field']:.2f}")
    table.add_row("NLL of NUTS, of mean-field", f"{nuts['nll']:.4f}, {nuts['nll_mean_field']:.4f}")
    return table


def _speed_table(speed, settings):
    title = (
        f"Until {settings['tolerance']:g} nats below the best ELBO, {speed['optimum']:.2f} nats: one core, "
        f"{settings['n_samples']} samples a step, learning rate {settings['learning_rate']:g}, "
        f"median of {speed['repeats']} runs"
    )
    table = Table("contender", title=title, box=box.SIMPLE)
    heads = ("seconds", "range", "steps", "ms a step", "set-up, s", "last gap, nats")
    for head in (*heads, *(f"/ {name.replace('_', ', ')}" for name in speed["ratios"])):
        table.add_column(head, justify="right")
    for name, row in speed["contenders"].items():
        runs = [value for value in row["seconds_by_run"] if value is not None]
        cells = [
            _number(row["seconds"]),
            f"{min(runs):.2f}-{max(runs):.2f}" if runs else "never",
            _number(row["steps"], 0),
            _number(row["milliseconds_a_step"]),
            _number(row["setup_seconds"], 1),
            _number(row["last_gap"]),
        ]
        ratios = [_number(ratio.get(name), empty="") for ratio in speed["ratios"].values()]
        table.add_row(name.replace("_", ", "), *cells, *ratios)
    return table


def _number(value, digits=2, empty="never"):
    return empty if value is None else f"{value:.{digits}f}"

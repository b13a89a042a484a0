"""Measure the course's variational inference beside its peers: speed, quality, and agreement with NUTS."""

from tools.bench.run import bench
from tools.bench.workers import BenchError

__all__ = ["BenchError", "bench"]

"""Measure the course's variational inference beside its peers: speed, quality, and agreement with NUTS."""

from tools.bench.inference.workers import BenchError
from tools.bench.run import bench

__all__ = ["BenchError", "bench"]

"""Measure the course's variational inference beside its peers: speed, quality, and agreement with NUTS."""

from grader.bench.run import bench
from grader.bench.workers import BenchError

__all__ = ["BenchError", "bench"]

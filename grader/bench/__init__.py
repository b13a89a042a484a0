"""Measure the course's variational inference beside its peers: speed, quality, and agreement with NUTS."""

from .run import bench
from .workers import BenchError

__all__ = ["BenchError", "bench"]

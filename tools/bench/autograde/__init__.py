"""Measure automatic grading beside stock nbgrader: throughput, scores, overhead, growth with the class."""

from tools.bench.autograde.command import bench_autograde

__all__ = ["bench_autograde"]

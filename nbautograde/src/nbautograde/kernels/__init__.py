"""Students' kernels: forks of a process that has the course's imports loaded."""

"""Grading a class: submissions in parallel worker processes, one parent that writes the gradebook."""

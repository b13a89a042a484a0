"""Grading a class: what is left to do, what is kept, who writes the gradebook."""

"""Grades: from nbgrader's gradebook to a file and a table."""

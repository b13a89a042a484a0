"""nbgrader's plugins: collecting, late penalties, grades for other systems."""

"""Grade an nbgrader course: submissions in parallel, isolated, and every one of them to its end."""

"""The course: an assignment as plain data, submissions, and their files."""

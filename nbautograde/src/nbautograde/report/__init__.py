"""The report of a class for its instructor."""

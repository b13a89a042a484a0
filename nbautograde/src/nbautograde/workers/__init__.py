"""Worker processes: where they come from and what they do with a submission."""

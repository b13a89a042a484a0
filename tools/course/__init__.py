"""The course: building its notebooks, releasing, grading, packing them for students."""

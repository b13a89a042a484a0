"""The names of this course's assignment and its notebooks, for tools that are about them."""

__all__ = ["ASSIGNMENT", "FOUNDATIONS", "SPAM"]

ASSIGNMENT = "practical1"
FOUNDATIONS, SPAM = "foundations_of_bayes_theorem", "variational_inference_spam_detection"

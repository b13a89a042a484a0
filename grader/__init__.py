"""Checks, pictures and data for a course on approximate inference."""

__version__ = "0.1.0"

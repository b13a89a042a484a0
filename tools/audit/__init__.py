"""Measure how often checks fail right work and pass wrong work."""

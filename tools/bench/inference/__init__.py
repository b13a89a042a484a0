"""Fits of the second notebook's model: the reference beside Pyro and NumPyro."""

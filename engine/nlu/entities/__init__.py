"""Finds the values in a message: one kind of value a module."""

"""Printing what takes seconds, once."""

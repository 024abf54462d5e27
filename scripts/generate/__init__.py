"""Generators of data files and golden outputs, run by hand."""

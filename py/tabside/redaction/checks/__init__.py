"""Validate numbers: check digits, prefixes and lengths, by country and kind."""

"""Recognizers for dictated values: numbers and e-mail addresses in words."""

"""Recognizers for numbers with a known shape: identity, tax, bank, card and phone numbers."""

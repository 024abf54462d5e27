"""The normalized view of a text, aligned to the original."""

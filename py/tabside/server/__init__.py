"""Servers on CPython: `tabside proxy` between clients and language models, and `tabside serve` for other programs."""

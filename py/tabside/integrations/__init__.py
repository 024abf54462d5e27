"""Integrations with other data engines."""

"""Resolve detections against each other and the surrounding text."""

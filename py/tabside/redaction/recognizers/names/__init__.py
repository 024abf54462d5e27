"""Recognizers for names of people and places."""

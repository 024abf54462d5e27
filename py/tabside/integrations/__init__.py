"""tabside inside other people's engines."""

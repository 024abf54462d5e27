"""Pictures as pixels, and what decodes and encodes them."""

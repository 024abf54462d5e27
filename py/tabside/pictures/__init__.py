"""Pictures as pixels, and their decoders and encoders."""

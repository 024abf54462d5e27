"""Compare whole models with transformers and sentence-transformers; see __main__.py."""

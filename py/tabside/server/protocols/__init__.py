"""The proxy's knowledge of language models' APIs: which strings of a request are text, and how answers are restored."""

"""What the proxy knows of the APIs of language models: which strings of a request are text, how answers come back."""

"""Read and redact e-mail messages (RFC 5322, MIME)."""

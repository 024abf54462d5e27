"""PDFs of many programs, redacted and measured."""

"""Read and redact text formats: HTML, JSON, tables and the text of PDF files."""

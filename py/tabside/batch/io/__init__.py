"""Read and write where a batch job's files lie, and parse CSV and JSON lines."""

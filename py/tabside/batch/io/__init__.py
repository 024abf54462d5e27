"""Read and write a batch job's files, and parse CSV and JSON Lines."""

"""Read and write the rows of a batch job's files."""

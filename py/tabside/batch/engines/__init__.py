"""Run the partitions of a batch job: local processes or Ray."""

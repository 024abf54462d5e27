"""Plan a batch job: its inputs, their partitions, and the ledger of finished ones."""

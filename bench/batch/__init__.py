"""Benchmark of batch redaction: tabside's batch, Presidio's batch engine and a plain loop, on the same documents."""

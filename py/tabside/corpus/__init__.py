"""Search a corpus: passages embedded once, stored as plain numbers, searched exactly."""

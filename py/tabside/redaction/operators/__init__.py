"""Replace findings: placeholders, masks, hashes, encryption, surrogates, generalization."""

"""Unicode as Hugging Face `tokenizers` defines it: sets of code points, case, decomposition, grapheme clusters."""

"""Unicode as Hugging Face `tokenizers` sees it: sets of code points, case, decomposition, grapheme clusters."""

"""Pattern recognizers written as tables of data, each with positive and negative examples."""

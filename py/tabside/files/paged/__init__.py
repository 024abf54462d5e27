"""Files that consist of pages, opened for a review: what was found on them, how they look, and a reader's decisions."""

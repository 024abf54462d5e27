"""Model files on disk, for CPython: download, verification, the cache, remembered revisions."""

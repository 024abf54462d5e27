"""Describe the files of a model, without I/O: manifests, canaries, hub repositories, load plans."""

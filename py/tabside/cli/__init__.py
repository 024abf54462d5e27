"""What the command line can do, one file a group; tabside.cli puts them together."""

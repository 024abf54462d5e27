"""OpenDocument files: .odt, .ods, .odp and their templates."""

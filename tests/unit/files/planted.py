"""A seeded generator of Office, mail and table files, with invented data in every place that a file has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.unit.files.planted_office import docx_file, pptx_file, xlsx_file
from tests.unit.files.planted_opendocument import epub_file, odp_file, ods_file, odt_file
from tests.unit.files.planted_source import WORDS, Planted, Source
from tests.unit.files.planted_texts import csv_file, eml_file, html_file, json_file, yaml_file

__all__ = ["KINDS", "WORDS", "make"]

KINDS: Mapping[str, Callable[[Source], bytes]] = {
    "docx": docx_file, "xlsx": xlsx_file, "pptx": pptx_file, "eml": eml_file, "csv": csv_file,
    "odt": odt_file, "ods": ods_file, "odp": odp_file, "epub": epub_file,
    "xhtml": html_file, "json": json_file, "yaml": yaml_file,
}  # fmt: skip


def make(kind: str, seed: int) -> Planted:
    """Make a file of a kind; the same seed makes the same texts."""
    source = Source(seed)
    data = KINDS[kind](source)
    return Planted(f"planted.{kind}", data, frozenset(source.secrets))

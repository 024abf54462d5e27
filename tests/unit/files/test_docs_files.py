"""The tables of docs/files.md name what the code reads."""

from __future__ import annotations

import re
from pathlib import Path

from tabside.files.media_types import IN_PAGE, INSTEAD, MEDIA_TYPES

DOCS = (Path(__file__).parents[3] / "docs" / "files.md").read_text("utf-8")


def test_the_table_names_each_kind_once() -> None:
    rows = re.findall(r"^\| (`\.[^|]*)\|", DOCS, re.MULTILINE)
    named = [kind for row in rows for kind in re.findall(r"`\.([a-z0-9]+)`", row)]
    assert sorted(named) == sorted(MEDIA_TYPES)


def test_what_is_refused_is_not_read() -> None:
    assert not set(INSTEAD) & set(MEDIA_TYPES)
    assert set(IN_PAGE) <= set(MEDIA_TYPES)
    refused = re.findall(r"`\.([a-z]+)`", DOCS[DOCS.index("- `.doc`,") :].partition("refused")[0])
    assert set(refused) <= set(INSTEAD)

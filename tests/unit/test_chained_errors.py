"""No error is chained to one that holds the text of a user, as `object` of a `UnicodeDecodeError` does."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from tabside.errors import TabsideError
from tabside.files.opening import open_document
from tabside.files.text import decode_text
from tabside.redaction.policy.policy import Policy

SECRET = b"Ann Smith, 078-05-1120 \xff\x81"
CASES: dict[str, Callable[[], object]] = {
    "a text in no encoding": lambda: decode_text(SECRET),
    "a text of UTF-16 that is none": lambda: decode_text(b"\xff\xfe" + SECRET + b"\0\xd8"),
    "a text with zeros": lambda: decode_text(SECRET + b"\0"),
    "a policy": lambda: Policy.load(SECRET),
    "JSON": lambda: open_document(b'{"a": "' + SECRET, "a.json"),
    "TOML": lambda: open_document(b"a = " + SECRET.replace(b"\xff\x81", b""), "a.toml"),
    "XML": lambda: open_document(b"<a>" + SECRET, "a.xml"),
}


@pytest.mark.parametrize("case", CASES)
def test_no_text_is_in_a_cause(case: str) -> None:
    with pytest.raises(TabsideError) as caught:
        CASES[case]()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert "Smith" not in "".join(traceback.format_exception(caught.value))


def test_no_passage_of_a_corpus_is_in_a_cause(tmp_path: Path) -> None:
    from tabside.corpus import Corpus

    for name in ("corpus.json", "meta.json", "embeddings.bin", "documents.jsonl"):
        (tmp_path / name).write_bytes(SECRET)
    with pytest.raises(TabsideError) as caught:
        Corpus.load(tmp_path)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert "Smith" not in "".join(traceback.format_exception(caught.value))

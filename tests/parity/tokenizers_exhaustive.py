"""Every code point, in relevant contexts. Runs in Pyodide as well: standard library and tabside only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tabside.tokenizers import Tokenizer

CHARACTERS = {"type": "FixedLength", "length": 1}
UNKNOWN = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0]], "byte_fallback": False}
BERT = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}
GPT = {
    "type": "Split",
    "pattern": {"Regex": r"(?i:'s|'t)|\p{Lu}+|\p{Ll}+|\p{Lo}+|\p{M}+|\p{N}{1,3}|[\p{P}\p{S}]|\p{C}+|\w|\s+(?!\S)|\s+"},
    "behavior": "Isolated",
    "invert": False,
}


def config(normalizer: Any, pre_tokenizer: Any) -> str:
    parts = {"normalizer": normalizer, "pre_tokenizer": pre_tokenizer, "model": UNKNOWN, "added_tokens": []}
    return json.dumps(
        {"version": "1.0", "truncation": None, "padding": None, "post_processor": None, "decoder": None} | parts
    )


CONFIGS = {
    "BERT": config(BERT, {"type": "BertPreTokenizer"}),
    "Lowercase": config({"type": "Lowercase"}, CHARACTERS),
    "StripAccents": config({"type": "StripAccents"}, CHARACTERS),
    "NFC": config({"type": "NFC"}, CHARACTERS),
    "NFD": config({"type": "NFD"}, CHARACTERS),
    "NFKC": config({"type": "NFKC"}, CHARACTERS),
    "NFKD": config({"type": "NFKD"}, CHARACTERS),
    "Nmt": config({"type": "Nmt"}, {"type": "Whitespace"}),
    "Digits": config(None, {"type": "Digits", "individual_digits": True}),
    "UnicodeScripts": config(None, {"type": "UnicodeScripts"}),
    "Oniguruma": config(None, GPT),
}
AROUND = "{0}a{0}\u0301 "
# Ideographs, Hangul syllables, private characters and scripts without case or decompositions behave alike; only the
# nightly run tests all of them.
ALIKE = (
    (0x3500, 0x9F00),
    (0xAD00, 0xD700),
    (0xE100, 0xF800),
    (0x12000, 0x16E00),
    (0x17000, 0x1B000),
    (0x20100, 0x2F800),
    (0x2FB00, 0xE0000),
)
NOBODY = ((0xD800, 0xE000), (0xE0200, 0x10FF00))


def texts(around: str = AROUND, *, everything: bool) -> Iterator[str]:
    """Yield the code points, 256 per text."""
    left_out = NOBODY if everything else NOBODY + ALIKE
    for first in range(0, 0x110000, 256):
        if not any(start <= first < end for start, end in left_out):
            yield "".join(around.format(chr(number)) for number in range(first, first + 256))


# The other configurations depend on no more than these.
DIGESTED = ("BERT", "NFKC", "Oniguruma")


def digests(*, everything: bool) -> dict[str, str]:
    """Return one digest per configuration of all results of our tokenizer."""
    found = {}
    for name in DIGESTED:
        tokenizer = Tokenizer.from_str(CONFIGS[name])
        digest = hashlib.sha256()
        for text in texts("{0} ", everything=everything):
            encoding = tokenizer.encode(text)
            digest.update(json.dumps([encoding.tokens, encoding.offsets, encoding.word_ids]).encode())
        found[name] = digest.hexdigest()
    return found

#!/usr/bin/env python3
"""Make the corpus of the Search view, web/corpus/: passages of the Jargon File and their vectors.

Run by hand, when the text or the model changes: `python3 -m scripts.search_corpus jargon.dict.dz`. The text is
/usr/share/dictd/jargon.dict.dz of Debian's package dict-jargon 4.4.7-3.1 (`apt-get download dict-jargon`, `dpkg -x`):
the Jargon File, version 4.4.7, 29 Dec 2003, which is in the public domain.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .paths import MIRROR, ROOT, WEB

sys.path.insert(0, str(ROOT / "py"))

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
SOURCE_SHA256 = "856ced964d3a3cfd79a3dc251df04365eefd848966e3ae94e58f2671d6e79ca5"
CORPUS = WEB / "corpus"

LENGTHS = range(90, 900)
"""Characters of a passage: a shorter entry is a mere pointer, and of a longer one the model reads no more."""
ENTRY = re.compile(r"^(?P<term>\S.*)\n (?P<grammar>.*)\n\n(?P<body>(?:    .*\n|\n)+)", re.MULTILINE)
COARSE = re.compile(
    r"\b(fuck\w*|shit\w*|piss\w*|bitch\w*|wank\w*|whor\w*|hooker\w*|sex\w*|gang.?bang|screw\w* (?:her|him)|penis|"
    r"mongol\w*|nigg\w*|nazi\w*|rap(?:e|ed|ist)|orgasm\w*|masturbat\w*|retard\w*|gay|homosexual\w*|porn\w*|tits?|ass|"
    r"crip\w*)\b",
    re.IGNORECASE,
)
"""A page that greets visitors leaves these entries out."""


def passages(text: str) -> Iterator[dict[str, str]]:
    """Yield the entries that make a passage, `{"title", "text"}`; of a long one the paragraphs that fit.

    >>> body = "    An unwanted and unintended property of a {program} or piece of hardware,\\n    esp. one that "
    >>> list(passages(f"bug\\n n.\\n\\n{body}causes it to malfunction. Antonym of {{feature}}.\\n\\n"))[0]["title"]
    'bug'
    """
    for entry in ENTRY.finditer(text):
        body = beginning([plain(paragraph) for paragraph in entry["body"].split("\n\n")])
        if len(body) in LENGTHS and not COARSE.search(f"{entry['term']} {body}"):
            yield {"title": entry["term"].strip(), "text": body}


def plain(text: str) -> str:
    """Return a text without its line ends, its marks of links and of emphasis.

    >>> plain("    See {\\n    kluge}; it is _not_ one.")
    'See kluge; it is not one.'
    """
    unlinked = re.sub(r"\{\s*([^{}]*?)\s*\}", r"\1", " ".join(text.split()))
    return re.sub(r"\b_([^_]+)_\b", r"\1", unlinked)


def beginning(paragraphs: Sequence[str]) -> str:
    """Return as many paragraphs as fit, or as many sentences of the first.

    >>> beginning(["One.", "Two."])
    'One. Two.'
    """
    for pieces in (list(filter(None, paragraphs)), re.split(r"(?<=[.!?”)]) ", " ".join(paragraphs[:1]))):
        kept = ""
        for piece in pieces:
            if len(kept) + 1 + len(piece) >= LENGTHS.stop:
                break
            kept = f"{kept} {piece}".strip()
        if kept:
            return kept
    return ""


async def embed(found: Sequence[dict[str, str]]) -> tuple[bytes, dict[str, Any]]:
    """Return the passages' vectors as int8, row after row, and what is to be known of them.

    A vector is its row times `scale`.
    """
    import numpy

    from tabside import env, pipeline
    from tabside.hub import load_manifest

    env.cache_dir = MIRROR
    manifest = load_manifest(MODEL)
    embedder = await pipeline("feature-extraction", MODEL)
    vectors = await embedder.encode([f"{one['title']}: {one['text']}" for one in found], normalize=True)
    scale = float(numpy.abs(vectors).max()) / 127
    rows = numpy.rint(vectors / scale).astype(numpy.int8)
    meta = {
        "model": MODEL,
        "revision": manifest.revision,
        "sha256": manifest.model_file(None, "wasm").sha256,
        "dim": rows.shape[1],
        "count": len(rows),
        "pooling": "mean",
        "normalize": True,
        "precision": "int8",
        "scale": scale,
    }
    return rows.tobytes(), meta


def write(found: Sequence[dict[str, str]], vectors: bytes, meta: dict[str, Any], target: Path) -> None:
    """Write the corpus, a passage a line."""
    about = {
        "title": "The Jargon File",
        "version": "4.4.7, 29 Dec 2003",
        "license": "Public domain",
        "url": "http://catb.org/jargon/",
    }
    target.mkdir(parents=True, exist_ok=True)
    (target / "embeddings.bin").write_bytes(vectors)
    (target / "embeddings.meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    listed = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    text = json.dumps(about, indent=2)[:-2] + f',\n  "passages": [\n{listed}\n]\n}}\n'
    (target / "passages.json").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Read the text, write the corpus."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    packed = Path(arguments[0]).read_bytes()
    if hashlib.sha256(packed).hexdigest() != SOURCE_SHA256:
        print(f"{arguments[0]} is not the jargon.dict.dz of dict-jargon 4.4.7-3.1", file=sys.stderr)
        return 1
    found = list(passages(gzip.decompress(packed).decode("utf-8")))
    vectors, meta = asyncio.run(embed(found))
    write(found, vectors, meta, CORPUS)
    print(f"{len(found)} passages in {CORPUS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Build the corpus of the Search view, web/corpus/: passages of the Jargon File and their vectors.

Run by hand when the text or the model changes: `python3 -m scripts.generate.search_corpus jargon.dict.dz`. The text is
/usr/share/dictd/jargon.dict.dz of Debian's package dict-jargon 4.4.7-3.1 (`apt-get download dict-jargon`, `dpkg -x`):
the Jargon File, version 4.4.7, 29 Dec 2003, which is in the public domain.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..paths import MIRROR, ROOT, WEB

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
    """Yield the entries as passages, `{"id": term, "text": "term: …"}`. Of a long one, the paragraphs that fit.

    >>> body = "    An unwanted and unintended property of a {program} or piece of hardware,\\n    esp. one that "
    >>> list(passages(f"bug\\n n.\\n\\n{body}causes it to malfunction. Antonym of {{feature}}.\\n\\n"))[0]["id"]
    'bug'
    """
    for entry in ENTRY.finditer(text):
        body = beginning([plain(paragraph) for paragraph in entry["body"].split("\n\n")])
        if len(body) in LENGTHS and not COARSE.search(f"{entry['term']} {body}"):
            term = entry["term"].strip()
            yield {"id": term, "text": f"{term}: {body}"}


def plain(text: str) -> str:
    """Return a text without line breaks and without markup for links and emphasis.

    >>> plain("    See {\\n    kluge}; it is _not_ one.")
    'See kluge; it is not one.'
    """
    unlinked = re.sub(r"\{\s*([^{}]*?)\s*\}", r"\1", " ".join(text.split()))
    return re.sub(r"\b_([^_]+)_\b", r"\1", unlinked)


def beginning(paragraphs: Sequence[str]) -> str:
    """Return as many paragraphs as fit, or as many sentences of the first one.

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


async def build(found: Iterable[Mapping[str, str]]) -> None:
    """Embed the passages and write the corpus, as `tabside corpus build --precision int8` does."""
    from tabside import env, pipeline
    from tabside.corpus.build import build_corpus, save_corpus

    env.cache_dir = MIRROR
    embedder = await pipeline("feature-extraction", MODEL)
    # Two passages exceed the limit by a few tokens; their beginning counts.
    corpus = await build_corpus(found, embedder, precision="int8", on_truncated=lambda *_: None)
    save_corpus(corpus, CORPUS)


def main(arguments: Sequence[str]) -> int:
    """Read the text and write the corpus."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    packed = Path(arguments[0]).read_bytes()
    if hashlib.sha256(packed).hexdigest() != SOURCE_SHA256:
        print(f"{arguments[0]} is not the jargon.dict.dz of dict-jargon 4.4.7-3.1", file=sys.stderr)
        return 1
    asyncio.run(build(passages(gzip.decompress(packed).decode("utf-8"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

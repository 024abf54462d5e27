"""Makes `unseen.jsonl` and `unseen_again.jsonl` beside it: python tests/data/pii/unseen.py (see README.md).

The texts stand in `unseen/*.txt`: `@ genre` or `@ language genre`, then a text with `[[KIND|value]]`, up to the next
such line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl")
MARKED = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.DOTALL)


def entries(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what `tabside eval pii` reads, text by text."""
    for name in names:
        blocks = re.split(r"^@ ", (HERE / "unseen" / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, block in enumerate(blocks[1:], 1):
            head, body = block.split("\n", 1)
            language, genre = (name, head) if name in LANGUAGES else head.split(" ", 1)
            genre = name if name == "negative" else genre
            yield entry(body.rstrip("\n"), f"unseen-{name}-{number:02}", language, genre.strip())


def entry(marked: str, template: str, language: str, genre: str) -> dict[str, Any]:
    """Take the marks out of a text and say where they stood."""
    text, spans, end = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        spans.append({"entity_type": match[1], "start_position": len(text), "end_position": len(text) + len(match[2])})
        text += match[2]
        end = match.end()
    text += marked[end:]
    return {"full_text": text, "spans": spans, "template_id": template, "language": language, "genre": genre}


def main() -> None:
    for file, names in (("unseen.jsonl", (*LANGUAGES, "negative")), ("unseen_again.jsonl", ("second",))):
        lines = [json.dumps(one, ensure_ascii=False) for one in entries(names)]
        (HERE / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file}: {len(lines)} texts")


if __name__ == "__main__":
    main()

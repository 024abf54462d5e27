"""Make `unseen.jsonl`, `unseen_again.jsonl`, `unseen_third.jsonl`, `unseen_fourth.jsonl` and `things.jsonl` beside it.

Run: python tests/data/pii/unseen.py

The texts are in `unseen/*.txt`: a line `@ head`, then a text with `[[KIND|value]]`, up to the next such line. The
head is `genre` (`en.txt`), `language genre` (`negative.txt`, `second.txt`, `things.txt`), `class genre`
(`third_en.txt`, `fourth_en.txt`) or `language class what` (`third_negative.txt`). README.md describes the sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl")
CLASSES = ("prose", "machine", "ticket", "chat", "table")
MARKED = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.DOTALL)


def entries(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries for `tabside eval pii`, one per text."""
    for name in names:
        blocks = re.split(r"^@ ", (HERE / "unseen" / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, block in enumerate(blocks[1:], 1):
            head, body = block.split("\n", 1)
            yield entry(body.rstrip("\n"), f"unseen-{name}-{number:02}") | labels(name, head.strip())


def labels(name: str, head: str) -> dict[str, str]:
    """Parse language and genre of a text's head, and its class in the third and fourth set."""
    group = name.removeprefix("third_").removeprefix("fourth_")
    language, rest = (group, head) if group in LANGUAGES else head.split(" ", 1)
    if group == name:
        return {"language": language, "genre": name if name == "negative" else rest}
    kind, genre = rest.split(" ", 1)
    if language not in LANGUAGES or kind not in CLASSES:
        raise ValueError(f"{name}.txt: no such language or class: {head}")
    return {"language": language, "genre": "negative" if group == "negative" else genre, "class": kind}


def entry(marked: str, template: str) -> dict[str, Any]:
    """Remove the marks from a text and return their positions."""
    text, spans, end = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        spans.append({"entity_type": match[1], "start_position": len(text), "end_position": len(text) + len(match[2])})
        text += match[2]
        end = match.end()
    text += marked[end:]
    return {"full_text": text, "spans": spans, "template_id": template}


def main() -> None:
    groups = (*LANGUAGES, "negative")
    sets = {"unseen": groups, "unseen_again": ("second",), "things": ("things",)} | {
        f"unseen_{which}": tuple(f"{which}_{group}" for group in groups) for which in ("third", "fourth")
    }
    for file, names in sets.items():
        lines = [json.dumps(one, ensure_ascii=False) for one in entries(names)]
        (HERE / f"{file}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file}.jsonl: {len(lines)} texts")


if __name__ == "__main__":
    main()

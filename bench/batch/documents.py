"""Mixed documents with their personal data marked, short and long, put together from labelled texts by seed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tabside.evaluation.dataset import Example, join

# How many labelled texts make a document, and how often: most documents are short, most characters in long ones.
SIZES = ((1, 60), (4, 25), (12, 10), (40, 5))


def documents(examples: Sequence[Example], chars: int, seed: int = 7) -> Iterator[Example]:
    """Yield documents of at least `chars` characters in all: the same ones for the same seed.

    Each is a random choice of texts, so documents differ though the texts in them come again.
    """
    random = Random(seed)
    counts, weights = zip(*SIZES, strict=True)
    done = 0
    while done < chars:
        (count,) = random.choices(counts, weights)
        (document,) = join(random.sample(list(examples), count), count)
        done += len(document.text)
        yield document


def write(documents: Sequence[Example], path: Path) -> None:
    """Write documents as JSONL, without their labels."""
    with path.open("w", encoding="utf-8") as handle:
        for number, document in enumerate(documents):
            handle.write(json.dumps({"id": number, "text": document.text}, ensure_ascii=False) + "\n")

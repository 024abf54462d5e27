"""Mixed documents with annotated personal data, short and long, assembled from labelled texts with a seed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tabside.evaluation.dataset import Example, join

# Number of labelled texts per document, and its frequency. Most documents are short; most characters are in long ones.
SIZES = ((1, 60), (4, 25), (12, 10), (40, 5))


def documents(examples: Sequence[Example], chars: int, seed: int = 7) -> Iterator[Example]:
    """Yield documents of at least `chars` characters in total, the same ones for the same seed.

    Each is a random choice of texts, so documents differ although their texts are reused.
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

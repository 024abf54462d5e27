"""Compare ids with those of Hugging Face `tokenizers`: tabside's, and those of the library that Transformers.js uses.

    npm install --prefix FOLDER @huggingface/tokenizers
    python -m scripts.generate.tokenizers_js FOLDER

Prints a line for each tokenizer: the real files of the parity tests, and those that the tests train. Run by hand.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tokenizers as rust

from tabside.tokenizers import Tokenizer
from tests.parity.conftest import RAMPART
from tests.parity.tokenizers_texts import SNIPPETS
from tests.parity.tokenizers_trained import KINDS, trained

from ..fetch_tokenizers import TOKENIZERS, path_of

TEXTS = 400
WORDS = (
    "The", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", "while", "Straße", "and", "naïve", "café",
    "owners", "watch", "from", "12", "windows", "in", "Zürich",
)  # fmt: skip
SCRIPT = Path(__file__).with_suffix(".mjs")


def main() -> int:
    """Print the table."""
    files = {"Rampart": RAMPART.read_text(encoding="utf-8")}
    files |= {file.name: path_of(file).read_text(encoding="utf-8") for file in TOKENIZERS}
    files |= {kind: trained(kind) for kind in KINDS}
    texts = made()
    theirs = in_javascript(files, texts, Path(sys.argv[1]))
    totals = [0, 0, 0]
    for name, content in files.items():
        wanted, own = rust.Tokenizer.from_str(content), Tokenizer.from_str(content)
        # The other library neither pads nor cuts.
        for each in (wanted, own):
            each.no_padding()
            each.no_truncation()
        reference = [wanted.encode(text).ids for text in texts]
        ours = sum(own.encode(text).ids != ids for text, ids in zip(texts, reference, strict=True))
        answers = theirs[name]
        if isinstance(answers, str):
            print(f"{name}: {ours} of {len(texts)} differ; Transformers.js does not load it: {answers}")
            continue
        others = sum(answer != ids for answer, ids in zip(answers, reference, strict=True))
        totals = [totals[0] + len(texts), totals[1] + ours, totals[2] + others]
        print(f"{name}: tabside {ours}, Transformers.js {others} of {len(texts)} differ")
    print(f"all that both load: {totals[0]:,} encodings; tabside {totals[1]}, Transformers.js {totals[2]:,} differ")
    return 0


def made() -> list[str]:
    """Return texts of ordinary words and of difficult pieces."""
    chance = random.Random(1)
    texts = []
    for number in range(TEXTS):
        pieces = [chance.choice(SNIPPETS) if chance.random() < 0.3 else chance.choice(WORDS) for _ in range(12)]
        texts.append((" " if number % 2 else "").join(pieces) if number % 4 else " ".join(chance.choices(WORDS, k=12)))
    return texts


def in_javascript(files: dict[str, str], texts: Sequence[str], folder: Path) -> dict[str, Any]:
    """Return the ids by tokenizer, or why it does not load."""
    package = folder / "node_modules" / "@huggingface" / "tokenizers"
    entry = package / json.loads((package / "package.json").read_text(encoding="utf-8"))["module"]
    given = json.dumps({"tokenizers": files, "texts": list(texts)})
    done = subprocess.run(
        ["node", str(SCRIPT), str(entry)], input=given, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())

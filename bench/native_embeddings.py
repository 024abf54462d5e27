"""Embed the same texts with tabside and fastembed, on CPython, from the same int8 file, in turns.

    pip install fastembed "tabside[native]"
    python -m bench.native_embeddings

Prints texts per second of CPU time and of wall time, the best of the rounds, and the least cosine between the vectors.
Run by hand, on a machine that does nothing else.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fastembed import TextEmbedding
from fastembed.common.model_description import ModelSource, PoolingType

from tabside import sync
from tabside.disk.files import local_path
from tabside.hub import load_manifest

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
SENTENCE = (
    "the cat sat on a mat while rain fell over quiet hills and people walked home with bread under their arms talking "
    "about weather music and trains"
)
WORDS = SENTENCE.split()
ROUNDS = 4
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
Embed = Callable[[Sequence[str]], Any]


def main() -> None:
    """Compare on short and on long texts."""
    own = sync.SentenceTransformer(MODEL)
    with tempfile.TemporaryDirectory() as folder:
        rivals: dict[str, Embed] = {"fastembed": fastembed(Path(folder)), "tabside": own.encode}
        for label, count, least, most in (("short", 256, 6, 16), ("long", 64, 80, 160)):
            texts = made(count, least, most)
            vectors, rates = measured(rivals, texts)
            cosines = (unit(vectors["fastembed"]) * unit(vectors["tabside"])).sum(axis=1)
            print(label, rates, f"least cosine {cosines.min():.6f}")


def made(count: int, least: int, most: int) -> list[str]:
    """Return texts of random words."""
    random = np.random.default_rng(1)
    return [" ".join(random.choice(WORDS, size=int(random.integers(least, most)))) for _ in range(count)]


def fastembed(folder: Path) -> Embed:
    """Return fastembed's call on the model's int8 file."""
    for file in load_manifest(MODEL).files:
        if file.role in ("model", "tokenizer"):
            shutil.copy(local_path(file), folder / Path(file.path).name)
    (folder / "config.json").write_text(json.dumps({"model_type": "bert", "pad_token_id": 0}))
    limits = {"model_max_length": 256, "max_length": 256}
    (folder / "tokenizer_config.json").write_text(json.dumps({**limits, **SPECIAL}))
    (folder / "special_tokens_map.json").write_text(json.dumps(SPECIAL))
    TextEmbedding.add_custom_model(
        model="tabside/compared",
        pooling=PoolingType.MEAN,
        normalization=True,
        sources=ModelSource(hf="tabside/compared"),
        dim=384,
        model_file="model_int8.onnx",
    )
    model = TextEmbedding("tabside/compared", specific_model_path=str(folder))
    return lambda texts: np.array(list(model.embed(texts, batch_size=32)))


def measured(rivals: dict[str, Embed], texts: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the vectors of each, and its best rates; rounds alternate, so that both meet the same disturbances."""
    vectors: dict[str, Any] = {name: embed(texts[:8]) for name, embed in rivals.items()}
    best = {name: (float("inf"), float("inf")) for name in rivals}
    for _ in range(ROUNDS):
        for name, embed in rivals.items():
            cpu_s, wall_s = time.process_time(), time.perf_counter()
            vectors[name] = embed(texts)
            cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - wall_s
            best[name] = min(best[name][0], cpu_s), min(best[name][1], wall_s)
    rates = {
        name: f"{len(texts) / cpu_s:.1f} texts per CPU second, {len(texts) / wall_s:.1f} per second"
        for name, (cpu_s, wall_s) in best.items()
    }
    return vectors, rates


def unit(vectors: Any) -> Any:
    """Return vectors of length 1."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


if __name__ == "__main__":
    main()

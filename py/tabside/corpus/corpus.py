"""A corpus: passages embedded once, stored as plain numbers, searched exactly, optionally reranked. Uses NumPy.

On disk it is a folder, created by `tabside corpus build`:

- `embeddings.bin`: the vectors, unit length, row-major, little-endian, float32 or int8, without a header, so that the
  file can be mapped into memory;
- `embeddings.meta.json`: their description (see `CorpusMeta`);
- `documents.jsonl`: the passages in the same order, one JSON object with a `text` per line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..refusing import refusing

if TYPE_CHECKING:
    from ..pipelines.feature_extraction import FeatureExtractionPipeline
    from ..pipelines.text_ranking import TextRankingPipeline

__all__ = ["DOCUMENTS", "EMBEDDINGS", "META", "Corpus", "CorpusMeta"]

EMBEDDINGS, META, DOCUMENTS = "embeddings.bin", "embeddings.meta.json", "documents.jsonl"
DTYPES: Mapping[str, str] = {"float32": "<f4", "int8": "<i1"}
# Vectors converted from int8 to float32 at a time. This few stay in a core's cache, and one core multiplies them.
# With 2,048 the threads of OpenBLAS took twenty times as long on a busy machine.
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class CorpusMeta:
    """Description of a corpus's vectors and of the model that made them.

    `sha256` is the hash of the model file. int8 numbers are multiplied by `scale` (1 for float32).
    """

    model: str
    revision: str
    sha256: str
    dim: int
    count: int
    ids: Sequence[str]
    pooling: str
    precision: str
    scale: float = 1.0
    format: int = 1

    @classmethod
    def from_json(cls, text: str) -> CorpusMeta:
        """Read `embeddings.meta.json`, or raise InputError."""
        with refusing(lambda: InputError(f"{META} is not what tabside corpus build writes.")):
            meta = cls(**json.loads(text))
            if not meta.is_plain():
                raise TypeError
        if meta.format != 1:
            raise InputError(f"{META} is of format {meta.format}; this tabside reads format 1. Build the corpus again.")
        if meta.precision not in DTYPES or len(meta.ids) != meta.count:
            raise InputError(f"{META} contradicts itself. Build the corpus again.")
        return meta

    def is_plain(self) -> bool:
        """Whether every field is of the type that it should be."""
        texts = (self.model, self.revision, self.sha256, self.pooling, self.precision)
        counts = (self.dim, self.count, self.format)
        return (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts)
            and isinstance(self.ids, list)
            and all(isinstance(name, str) for name in self.ids)
            and isinstance(self.scale, int | float)
        )

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class Corpus:
    """Passages and their vectors. `search` takes vectors, `query` a text."""

    def __init__(self, meta: CorpusMeta, vectors: Any, documents: Sequence[Mapping[str, Any]] | None = None) -> None:
        if vectors.shape != (meta.count, meta.dim):
            raise InputError(f"The vectors have the shape {vectors.shape}, the corpus ({meta.count}, {meta.dim}).")
        if documents is not None and len(documents) != meta.count:
            raise InputError(f"There are {len(documents)} documents for {meta.count} vectors. Build the corpus again.")
        self.meta = meta
        self.vectors = vectors
        self.documents = documents

    def __len__(self) -> int:
        return self.meta.count

    @classmethod
    def from_buffers(cls, meta: str, embeddings: Any, documents: Sequence[Mapping[str, Any]] | None = None) -> Corpus:
        """Create a corpus from the contents of its files. The vectors are used in place, without a copy.

        `embeddings` is anything with a buffer: bytes, a memoryview, a mapped file.

        Raises:
            InputError: the parts do not match each other.
        """
        import numpy

        facts = CorpusMeta.from_json(meta)
        dtype = numpy.dtype(DTYPES[facts.precision])
        expected = facts.count * facts.dim * dtype.itemsize
        size = memoryview(embeddings).nbytes
        if size != expected:
            raise InputError(
                f"{EMBEDDINGS} has {size} bytes instead of {expected}: it is another corpus's, or cut off."
            )
        return cls(facts, numpy.frombuffer(embeddings, dtype=dtype).reshape(facts.count, facts.dim), documents)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Corpus:
        """Load a corpus folder. The vectors are memory-mapped: only the parts in use take memory.

        Raises:
            InputError: a file is missing, or the files do not match each other.
        """
        import numpy

        root = Path(folder)
        try:
            meta = (root / META).read_text(encoding="utf-8")
            has_bytes = (root / EMBEDDINGS).stat().st_size > 0
            embeddings = numpy.memmap(root / EMBEDDINGS, mode="r") if has_bytes else b""
            documents = None
            if (root / DOCUMENTS).is_file():
                lines = (root / DOCUMENTS).read_text(encoding="utf-8").split("\n")
                documents = [json.loads(line) for line in lines if line]
        except (OSError, ValueError, RecursionError) as error:
            # Not chained: an error of decoding holds the passages.
            raise InputError(f"{root} is not a corpus that can be read: {type(error).__name__}.") from None
        return cls.from_buffers(meta, embeddings, documents)

    def require(self, pipe: FeatureExtractionPipeline) -> None:
        """Raise InputError unless exactly this model made the vectors. Vectors of two models cannot be compared."""
        model = pipe.model
        if model is None or model.model_id != self.meta.model:
            loaded = "another" if model is None else model.model_id
            raise InputError(
                f"The corpus was embedded by {self.meta.model}, not by {loaded}. Load that, or build anew."
            )
        if model.sha256 != self.meta.sha256 or pipe.pooling != self.meta.pooling:
            raise InputError(
                f"The corpus was embedded by other weights of {self.meta.model} ({self.meta.revision}), or pooled in "
                "another way. Load those (dtype), or build the corpus anew."
            )

    def search(self, queries: Any, top_k: int = 10) -> list[list[dict[str, Any]]]:
        """Return the `top_k` nearest passages for each of the unit vectors float32 [n, dim] (or [dim]).

        Exact: computes the dot product with every vector. Returns `[{corpus_id, id, score}, …]` per query, best first,
        ties in the corpus's order, like `sentence_transformers.util.semantic_search`.

        Raises:
            InputError: the vectors have another dimension, or top_k is less than 1.
        """
        import numpy

        if top_k < 1:
            raise InputError("top_k must be at least 1.")
        rows = numpy.atleast_2d(numpy.asarray(queries, dtype=numpy.float32))
        if rows.shape[1] != self.meta.dim:
            raise InputError(f"The query has {rows.shape[1]} numbers, the corpus's vectors have {self.meta.dim}.")
        return [
            [{"corpus_id": int(at), "id": self.meta.ids[at], "score": float(scores[at])} for at in _best(scores, top_k)]
            for scores in self._scores(rows)
        ]

    async def query(
        self,
        text: str,
        pipe: FeatureExtractionPipeline,
        *,
        top_k: int = 10,
        reranker: TextRankingPipeline | None = None,
        candidates: int = 50,
        prompt: str | None = None,
    ) -> list[dict[str, Any]]:
        """Search by text. Returns `[{corpus_id, id, score, text}, …]`, best first (`text` if the corpus has documents).

        `prompt` is put before the text, instead of the model's own prompt for queries.

        With a `reranker` the nearest `candidates` are scored again together with the query and ordered by raw logits.
        `score` is then the logit, and `similarity` the score of the search.

        Raises:
            InputError: the corpus was made by another model, or has no documents to rerank.
        """
        self.require(pipe)
        if reranker is not None and self.documents is None:
            raise InputError(f"There is nothing to rerank: the corpus has no {DOCUMENTS}.")
        (found,) = self.search(
            await pipe.encode_query(text, prompt=prompt, normalize=True), max(candidates if reranker else 0, top_k)
        )
        if self.documents is not None:
            found = [{**hit, "text": self.documents[hit["corpus_id"]]["text"]} for hit in found]
        if reranker is None:
            return found
        ranked = await reranker(text, [hit["text"] for hit in found], top_k=top_k)
        return [
            {**hit, "score": entry["score"], "similarity": hit["score"]}
            for entry in ranked
            for hit in [found[entry["corpus_id"]]]
        ]

    def _scores(self, rows: Any) -> Any:
        """Return float32 [n, count]."""
        import numpy

        if self.meta.precision == "float32":
            return rows @ self.vectors.T
        scores = numpy.empty((len(rows), self.meta.count), dtype=numpy.float32)
        chunk = numpy.empty((_CHUNK, self.meta.dim), dtype=numpy.float32)
        scaled = rows * numpy.float32(self.meta.scale)
        for start in range(0, self.meta.count, _CHUNK):
            part = self.vectors[start : start + _CHUNK]
            numpy.copyto(chunk[: len(part)], part)
            numpy.matmul(scaled, chunk[: len(part)].T, out=scores[:, start : start + len(part)])
        return scores


def _best(scores: Any, top_k: int) -> Any:
    """Return the positions of the highest scores, best first, ties in order."""
    import numpy

    if top_k < len(scores):
        least = numpy.partition(scores, len(scores) - top_k)[len(scores) - top_k]
        among = numpy.flatnonzero(scores >= least)
    else:
        among = numpy.arange(len(scores))
    return among[numpy.argsort(-scores[among], kind="stable")[:top_k]]

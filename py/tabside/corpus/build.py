"""Build a corpus folder: read passages, embed them, write the vectors. See tabside.corpus for the format."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .corpus import DOCUMENTS, DTYPES, EMBEDDINGS, META, Corpus, CorpusMeta

if TYPE_CHECKING:
    from ..pipelines.feature_extraction import FeatureExtractionPipeline
    from ..pipelines.truncation import OnTruncated

__all__ = ["build_corpus", "read_documents", "save_corpus"]


def read_documents(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read passages from JSON Lines: objects with a `text` and optional fields such as `id`, or plain strings.

    Raises:
        InputError: a line is neither; the message names its number, never its content.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise InputError(f"Line {number} is not JSON.") from error
        document = {"text": data} if isinstance(data, str) else data
        if not isinstance(document, dict) or not isinstance(document.get("text"), str):
            raise InputError(f'Line {number} is neither an object with a "text" nor a string.')
        yield document


async def build_corpus(
    documents: Iterable[Mapping[str, Any]],
    pipe: FeatureExtractionPipeline,
    *,
    precision: str = "float32",
    prompt: str | None = None,
    batch_size: int | None = None,
    on_progress: Callable[[int], None] | None = None,
    on_truncated: OnTruncated | None = None,
) -> Corpus:
    """Embed passages, each an object with a `text`. Its other fields are stored with it.

    Ids are the documents' own `id`, or their number. Vectors have unit length. `precision` is `float32`, or `int8` for
    a quarter of the size. `prompt` is put before each passage, instead of the model's own prompt for documents.
    `on_progress` is called with the number of passages done; `on_truncated` is as in `encode`.

    Raises:
        InputError: there are no passages, two have the same id, or the precision is unknown.
        BatchError, SessionError: passages could not be embedded.
    """
    import numpy

    if precision not in DTYPES:
        raise InputError(f"A corpus's precision is one of {', '.join(DTYPES)}.")
    if pipe.model is None:
        raise InputError("The pipeline does not say which model file it runs: load it with tabside.pipeline.")
    kept: list[Mapping[str, Any]] = []

    def texts() -> Iterator[str]:
        for document in documents:
            if on_progress is not None:
                on_progress(len(kept))
            kept.append(document)
            yield document["text"]

    vectors = await pipe.encode_document(
        texts(), prompt=prompt, normalize=True, batch_size=batch_size, on_truncated=on_truncated
    )
    if not kept:
        raise InputError("There are no passages.")
    if on_progress is not None:
        on_progress(len(kept))
    ids = [str(document.get("id", number)) for number, document in enumerate(kept)]
    if len(set(ids)) != len(ids):
        raise InputError("Two passages have the same id.")
    scale = 1.0
    if precision == "int8":
        scale = float(numpy.abs(vectors).max()) / 127 or 1.0
        vectors = numpy.rint(vectors / scale).astype(numpy.int8)
    meta = CorpusMeta(
        model=pipe.model.model_id,
        revision=pipe.revision,
        sha256=pipe.model.sha256,
        dim=vectors.shape[1],
        count=len(kept),
        ids=ids,
        pooling=pipe.pooling,
        precision=precision,
        scale=scale,
    )
    return Corpus(meta, vectors, kept)


def save_corpus(corpus: Corpus, folder: str | os.PathLike[str]) -> Path:
    """Write the corpus's files. `embeddings.meta.json` is written last, so a folder that has it is complete.

    Raises:
        OSError: a file cannot be written.
    """
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    (root / META).unlink(missing_ok=True)
    vectors = corpus.vectors.astype(DTYPES[corpus.meta.precision], copy=False)
    _write(root / EMBEDDINGS, vectors.tobytes())
    if corpus.documents is not None:
        lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in corpus.documents)
        _write(root / DOCUMENTS, "".join(lines).encode("utf-8"))
    _write(root / META, corpus.meta.to_json().encode("utf-8"))
    return root


def _write(path: Path, data: bytes) -> None:
    from ..disk.whole_file import write_whole

    write_whole(path, data)

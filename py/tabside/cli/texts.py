"""`tabside embed` and `rank`: one text per line in, one result per line out, in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import InputError
from .options import BatchSize, Device, Dtype, Json, Lines, Mirror, Model, Prompt, Revision, Subfolder, source
from .outputs import Outputs
from .terminal import Failures, counted, downloading, emit, note, read_lines, run, shifted, some_lines

__all__ = ["embed", "rank"]


@dataclass(frozen=True)
class _Loading:
    """Options for loading a command's model."""

    dtype: str | None
    device: Any
    source: Mapping[str, str | None]

    def options(self) -> dict[str, Any]:
        """Return the arguments of `pipeline()`."""
        return {"dtype": self.dtype, "device": self.device, **self.source}


def _loading(
    dtype: str | None, device: Any, revision: str | None, subfolder: str | None, mirror: str | None
) -> _Loading:
    return _Loading(dtype, device, source(revision, subfolder, mirror))


def embed(
    files: Lines = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A .npy file for all vectors.")] = None,
    model: Model = None,
    query: Annotated[
        bool, typer.Option("--query", help="Texts are queries: use the model's prompt for these.")
    ] = False,
    truncate_dim: Annotated[
        int | None, typer.Option("--truncate-dim", min=1, help="Keep this many dimensions.")
    ] = None,
    prompt: Prompt = None,
    normalize: Annotated[
        bool | None, typer.Option("--normalize/--no-normalize", help="Unit length or not; default: the model's own.")
    ] = None,
    batch_size: BatchSize = None,
    dtype: Dtype = None,
    device: Device = "auto",
    revision: Revision = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Turn texts into vectors: one JSON array per line, or a NumPy file."""
    how = {"truncate_dim": truncate_dim, "prompt": prompt, "normalize": normalize, "batch_size": batch_size}
    run(_embed(files or [], output, model, query, how, _loading(dtype, device, revision, subfolder, mirror)))


def rank(
    query: Annotated[str, typer.Argument(help="The query that the documents answer.")],
    files: Lines = None,
    json: Json = False,
    model: Model = None,
    top_k: Annotated[int, typer.Option("--top-k", min=0, help="Number of results; 0 means all.")] = 0,
    dtype: Dtype = None,
    device: Device = "auto",
    revision: Revision = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Order documents by how well they answer a query. Scores are raw logits."""
    run(_rank(query, files or [], json, model, top_k or None, _loading(dtype, device, revision, subfolder, mirror)))


async def _embed(
    files: list[str],
    output: Path | None,
    model: str | None,
    query: bool,
    how: Mapping[str, Any],
    loading: _Loading,
) -> None:
    import numpy

    from ..pipelines import pipeline

    if output is not None and output.suffix != ".npy":
        raise InputError("--output takes the name of a .npy file.")
    outputs = Outputs(files)
    outputs.claim(output)
    with downloading() as progress:
        pipe = await pipeline("feature-extraction", model, **loading.options(), progress_callback=progress)
    encode = pipe.encode_query if query else pipe.encode_document
    failures = Failures("line")
    kept = []

    def cut(number: int, tokens: int, limit: int) -> None:
        note(f"line {start + number + 1}: {tokens} tokens, of which the first {limit} count")

    with counted("texts") as show:
        for start, lines in some_lines(read_lines(files)):
            vectors = await encode(lines, **how, on_truncated=cut, on_error=shifted(failures, start))
            show(start + len(lines))
            if output is not None:
                kept.append(vectors)
                continue
            for vector in vectors:
                emit(None if numpy.isnan(vector).any() else [float(numpy.format_float_positional(x)) for x in vector])
    if output is not None:
        held = BytesIO()
        numpy.save(held, numpy.concatenate(kept) if kept else numpy.zeros((0, 0), numpy.float32))
        outputs.write(output, held.getvalue())
    failures.exit()


async def _rank(
    query: str, files: list[str], json: bool, model: str | None, top_k: int | None, loading: _Loading
) -> None:
    from ..pipelines import pipeline

    with downloading() as progress:
        pipe = await pipeline("text-ranking", model, **loading.options(), progress_callback=progress)
    failures = Failures("line")
    for entry in await pipe(query, read_lines(files), top_k=top_k, return_documents=True, on_error=failures):
        line = {"line": entry["corpus_id"] + 1, "score": entry["score"], "text": entry["text"]}
        if json:
            emit(line)
        else:
            print(f"{line['score']:.4f}\t{line['line']}\t{line['text']}")
    failures.exit()

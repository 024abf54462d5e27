"""`tabside corpus build`, `search` and `info`."""

from __future__ import annotations

import json as jsons
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from .options import BatchSize, Device, Dtype, Json, Mirror, Model, Prompt, Revision, Subfolder, source
from .terminal import STDIN, counted, downloading, emit, note, read_lines, run

__all__ = ["app"]

app = typer.Typer(help="Embed passages once, and search them.", no_args_is_help=True)
_HUB_COMMIT = re.compile(r"@[0-9a-f]{40}$")
Folder = Annotated[Path, typer.Argument(help="A folder from `corpus build`.")]


@app.command()
def build(
    documents: Annotated[
        str, typer.Argument(help='JSON lines, each {"text": …} and maybe an "id" and more; - is stdin.')
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    model: Model = None,
    precision: Annotated[
        Literal["float32", "int8"], typer.Option("--precision", help="int8 takes a quarter of the space.")
    ] = "float32",
    prompt: Prompt = None,
    batch_size: BatchSize = None,
    dtype: Dtype = None,
    device: Device = "auto",
    revision: Revision = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Embed passages and write their vectors, of unit length."""
    if output.exists() and not output.is_dir():
        raise typer.BadParameter("--output names a file; it must be a folder.")
    loading = {"model": model, "dtype": dtype, "device": device, **source(revision, subfolder, mirror)}
    run(_build(documents, output, loading, {"precision": precision, "prompt": prompt, "batch_size": batch_size}))


@app.command()
def search(
    folder: Folder,
    query: Annotated[str, typer.Argument(help="The query.")],
    top_k: Annotated[int, typer.Option("--top-k", min=1, help="Number of passages.")] = 5,
    rerank: Annotated[bool, typer.Option("--rerank", help="Rerank the best passages with a cross-encoder.")] = False,
    rerank_model: Annotated[
        str | None, typer.Option("--rerank-model", help="Rerank with this model, by id or path.")
    ] = None,
    candidates: Annotated[int, typer.Option("--candidates", min=1, help="Number of passages to rerank.")] = 50,
    prompt: Prompt = None,
    json: Json = False,
    device: Device = "auto",
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Search a corpus, with the very weights that embedded it."""
    source(None, None, mirror)
    asked = {"top_k": top_k, "candidates": candidates, "prompt": prompt}
    run(_search(folder, query, asked, rerank or rerank_model is not None, rerank_model, json, device, subfolder))


@app.command()
def info(folder: Folder) -> None:
    """Print the description of a corpus's vectors as JSON."""
    run(_info(folder))


async def _build(documents: str, output: Path, loading: Mapping[str, Any], how: Mapping[str, Any]) -> None:
    from ..corpus.build import build_corpus, read_documents, save_corpus
    from ..pipelines import pipeline

    with downloading() as progress:
        pipe = await pipeline("feature-extraction", **loading, progress_callback=progress)
    cut: list[int] = []
    with counted("passages") as show:
        corpus = await build_corpus(
            read_documents(read_lines([] if documents == STDIN else [documents])),
            pipe,
            **how,
            on_progress=show,
            on_truncated=lambda number, _tokens, _limit: cut.append(number),
        )
    save_corpus(corpus, output)
    if cut:
        note(f"{len(cut)} passages are longer than {pipe.max_length} tokens, and count up to there; cut them shorter")
    note(f"{len(corpus):,} passages in {output}")


async def _search(
    folder: Path, query: str, asked: Mapping[str, Any], rerank: bool, rerank_model: str | None, json: bool,
    device: Any, subfolder: str | None,
) -> None:  # fmt: skip
    from ..corpus.corpus import Corpus
    from ..hub import find_manifest
    from ..pipelines import pipeline

    corpus = Corpus.load(folder)
    # A hub's model is named with its commit.
    model, commit = corpus.meta.model, ""
    if _HUB_COMMIT.search(model):
        model, _, commit = model.rpartition("@")
    files = (await find_manifest(model, revision=commit or None, subfolder=subfolder)).files
    dtype = next((file.dtype for file in files if file.sha256 == corpus.meta.sha256), None)
    with downloading() as progress:
        pipe = await pipeline(
            "feature-extraction", model, dtype=dtype, device=device, revision=commit or None, subfolder=subfolder,
            progress_callback=progress,
        )  # fmt: skip
        reranker = None
        if rerank:
            reranker = await pipeline("text-ranking", rerank_model, device=device, progress_callback=progress)
    for hit in await corpus.query(query, pipe, reranker=reranker, **asked):
        if json:
            emit(hit)
        else:
            print(f"{hit['score']:.4f}\t{hit['id']}\t{hit.get('text', '')}")


async def _info(folder: Path) -> None:
    from ..corpus.corpus import Corpus

    facts = asdict(Corpus.load(folder).meta)
    del facts["ids"]
    print(jsons.dumps(facts, indent=1))

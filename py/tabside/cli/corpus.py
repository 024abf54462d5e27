"""`tabside corpus build`, `search` and `info`."""

from __future__ import annotations

import json as jsons
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from .options import Device, Dtype, Json, Model
from .terminal import STDIN, counted, downloading, emit, note, read_lines, run

__all__ = ["app"]

app = typer.Typer(help="Embed passages once, and search them.", no_args_is_help=True)
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
    dtype: Dtype = None,
    device: Device = "auto",
) -> None:
    """Embed passages and write their vectors."""
    if output.exists() and not output.is_dir():
        raise typer.BadParameter("--output names a file; it must be a folder.")
    run(_build(documents, output, model, precision, dtype, device))


@app.command()
def search(
    folder: Folder,
    query: Annotated[str, typer.Argument(help="The query.")],
    top_k: Annotated[int, typer.Option("--top-k", min=1, help="Number of passages.")] = 5,
    rerank: Annotated[bool, typer.Option("--rerank", help="Rerank the best passages with a cross-encoder.")] = False,
    candidates: Annotated[int, typer.Option("--candidates", min=1, help="Number of passages to rerank.")] = 50,
    json: Json = False,
    device: Device = "auto",
) -> None:
    """Search a corpus."""
    run(_search(folder, query, top_k, rerank, candidates, json, device))


@app.command()
def info(folder: Folder) -> None:
    """Print the description of a corpus's vectors as JSON."""
    run(_info(folder))


async def _build(documents: str, output: Path, model: str | None, precision: str, dtype: Any, device: Any) -> None:
    from ..corpus.build import build_corpus, read_documents, save_corpus
    from ..pipelines import pipeline

    with downloading() as progress:
        pipe = await pipeline("feature-extraction", model, dtype=dtype, device=device, progress_callback=progress)
    cut: list[int] = []
    with counted("passages") as show:
        corpus = await build_corpus(
            read_documents(read_lines([] if documents == STDIN else [documents])),
            pipe,
            precision=precision,
            on_progress=show,
            on_truncated=lambda number, _tokens, _limit: cut.append(number),
        )
    save_corpus(corpus, output)
    if cut:
        note(f"{len(cut)} passages are longer than {pipe.max_length} tokens, and count up to there; cut them shorter")
    note(f"{len(corpus):,} passages in {output}")


async def _search(folder: Path, query: str, top_k: int, rerank: bool, candidates: int, json: bool, device: Any) -> None:
    from ..corpus.corpus import Corpus
    from ..hub import load_manifest
    from ..pipelines import pipeline

    corpus = Corpus.load(folder)
    files = load_manifest(corpus.meta.model).files
    dtype = next((file.dtype for file in files if file.sha256 == corpus.meta.sha256), None)
    with downloading() as progress:
        pipe = await pipeline(
            "feature-extraction", corpus.meta.model, dtype=dtype, device=device, progress_callback=progress
        )
        reranker = await pipeline("text-ranking", device=device, progress_callback=progress) if rerank else None
    for hit in await corpus.query(query, pipe, top_k=top_k, reranker=reranker, candidates=candidates):
        if json:
            emit(hit)
        else:
            print(f"{hit['score']:.4f}\t{hit['id']}\t{hit.get('text', '')}")


async def _info(folder: Path) -> None:
    from ..corpus.corpus import Corpus

    facts = asdict(Corpus.load(folder).meta)
    del facts["ids"]
    print(jsons.dumps(facts, indent=1))

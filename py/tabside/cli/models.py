"""`tabside models`: list, download, verify and delete models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from .options import Dtype, Json, Mirror, Revision, Subfolder, source
from .terminal import downloading, emit, note, run

__all__ = ["app"]

app = typer.Typer(help="List, fetch, verify and delete models.", no_args_is_help=True)
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Models' ids.")]


@app.command("list")
def list_models(json: Json = False) -> None:
    """List all models, their sizes, and whether they are on this machine."""
    run(_list(json))


@app.command()
def download(
    ids: Ids, dtype: Dtype = None, revision: Revision = None, subfolder: Subfolder = None, mirror: Mirror = None
) -> None:
    """Download models, so that later calls work without a network."""
    run(_download(ids, dtype, source(revision, subfolder, mirror)))


@app.command("mirror")
def write_mirror(
    ids: Ids,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that a web server will offer.")],
    dtype: Dtype = None,
    revision: Revision = None,
    subfolder: Subfolder = None,
) -> None:
    """Write a mirror of hub models as plain files, for `--mirror` or env.remote_host."""
    run(_mirror(ids, output, dtype, source(revision, subfolder, None)))


@app.command("manifest")
def write_manifest(
    ids: Annotated[list[str], typer.Argument(metavar="ORG/NAME[@REVISION]…", help="Models of the hub.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder of models that a site offers, such as dist/models.")
    ],
    dtype: Annotated[
        list[str] | None,
        typer.Option("--dtype", help="The weights to take; repeatable. Default: those that a page uses."),
    ] = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Write hub models for pages: files, and manifests with hashes of pieces and canaries."""
    source(None, None, mirror)
    run(_manifest(ids, output, dtype or [], subfolder))


@app.command()
def outdated(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Default: all stored models.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Use the new revisions from now on.")] = False,
    mirror: Mirror = None,
) -> None:
    """Ask the hub whether models have a newer revision than the one stored here."""
    source(None, None, mirror)
    run(_outdated(ids or [], update))


@app.command()
def verify(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Default: all stored models.")] = None,
) -> None:
    """Read models' files again and compare their sha256. Exit code 1 if one is altered."""
    run(_verify(ids or []))


@app.command()
def delete(ids: Ids) -> None:
    """Delete models' files from this machine."""
    run(_delete(ids))


@app.command()
def path() -> None:
    """Print the folder where models are stored (TABSIDE_CACHE)."""
    from ..env import env

    print(env.cache_dir)


async def _list(json: bool) -> None:
    from ..hub import list_manifests
    from ..model_cache import models

    here = {model.id: model for model in await models.list()}
    manifests = list_manifests()
    if json:
        for manifest in manifests:
            emit(
                {
                    "id": manifest.id,
                    "task": manifest.task,
                    "bytes": await models.size(manifest.id),
                    "cached": await models.is_cached(manifest.id),
                    "bytes_on_disk": here[manifest.id].bytes if manifest.id in here else 0,
                    "license": manifest.license.spdx,
                }
            )
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("Model", "Task", "Size", "Here", "License", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for manifest in manifests:
        size = f"{await models.size(manifest.id) / 1e6:.1f} MB"
        is_here = "yes" if await models.is_cached(manifest.id) else "no"
        table.add_row(manifest.id, manifest.task, size, is_here, manifest.license.spdx)
    Console().print(table)


async def _mirror(ids: list[str], output: Path, dtype: str | None, chosen: Mapping[str, str | None]) -> None:
    from ..disk.mirroring import write_mirror
    from ..hub import find_manifest

    await _download(ids, dtype, chosen)
    for model_id in ids:
        manifest = await find_manifest(model_id, revision=chosen["revision"], subfolder=chosen["subfolder"])
        files = manifest.files_to_load(manifest.model_file(dtype, "cpu", chosen["subfolder"]))
        note(f"{model_id}: {write_mirror(manifest, files, output, chosen['revision'] or 'main')}")


async def _manifest(ids: list[str], output: Path, dtypes: list[str], subfolder: str | None) -> None:
    from ..publishing import mirror_for_pages

    with downloading() as progress:
        for name in ids:
            folder = await mirror_for_pages(
                name, output, dtypes=dtypes, subfolder=subfolder, progress_callback=progress
            )
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            note(f"{name}: {folder / 'manifest.json'}, {size / 1e6:.1f} MB with its files")


async def _outdated(ids: list[str], update: bool) -> None:
    from ..model_cache import models

    for model_id in ids or [model.id for model in await models.list()]:
        newer = await (models.update(model_id) if update else models.newer_revision(model_id))
        print(f"{model_id}\t{newer or 'up to date'}")


async def _download(ids: list[str], dtype: str | None, chosen: Mapping[str, str | None]) -> None:
    from ..hub import default_files, find_manifest

    manifests = [
        await find_manifest(model_id, revision=chosen["revision"], subfolder=chosen["subfolder"]) for model_id in ids
    ]
    with downloading() as progress:
        for manifest in manifests:
            files = manifest.files_to_load(manifest.model_file(dtype, "cpu", chosen["subfolder"]))
            await default_files().ensure(manifest, files, progress)
            note(f"{manifest.id} is here")


async def _verify(ids: list[str]) -> None:
    from ..model_cache import models

    is_altered = False
    for model_id in ids or [model.id for model in await models.list()]:
        for file, state in (await models.verify(model_id)).items():
            print(f"{state}\t{model_id}/{file}")
            is_altered |= state == "altered"
    if is_altered:
        raise typer.Exit(1)


async def _delete(ids: list[str]) -> None:
    from ..hub import load_manifest
    from ..model_cache import models

    for manifest in [load_manifest(model_id) for model_id in ids]:
        note(f"{manifest.id}: {await models.delete(manifest.id):,} bytes freed")

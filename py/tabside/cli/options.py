"""Options shared by several commands."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

__all__ = [
    "BatchSize", "Device", "Dtype", "Encoding", "Json", "Lines", "Mirror", "Model", "Prompt", "Recursive", "Revision",
    "Subfolder", "source",
]  # fmt: skip

Device = Annotated[Literal["auto", "cpu", "cuda"], typer.Option("--device", help="The device that runs the model.")]
Dtype = Annotated[str | None, typer.Option("--dtype", help="The weights: q8, q4, int8, fp32, …; default: the model's.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
Lines = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]…", help="Files with one text per line; - or none: stdin.")
]
Model = Annotated[
    str | None, typer.Option("--model", help="The model's id, or the path of its folder; default: the task's.")
]
Revision = Annotated[str | None, typer.Option("--revision", help="The model's branch, tag or commit; default: main.")]
Subfolder = Annotated[str | None, typer.Option("--subfolder", help="The folder of the weights; default: onnx.")]
Mirror = Annotated[
    str | None, typer.Option("--mirror", help="The address of a hub or mirror; default: HF_ENDPOINT or Hugging Face.")
]
Prompt = Annotated[
    str | None, typer.Option("--prompt", help="Text to put before each; default: the model's own prompt for these.")
]
BatchSize = Annotated[
    int | None, typer.Option("--batch-size", min=1, help="The most texts that the model reads at once.")
]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-r", help="Take all files in folders; results keep their folders.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of texts and tables that are not UTF-8, such as cp1250.")
]


def source(revision: str | None, subfolder: str | None, mirror: str | None) -> dict[str, str | None]:
    """Return the arguments of `pipeline()` for a model's source; a mirror is set for this process."""
    if mirror is not None:
        from ..env import env

        env.remote_host = mirror
    return {"revision": revision, "subfolder": subfolder}

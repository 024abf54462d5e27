"""Options shared by several commands."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

__all__ = ["Device", "Dtype", "Encoding", "Json", "Lines", "Model", "Recursive"]

Device = Annotated[Literal["auto", "cpu", "cuda"], typer.Option("--device", help="The device that runs the model.")]
Dtype = Annotated[str | None, typer.Option("--dtype", help="The weights: q8, q4, int8, fp32, …; default: the model's.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
Lines = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]…", help="Files with one text per line; - or none: stdin.")
]
Model = Annotated[str | None, typer.Option("--model", help="The model's id; default: the task's.")]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-r", help="Take all files in folders; results keep their folders.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of texts and tables that are not UTF-8, such as cp1250.")
]

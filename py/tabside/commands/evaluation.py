"""`tabside eval pii`: the redactor over public text, measured."""

from __future__ import annotations

import runpy
import sys

import typer

__all__ = ["app"]

app = typer.Typer(help="Measure against public data.", no_args_is_help=True)


@app.command(
    "pii",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def pii(context: typer.Context) -> None:
    """Measure the redactor on public text. Options are those of `python -m tabside.evaluation`; see its --help."""
    sys.argv = ["tabside eval pii", *context.args]
    runpy.run_module("tabside.evaluation", run_name="__main__", alter_sys=True)

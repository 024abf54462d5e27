"""`tabside eval pii`: run the redactor, and optionally peers, over texts with known personal data."""

from __future__ import annotations

import runpy
import sys

import typer

__all__ = ["app"]

app = typer.Typer(help="Measure on texts with known answers.", no_args_is_help=True)


@app.command(
    "pii",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def pii(context: typer.Context) -> None:
    """Measure on public texts, or on --data FILE. All options: `python -m tabside.evaluation --help`."""
    sys.argv = ["tabside eval pii", *context.args]
    runpy.run_module("tabside.evaluation", run_name="__main__", alter_sys=True)

"""The command line: `tabside redact`, restore, decrypt, classify, train, embed, rank, corpus, models, eval and batch.

Exit codes: 0 success; 1 failure with a message; 2 wrong command line; 3 finished, but some inputs failed;
130 Ctrl-C. Heavy modules are imported only by the commands that need them.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

__all__ = ["build", "main"]


def main() -> None:
    """Run the command line of this process."""
    if sys.argv[1:2] == ["hook"]:
        # An agent waits for it at every prompt: nothing more is imported.
        from .hook import main as hook

        sys.exit(hook(sys.argv[2:]))
    try:
        import typer  # noqa: F401
    except ImportError:
        print('tabside: the command line needs more packages: pip install "tabside[cli,native]"', file=sys.stderr)
        sys.exit(1)
    if sys.stderr is None:  # It was closed by whoever started this.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        # What is written to it fails, and that is told: results that go nowhere are not a success.
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        # Whatever the locale, output is UTF-8 with unchanged line breaks.
        stream.reconfigure(encoding="utf-8", newline="\n", errors=errors)  # type: ignore[union-attr]
    build()(prog_name="tabside")


def build() -> typer.Typer:
    """Build the application from its commands."""
    import typer

    from . import corpus, evaluation, models
    from .batch import mount
    from .classify import classify
    from .decrypt import decrypt
    from .inspect import inspect
    from .redact import redact
    from .restore import restore
    from .servers import hook, mcp, proxy, serve
    from .texts import embed, rank
    from .train import train
    from .verify import verify

    app = typer.Typer(
        help="Redact, classify, embed, rank and search text with models that run on this machine.",
        no_args_is_help=True,
        add_completion=False,
        # Tracebacks with local variables would show users' text.
        pretty_exceptions_show_locals=False,
    )
    for command in (redact, inspect, restore, decrypt, verify, classify, train, embed, rank, proxy, serve, mcp, hook):
        app.command()(command)
    app.add_typer(corpus.app, name="corpus")
    app.add_typer(models.app, name="models")
    app.add_typer(evaluation.app, name="eval")
    mount(app)
    return app

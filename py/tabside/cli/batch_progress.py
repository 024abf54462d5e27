"""Progress of a run, with rates, and the table at its end."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any

from ..batch.engines.tasks import TRUNCATED
from ..batch.io.places import Place
from ..batch.plan.ledger import REJECTED, REPORT
from ..batch.report import Report, Tally
from ..redaction.view.unread_scripts import OTHER_SCRIPT

__all__ = ["Progress", "print_report"]

PLAIN_EVERY_S = 30.0
_FIRST = "reading the inputs, loading the model"


class Progress:
    """Partitions, rows and characters per second, on standard error.

    A bar in a terminal; occasional lines in a log file or a pipe.
    """

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._bar: Any = None
        self._task: Any = None
        self._started_s = self._said_s = time.monotonic()
        if shown and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("partitions"), BarColumn(bar_width=20), MofNCompleteColumn(),
                TextColumn("{task.fields[rates]}"), TimeRemainingColumn(),
            )  # fmt: skip
            self._bar = Bar(*columns, console=Console(stderr=True))

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=None, rates=_FIRST)
        elif self._shown:
            _say(_FIRST)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, tally: Tally, partitions: int) -> None:
        """Show the progress of the run."""
        if not self._shown:
            return
        now_s = time.monotonic()
        seconds = max(now_s - self._started_s, 1e-9)
        rates = f"{tally.new_rows / seconds:,.1f} rows/s, {tally.new_chars / seconds:,.0f} characters/s"
        if tally.failures:
            rates += f", kept aside: {sum(tally.failures.values()):,}"
        if self._bar is not None:
            self._bar.update(self._task, completed=tally.partitions, total=partitions, rates=rates)
        elif now_s - self._said_s >= PLAIN_EVERY_S:
            self._said_s = now_s
            _say(f"{tally.partitions:,} of {partitions:,} partitions, {rates}")


def _say(line: str) -> None:
    print(f"tabside: {line}", file=sys.stderr, flush=True)


def print_report(report: Report, *, as_json: bool) -> None:
    """Print the report on standard output. The table contains no text of the corpus; the JSON contains the sample."""
    if as_json:
        print(json.dumps(report.to_dict(), indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    if report.partitions == report.partitions_before:
        console.print("All is done already.")
    console.print(f"{report.task}: {report.model}")
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("rows", f"{report.rows:,}")
    table.add_row("characters", f"{report.chars:,}")
    table.add_row("seconds", f"{report.seconds:,.1f}")
    table.add_row("rows/s", f"{report.rows_per_s:,.1f}")
    table.add_row("characters/s", f"{report.chars_per_s:,.0f}")
    if report.partitions_before:
        table.add_row("partitions done before", f"{report.partitions_before:,} of {report.partitions:,}")
    if report.files_ignored:
        table.add_row("files left out: hidden, or of no known format", f"{report.files_ignored:,}")
    for name, count in report.findings.items():
        table.add_row(f"  {name}", f"{count:,}")
    for code, count in report.failures.items():
        table.add_row(f"kept aside: {code}", f"{count:,}", style="red")
    for code, count in report.warnings.items():
        table.add_row(f"to read over: {code}", f"{count:,}", style="yellow")
    console.print(table)
    output = Place(report.output)
    folder = (output.parts() if output.format else output).name
    if report.sample:
        console.print(
            f"Read over the {len(report.sample)} redacted rows in {folder}/{REPORT}: what was missed is there."
        )
    if report.columns_unread:
        names = ", ".join(report.columns_unread[:20]) + (", …" if len(report.columns_unread) > 20 else "")
        console.print(
            f"Not looked at, and copied as they are, {len(report.columns_unread)} columns: {names}", style="yellow"
        )
    if report.rows_rejected:
        console.print(f"Rows that failed are in {folder}/{REJECTED} as they were, not redacted.", style="red")
    if TRUNCATED in report.warnings:
        console.print("Texts longer than the model reads: their ends are not in their vectors.", style="yellow")
    if OTHER_SCRIPT in report.warnings:
        console.print(
            "Rows with words in another script than Latin: the model was not trained on it, and names in it are found "
            "less often.",
            style="yellow",
        )

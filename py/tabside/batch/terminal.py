"""What a person sees of a run: a line of progress with rates, and a table at the end."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import Any

from ..redaction.unread_scripts import OTHER_SCRIPT
from .report import Report, Tally

__all__ = ["Progress", "print_report"]


class Progress:
    """A bar over partitions, on standard error, with rows and characters a second."""

    def __init__(self, *, shown: bool) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._started_s = time.monotonic()
        if shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("partitions"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rates]}"),
                TimeRemainingColumn(),
            )  # fmt: skip
            self._bar = Bar(*columns, console=Console(stderr=True))

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=None, rates="reading the inputs, loading the model")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, tally: Tally, partitions: int) -> None:
        """Show how far the run is."""
        if self._bar is None:
            return
        seconds = max(time.monotonic() - self._started_s, 1e-9)
        rates = f"{tally.new_rows / seconds:,.1f} rows/s, {tally.new_chars / seconds:,.0f} characters/s"
        if tally.failures:
            rates += f", {sum(tally.failures.values()):,} rows kept aside"
        self._bar.update(self._task, completed=tally.partitions, total=partitions, rates=rates)


def print_report(report: Report, *, as_json: bool) -> None:
    """Print the report on standard output. The table has no text of the corpus in it; the JSON has the sample."""
    if as_json:
        print(json.dumps(report.to_dict(), indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if report.partitions == report.partitions_before:
        console.print("All is done already.")
    table = Table(title=f"{report.task}: {report.model}", title_justify="left", show_header=False, box=None)
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
        table.add_row("files of no known format, ignored", f"{report.files_ignored:,}")
    for name, count in report.findings.items():
        table.add_row(f"  {name}", f"{count:,}")
    for code, count in report.failures.items():
        table.add_row(f"[red]kept aside: {code}[/red]", f"[red]{count:,}[/red]")
    for code, count in report.warnings.items():
        table.add_row(f"[yellow]to read over: {code}[/yellow]", f"[yellow]{count:,}[/yellow]")
    console.print(table)
    if report.rows_rejected:
        console.print("[red]Rows that failed are in the output's folder _rejected as they were, not redacted.[/red]")
    if OTHER_SCRIPT in report.warnings:
        console.print(
            "[yellow]Rows with words in another script than Latin: the model was not trained on it, and names in "
            "it are found less often.[/yellow]"
        )

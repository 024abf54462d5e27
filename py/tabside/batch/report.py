"""The result of a run: counts, rates and a sample, as data and as a table for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .plan.ledger import Done

__all__ = ["Report", "Tally"]

SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run. Rates count only this run, not the results of an earlier one.

    `findings` counts by entity (or by label), `failures` by error code, `warnings` rows to be reviewed,
    by code: with words in a script that the model was not trained on (`redaction.other-script`), or longer than its
    limit (`batch.truncated`). `sample` holds randomly chosen redacted rows, in which a person can look for missed
    data; it is the only part that contains text.
    """

    task: str
    model: str
    partitions: int
    partitions_before: int
    rows: int
    rows_rejected: int
    chars: int
    findings: dict[str, int]
    failures: dict[str, int]
    warnings: dict[str, int]
    seconds: float
    rows_per_s: float
    chars_per_s: float
    files_ignored: int
    output: str
    sample: list[dict[str, Any]] = field(default_factory=list)
    columns_unread: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Tally:
    """Adds up finished partitions."""

    def __init__(self) -> None:
        self.partitions = self.before = self.rows = self.chars = 0
        self.new_rows = self.new_chars = 0
        self.findings: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self._sample: list[dict[str, Any]] = []

    def add(self, done: Done, *, is_new: bool) -> None:
        self.partitions += 1
        self.rows += done.rows
        self.chars += done.chars
        if is_new:
            self.new_rows += done.rows
            self.new_chars += done.chars
        else:
            self.before += 1
        self.findings.update(done.findings)
        self.failures.update(done.failures)
        self.warnings.update(done.warnings)
        self._sample = sorted([*self._sample, *done.sample], key=lambda row: str(row["rank"]))[:SAMPLE_ROWS]

    def report(
        self,
        *,
        task: str,
        model: str,
        seconds: float,
        files_ignored: int,
        output: str,
        columns_unread: Sequence[str] = (),
    ) -> Report:
        elapsed = max(seconds, 1e-9)
        return Report(
            task=task,
            model=model,
            partitions=self.partitions,
            partitions_before=self.before,
            rows=self.rows,
            rows_rejected=sum(self.failures.values()),
            chars=self.chars,
            findings=dict(sorted(self.findings.items())),
            failures=dict(sorted(self.failures.items())),
            warnings=dict(sorted(self.warnings.items())),
            seconds=round(seconds, 3),
            rows_per_s=round(self.new_rows / elapsed, 1),
            chars_per_s=round(self.new_chars / elapsed, 1),
            files_ignored=files_ignored,
            output=output,
            sample=self._sample,
            columns_unread=list(columns_unread),
        )

"""Write the table of recognizers in docs/recognizers.md from the registry.

Run `python -m scripts.generate.recognizer_table`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabside.redaction import PatternRecognizer, Recognizer, Registry
from tabside.redaction.recognizers.numbers.number import IdNumber, NumberRecognizer

from ..paths import ROOT

PAGE = ROOT / "docs" / "recognizers.md"
BEGIN, END = "<!-- table: python -m scripts.generate.recognizer_table -->\n", "<!-- end of table -->\n"


def table() -> str:
    """Return the tables in Markdown: recognizers of all countries, then numbers by country."""
    general, national = [], []
    for recognizer in Registry.default().recognizers:
        if isinstance(recognizer, NumberRecognizer):
            national += [_number(number) for number in recognizer.numbers]
        elif isinstance(recognizer, PatternRecognizer) and recognizer.country:
            national.append((recognizer.country, recognizer.name, recognizer.entity, *_says(recognizer)))
        else:
            general.append((recognizer.name, ", ".join(sorted(recognizer.entities)), *_says(recognizer)))
    return "\n".join(
        (
            *_rows(("recognizer", "entity", "check", "without a context word"), sorted(general)),
            "",
            *_rows(("country", "recognizer", "entity", "check", "without a context word"), sorted(national)),
            "",
        )
    )


def _says(recognizer: Recognizer) -> tuple[str, str]:
    if not isinstance(recognizer, PatternRecognizer):
        return "yes", "yes"
    return "yes" if recognizer.check else "shape", "no" if recognizer.needs_context else "yes"


def _number(number: IdNumber) -> tuple[str, ...]:
    check = f"`{number.check}`" if number.check else "shape"
    alone = "yes" if "*" in number.alone else ", ".join(f"`{shape}`" for shape in number.alone) or "no"
    return number.country, number.name, number.entity, check, alone


def _rows(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def with_table(page: str) -> str:
    """Return the page with the current table."""
    before, rest = page.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

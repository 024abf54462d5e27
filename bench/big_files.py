"""Redact a workbook of 175,000 numbers, a table of 2.8 MB and a mail of 1.2 MB: CPU seconds and peak memory.

    python -m bench.big_files xlsx
    python -m bench.big_files eml --without-model

One kind a process, since memory is measured at its peak. Run by hand.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import resource
import time
from collections.abc import AsyncIterator, Callable, Mapping
from email.message import EmailMessage
from typing import Any

from tabside.files import redact_file
from tabside.redaction import Redactor
from tabside.types import TokenPrediction

WORDS = ("the", "committee", "met", "and", "discussed", "budget", "of", "harbour", "window", "garden", "minutes")


class Silent:
    """A model that reads nothing and finds nothing."""

    labels = ("O",)

    async def predict_tokens(self, text: str, **_options: Any) -> AsyncIterator[TokenPrediction]:
        for one in (TokenPrediction(0, len(text), 0, True, [1.0]),) if text else ():
            yield one


def workbook(source: random.Random) -> bytes:
    """Return 3,500 rows of 50 numbers."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(3500):
        sheet.append([source.randrange(100_000) / (7 if column % 2 else 1) for column in range(50)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(source: random.Random) -> bytes:
    """Return 58,000 rows of measures and words without persons."""
    rows = ["carat,cut,color,clarity,depth,table,price,x,y,z"]
    for _ in range(58_000):
        told = f"{source.choice(('Ideal', 'Premium', 'Good'))},{source.choice('DEFGH')},{source.choice(('SI1', 'VS2'))}"
        sizes = ",".join(f"{source.random() * 9:.2f}" for _ in range(3))
        price = source.randrange(300, 18_000)
        rows.append(
            f"{source.random():.2f},{told},{60 + source.random():.1f},{55 + source.random():.1f},{price},{sizes}"
        )
    return "\n".join(rows).encode()


def mail(source: random.Random) -> bytes:
    """Return a message with a person on every fortieth line, as text and as a page."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ann Smith <ann@corp.example>", "x@corp.example", "Minutes"
    lines = [" ".join(source.choice(WORDS) for _ in range(12)) for _ in range(7000)]
    lines[::40] = [f"{line} Ann Smith, 415-867-5309" for line in lines[::40]]
    message.set_content("\n".join(lines))
    message.add_alternative("".join(f"<p>{line}</p>" for line in lines), subtype="html")
    return message.as_bytes()


FILES: Mapping[str, Callable[[random.Random], bytes]] = {"xlsx": workbook, "csv": table, "eml": mail}


async def measure(kind: str, with_model: bool) -> None:
    data = FILES[kind](random.Random(1))
    redactor = await Redactor.create() if with_model else Redactor(Silent())
    await redactor.redact("Dear Ann,")
    begin = time.process_time()
    result = await redact_file(data, f"big.{kind}", redactor)
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{kind}: {len(data) / 1e6:.2f} MB, {seconds:.1f} s, {peak:.0f} MB, {len(result.findings)} findings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=FILES)
    parser.add_argument("--without-model", action="store_true", help="leave out the model's own time")
    chosen = parser.parse_args()
    asyncio.run(measure(chosen.kind, not chosen.without_model))


if __name__ == "__main__":
    main()

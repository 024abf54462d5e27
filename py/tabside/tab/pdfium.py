"""The PDF engine in a browser tab: PDFium in a worker of its own, through web/worker/pdf/pdf-host.js.

Steps cross as JSON and bytes as typed arrays, as web/worker/pdf/instance.js says.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pyodide.ffi import to_js

from ..runtime.pdfium import Batch, Call, Limits, Ref, Step, Value, Write
from .host import host, settle

__all__ = ["WorkerPdfium"]


class WorkerPdfium:
    """An instance of the engine in a worker of its own; see `runtime.pdfium.Pdfium`."""

    def __init__(self, number: int) -> None:
        self._number = number

    @classmethod
    async def start(cls, limits: Limits, reader: bytes) -> WorkerPdfium:
        """Start a worker; the first one fetches the engine. `reader` is the module of pdf/glyph_reader.wat.

        Raises:
            DownloadError: the engine could not be fetched.
        """
        return cls(int(await settle(host().startPdf(limits.megabytes, limits.seconds, to_js(reader)))))

    async def run(self, batch: Batch) -> Sequence[Value]:
        """Carry out a batch.

        Raises:
            FileError, FileTooLargeError: see `runtime.pdfium.Pdfium`.
        """
        arrays: list[bytes] = []
        steps = [_plain_step(step, arrays) for step in batch.steps]
        answer: Any = await settle(host().runPdf(self._number, json.dumps(steps), to_js(arrays)))
        results: list[Any] = json.loads(str(answer.json))
        return [answer.arrays[one["b"]].to_bytes() if isinstance(one, dict) else one for one in results]

    async def close(self) -> None:
        """End the worker."""
        host().closePdf(self._number)


def _plain_step(step: Step, arrays: list[bytes]) -> list[Any]:
    if isinstance(step, Call):
        return ["c", step.name, [_plain(one) for one in step.arguments]]
    if isinstance(step, Write):
        arrays.append(step.data)
        return ["w", _plain(step.address), len(arrays) - 1]
    return ["r", _plain(step.address), _plain(step.length)]


def _plain(argument: int | float | Ref) -> Any:
    return {"s": argument.step, "o": argument.offset} if isinstance(argument, Ref) else argument

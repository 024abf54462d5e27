"""Split a stream of bytes into records, for text, JSONL and CSV. At most one block is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["BOM", "record_spans"]

BOM = b"\xef\xbb\xbf"
_END_OR_QUOTE = re.compile(rb'["\r\n]')


def record_spans(blocks: Iterable[bytes], delimiters: bytes = b"") -> Iterator[tuple[int, int]]:
    r"""Yield (start, end) of each record, including its line break: lines, or with `delimiters` the rows of CSV.

    >>> list(record_spans([b'a,"b\n', b'c"\nd'], b","))
    [(0, 8), (8, 9)]
    """
    return _rows(blocks, delimiters) if delimiters else _lines(blocks)


def _lines(blocks: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    start = position = 0
    for block in blocks:
        begin = 0
        while (newline := block.find(b"\n", begin)) >= 0:
            begin = newline + 1
            yield start, position + begin
            start = position + begin
        position += len(block)
    if start < position:
        yield start, position


def _rows(blocks: Iterable[bytes], delimiters: bytes) -> Iterator[tuple[int, int]]:
    """Yield rows as the module csv will parse them.

    A quote opens a field only at the beginning of a field (in `5" pipe` it is a character). Doubled quotes do not close
    it. CR, LF and CR LF end a row outside of quotes.
    """
    opening = tuple(delimiters[at : at + 1] for at in range(len(delimiters)))
    start = position = 0
    is_open = is_quote_last = is_return_last = False
    before = b""
    for block in blocks:
        at = 0
        if is_return_last:
            at = int(block[:1] == b"\n")
            yield start, position + at
            start = position + at
        elif is_quote_last and block[:1] == b'"':
            at = 1
        elif is_quote_last:
            is_open = False
        is_quote_last = is_return_last = False
        while at < len(block):
            if is_open:
                quote = block.find(b'"', at)
                if quote < 0:
                    break
                if quote + 1 == len(block):
                    is_quote_last = True
                    break
                at = quote + 1
                if block[at : at + 1] == b'"':
                    at += 1
                else:
                    is_open = False
                continue
            found = _END_OR_QUOTE.search(block, at)
            if found is None:
                break
            at = found.end()
            if found[0] == b'"':
                is_first = position + at - 1 == start or (position == 0 and block[: at - 1] == BOM)
                is_open = is_first or (block[at - 2 : at - 1] if at > 1 else before) in opening
            elif found[0] == b"\r" and at == len(block):
                is_return_last = True
            else:
                at += found[0] == b"\r" and block[at : at + 1] == b"\n"
                yield start, position + at
                start = position + at
        position += len(block)
        before = block[-1:]
    if start < position:
        yield start, position

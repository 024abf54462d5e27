"""The text of pages as pypdf reads it, with content streams split into operations in a fifth of its time."""

from __future__ import annotations

import io
import re
from typing import Any

__all__ = ["operations_of", "texts_of"]

_END = rb"(?=[\s\[\]<>(/]|\Z)"
_HEX = rb"<[0-9A-Fa-f\s]*>"
_LITERAL = rb"\((?:[^()\\]|\\.)*\)"
_TOKEN = re.compile(
    rb"\s*(?:"
    rb"(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)" + _END + rb")"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]{0,2}" + _END + rb")"
    rb"|(?P<hex>" + _HEX + rb")"
    rb"|(?P<literal>" + _LITERAL + rb")"
    rb"|(?P<name>/[A-Za-z0-9_+.:-]*" + _END + rb")"
    rb"|(?P<dictionary><<(?:[^<>()]|" + _LITERAL + rb"|" + _HEX + rb")*>>)"
    rb"|(?P<open>\[)|(?P<close>\]))",
    re.DOTALL,
)
Operation = tuple[list[Any], bytes]


def operations_of(content: bytes) -> list[Operation] | None:
    """Return the operators of a content stream with their operands; dictionaries, which show no text, are empty.

    Returns None for a stream that has more than plain operands: comments, inline pictures, dictionaries in
    dictionaries, parentheses in strings that are not escaped, names with other characters.

    >>> operations_of(b"BT 9 0 Td [(Zo) -20 <eb>] TJ ET")
    [([], b'BT'), ([9.0, 0.0], b'Td'), ([[b'Zo', -20.0, b'\\xeb']], b'TJ'), ([], b'ET')]
    >>> operations_of(b"BT (a(b)) Tj ET") is None
    True
    """
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject

    operations: list[Operation] = []
    operands: list[Any] = []
    array: ArrayObject | None = None
    at = 0
    for match in _TOKEN.finditer(content):
        if match.start() != at:
            return None
        at = match.end()
        kind = match.lastgroup
        token = match[kind or 0]
        if kind == "operator":
            if array is not None or token in _NOT_PLAIN:
                return None
            operations.append((operands, token))
            operands = []
            continue
        if kind in ("open", "close"):
            if (kind == "open") != (array is None):
                return None
            if array is not None:
                operands.append(array)
            array = ArrayObject() if kind == "open" else None
            continue
        value: Any
        if kind == "number":
            value = float(token)
        elif kind == "hex":
            digits = b"".join(token[1:-1].split())
            value = ByteStringObject(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif kind == "literal":
            value = _literal(token)
        else:
            value = NameObject(token.decode("ascii")) if kind == "name" else DictionaryObject()
        (operands if array is None else array).append(value)
    return operations if not content[at:].strip() and array is None else None


# An inline picture is binary; these words are operands.
_NOT_PLAIN = frozenset((b"BI", b"ID", b"EI"))


def _literal(token: bytes) -> Any:
    from pypdf.generic import ByteStringObject, read_string_from_stream

    if b"\\" not in token and b"\r" not in token:
        return ByteStringObject(token[1:-1])
    return read_string_from_stream(io.BytesIO(token), "bytes")


def texts_of(graph: Any) -> list[str]:
    """Return the text of each page of a pypdf document, and put what was parsed into its pages."""
    return [_text_of(page) for page in graph.pages]


def _text_of(page: Any) -> str:
    from pypdf.generic import ContentStream, NameObject

    held = page.get_contents()
    operations = operations_of(held.get_data()) if held is not None else None
    if operations:
        content = ContentStream(None, None, "bytes")
        # With its setter it would forget the bytes, and write them anew from the operations.
        content._data, content._operations = held.get_data(), operations
        page[NameObject("/Contents")] = content
    return str(page.extract_text())

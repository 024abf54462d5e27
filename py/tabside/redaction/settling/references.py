"""Reference numbers of things: orders, tickets, payments, builds, ports, and names of settings.

The model takes an unknown number for a licence or an identity number. The word before it decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from ..detection import Detection
from ..entities import DOCUMENT_NUMBERS
from ..model.decoding import SOURCE as MODEL

__all__ = ["without_references"]

_UNSURE = frozenset((MODEL, "zip_plus_4", "phone_by_form"))
_NAMING = frozenset((MODEL, "script_name"))
_NUMBERS = DOCUMENT_NUMBERS | {"ZIP_CODE", "PHONE"}
_THINGS = (
    "orders?|order|invoice|tickets?|payment|transaction|incident|issue|commit|build|version|release|revision|port|pid|"
    "uuid|guid|sha-?1|sha-?256|sha-?512|md5|checksum|hash|tracking|purchase order|part|sku|product|"
    "bestellung|bestellnummer|rechnung|rechnungsnummer|zahlung|auftrag|lieferung|artikel|produkt|vorgang|"
    "commande|facture|paiement|livraison|produit|pedido|producto|factura|cobro|pago|incidencia|albarán|"
    "ordine|fattura|pagamento|prodotto|segnalazione|produto|encomenda|fatura|ocorrência|bestelling|factuur|betaling|melding"
)
# A thing's word directly before a number, with at most a prefix: `Invoice no. INC-` before `754061`.
_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_THINGS})(?: ?(?:no|nr|number|nummer|num|numero|número|numéro|id|n)\b\.?)?"
    r"[ :#=]{1,3}(?:[A-Z]{1,4}-?)?\Z",
    re.IGNORECASE,
)
_WORD = re.compile(rf"(?:{_THINGS})", re.IGNORECASE)
_REACH = 48
_CONTEXT = "context word: "
# Text allowed between a number's own context word and the number.
_LINK = re.compile(r"[ :#=-]{0,3}(?:(?:no|nr|number|nummer|num|n|id)\b[.:º°]?)?[ :#=]{0,3}")
_LONGEST_LINK = 14


def without_references(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Drop claims supported only by shape or model if the word of a thing precedes them.

    Also drops claims on the name of a setting, `RETRIES` in `RETRIES=5`, and on the context word of the
    number after it: `kimlik` in `TC kimlik no 10000000146`.
    """
    labels = sorted(_labels(detections, text))
    return [
        found
        for found in detections
        if not _is_label(found, labels)
        and not (_is_unsure(found, text) and (_is_thing(found, text) or _is_setting(found, text)))
    ]


def _labels(detections: Sequence[Detection], text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of context words directly before a certain number."""
    for found in detections:
        for reason in found.reasons if found.certain else ():
            if not isinstance(reason, str) or not reason.startswith(_CONTEXT):
                continue
            word = reason.removeprefix(_CONTEXT)
            begin = max(0, found.start - len(word) - _LONGEST_LINK)
            before = text[begin : found.start].lower()
            at = before.rfind(word)
            # A letter that lowercases to two would shift the rest.
            if at != -1 and len(before) == found.start - begin and _LINK.fullmatch(before, at + len(word)):
                yield begin + at, begin + at + len(word)


def _is_label(found: Detection, labels: Sequence[tuple[int, int]]) -> bool:
    if found.source not in _NAMING:
        return False
    last = bisect_right(labels, found.start, key=itemgetter(0)) - 1
    return last >= 0 and found.end <= labels[last][1]


def _is_unsure(found: Detection, text: str) -> bool:
    """Whether a word may overrule a claim: one of the model or of shape alone, and ten digits in a row."""
    return found.source in _UNSURE or (found.source == "phone" and text[found.start : found.end].isdecimal())


def _is_thing(found: Detection, text: str) -> bool:
    value = text[found.start : found.end]
    if found.entity not in _NUMBERS or " " in value.strip() or (found.entity == "PHONE" and not value.isdecimal()):
        return False
    return (
        _WORD.fullmatch(value) is not None
        or _BEFORE.search(text[max(0, found.start - _REACH) : found.start]) is not None
    )


def _is_setting(found: Detection, text: str) -> bool:
    """Whether a claim is part of a name in capitals before an equals sign."""
    return _SETTING.fullmatch(text, found.start, found.end) is not None and _ASSIGNED.match(text, found.end) is not None


_SETTING = re.compile(r"[A-Z_]{2,40}")
_ASSIGNED = re.compile(r"[A-Z_0-9]{0,40}=[^=\s]")

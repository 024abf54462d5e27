"""Number formats of an .xlsx file: which ones show a date (ECMA-376, 18.8.30), and the text they show."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ..markup import attributes, tokens

__all__ = ["EPOCH_1900", "EPOCH_1904", "date_styles", "number_of", "shown_number"]

# Day 0 of the two systems; there was no 29 February 1900, but the first one counts it.
EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)

# Built-in formats. Those for times only are not dates.
_BUILT_IN = frozenset(map(str, (14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58)))
# Text in quotes, brackets or after a backslash is not a code.
_NO_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")
_LATEST = 2_958_466


def date_styles(styles: str) -> frozenset[str]:
    """Return the numbers of the cell formats in a styles part that show a number as a date.

    >>> sorted(date_styles('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'))
    ['1']
    """
    dates = set(_BUILT_IN)
    found: set[str] = set()
    is_inside, count = False, 0
    for token in tokens(styles):
        local = token.name.rpartition(":")[2]
        if local == "cellXfs":
            is_inside = not token.is_end
        elif token.kind == "tag" and not token.is_end and local in ("numFmt", "xf"):
            said = {attribute.name: attribute.value for attribute in attributes(styles, token)}
            if local == "numFmt" and _is_date(said.get("formatCode", "")):
                dates.add(said.get("numFmtId", ""))
            elif local == "xf" and is_inside:
                if said.get("numFmtId") in dates:
                    found.add(str(count))
                count += 1
    return frozenset(found)


def shown_number(value: str, epoch: datetime | None) -> str:
    """Format a number as shown: without powers of ten if it is whole, and with an `epoch` as a date.

    >>> shown_number("4.1111111111111E+15", None), shown_number("1.5", None), shown_number("29254", EPOCH_1900)
    ('4111111111111100', '1.5', '1980-02-03')
    """
    if epoch is None and value.isdigit():
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if epoch is not None and 1 <= number < _LATEST:
        moment = epoch + timedelta(days=number)
        for form in _FORMS:
            shown = moment.strftime(form)
            if number_of(shown, epoch) == value:
                return shown
        return moment.strftime(_FORMS[0] if number == int(number) else _FORMS[1])
    is_whole = "e" in value.lower() and abs(number) < 1e18 and number == int(number)
    return str(int(number)) if is_whole else value


def number_of(shown: str, epoch: datetime | None) -> str | None:
    """Return the number that `shown_number` wrote, as a cell holds it; None where it is none.

    >>> number_of("1980-02-03", EPOCH_1900), number_of("1980-02-03 12:00", EPOCH_1900), number_of("x", None)
    ('29254', '29254.5', None)
    """
    if epoch is not None:
        for form in _FORMS:
            try:
                passed = datetime.strptime(shown, form) - epoch
            except ValueError:
                continue
            seconds = passed.seconds + passed.microseconds / 1e6
            return str(passed.days) if not seconds else repr(passed.days + seconds / 86_400)
    return shown if _NUMBER.fullmatch(shown) else None


def _is_date(code: str) -> bool:
    codes = _NO_CODE.sub("", code).lower().split(";")[0]
    return "y" in codes or "d" in codes or ("m" in codes and "h" not in codes and "s" not in codes)

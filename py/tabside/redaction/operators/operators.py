"""Operators: the replacement of a finding, by name or by name and options: `{"operator": "mask", "keep_last": 4}`.

| operator | result | restorable |
|---|---|---|
| placeholder | `[GIVEN_NAME_1]` | yes |
| replace | `<GIVEN_NAME>`, or the caller's text | no |
| mask | hidden characters, same length | no |
| hash | `GIVEN_NAME:3f0c…`, salted SHA-256 or SHA-512 | no |
| encrypt | `{GIVEN_NAME:enc1:…}`, AES-GCM under a passphrase | with the passphrase |
| surrogate | an invented value of the same shape | yes |
| generalize | a year, a decade of age, three digits of a ZIP code | no |
| remove | nothing | no |
| keep | the unchanged text | not needed |

Presidio's names for operators and options (`redact`, `masking_char`, `chars_to_mask`, `hash_type`) are accepted.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar, Protocol, runtime_checkable

from ...errors import InputError

__all__ = [
    "OPERATORS",
    "Hash",
    "Keep",
    "Mask",
    "Operator",
    "OperatorSpec",
    "Placeholder",
    "PreparedOperator",
    "PreparesDocument",
    "Remove",
    "Replace",
    "parse_operator",
]

OperatorSpec = str | Mapping[str, Any]


class Operator(Protocol):
    """Replaces a value. `restorable`: the original can be restored from the result."""

    @property
    def name(self) -> str: ...

    @property
    def restorable(self) -> bool: ...

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        """Return the replacement of the value; `placeholder(entity, value)` returns its placeholder."""
        ...


@runtime_checkable
class PreparesDocument(Protocol):
    """An operator that must see all values of a document before it replaces the first."""

    async def prepare(self, text: str, values: Iterable[tuple[str, str]]) -> PreparedOperator:
        """Return an operator for the document `text`, whose findings are these (entity, value) pairs."""
        ...


@dataclass(frozen=True, slots=True)
class PreparedOperator:
    """Replaces from a table made for one document. A value missing from it gets a placeholder.

    `named`: a replacement identifies its value by itself, so the mapping stores it.
    """

    name: str
    restorable: bool
    named: bool
    table: Mapping[tuple[str, str], str] = field(repr=False)

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        replacement = self.table.get((entity, value))
        return placeholder(entity, value) if replacement is None else replacement


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Replace the value by a numbered placeholder. With `tag`, five letters in it identify its mapping."""

    name: ClassVar[str] = "placeholder"
    restorable: ClassVar[bool] = True

    tag: bool = False

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return placeholder(entity, value)


@dataclass(frozen=True, slots=True)
class Replace:
    """Replace every value by the same text: the entity's name in angle brackets, unless `new_value` is given."""

    name: ClassVar[str] = "replace"
    restorable: ClassVar[bool] = False

    new_value: str = ""

    def __post_init__(self) -> None:
        if "[" in self.new_value or "]" in self.new_value:
            raise InputError("The replace operator's new_value must hold no square bracket: placeholders do.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return self.new_value or f"<{entity}>"


@dataclass(frozen=True, slots=True)
class Mask:
    """Mask each character; the length stays. `keep_first` and `keep_last` are numbers of letters and digits to keep.

    A value with no more letters and digits than would be kept is masked completely. With `count`, only that many
    characters are masked: the first ones, or the last ones with `from_end`; 0 means all.
    """

    name: ClassVar[str] = "mask"
    restorable: ClassVar[bool] = False

    char: str = "*"
    keep_first: int = 0
    keep_last: int = 0
    count: int = 0
    from_end: bool = False

    def __post_init__(self) -> None:
        if len(self.char) != 1 or self.char in "[]":
            raise InputError("The mask operator's char must be one character, and no square bracket.")
        if min(self.keep_first, self.keep_last, self.count) < 0:
            raise InputError("The mask operator's keep_first, keep_last and count must not be negative.")
        if self.count and (self.keep_first or self.keep_last):
            raise InputError("The mask operator takes count, or keep_first and keep_last, not both.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        if self.count:
            hidden = min(self.count, len(value))
            shown = len(value) - hidden
            return value[:shown] + self.char * hidden if self.from_end else self.char * hidden + value[hidden:]
        places = [index for index, ch in enumerate(value) if ch.isalnum()]
        if len(places) <= self.keep_first + self.keep_last:
            return self.char * len(value)
        first = places[self.keep_first - 1] + 1 if self.keep_first else 0
        last = places[-self.keep_last] if self.keep_last else len(value)
        return value[:first] + self.char * (last - first) + value[last:]


@dataclass(frozen=True, slots=True)
class Hash:
    """Replace the value by a salted SHA-2 (FIPS 180-4): `ENTITY:` and the first `length` hexadecimal digits.

    The same value with the same salt gives the same hash. Without a salt from the caller each operator generates its
    own, since an unsalted hash of a phone number can be found by trying all numbers.
    """

    name: ClassVar[str] = "hash"
    restorable: ClassVar[bool] = False

    salt: str = field(default_factory=lambda: os.urandom(16).hex(), repr=False)
    length: int = 16
    hash_type: str = "sha256"

    def __post_init__(self) -> None:
        digits = {"sha256": 64, "sha512": 128}.get(self.hash_type)
        if digits is None:
            raise InputError("The hash operator's hash_type must be sha256 or sha512.")
        if not 8 <= self.length <= digits:
            raise InputError(f"The hash operator's length must be from 8 to {digits} hexadecimal digits.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        import hashlib

        salted = f"{self.salt}\0{value}".encode("utf-8", "surrogatepass")
        return f"{entity}:{hashlib.new(self.hash_type, salted).hexdigest()[: self.length]}"


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the value."""

    name: ClassVar[str] = "remove"
    restorable: ClassVar[bool] = False

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep the value; the finding is still reported."""

    name: ClassVar[str] = "keep"
    restorable: ClassVar[bool] = True

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return value


OPERATORS: Mapping[str, Callable[..., Operator]] = {
    operator.name: operator for operator in (Placeholder, Replace, Mask, Hash, Remove, Keep)
}
# Rarely used operators are imported on first use: the start of a tab counts every module.
_LATE: Mapping[str, tuple[str, str]] = {
    "encrypt": (".encryption", "Encrypt"),
    "surrogate": (".surrogates", "Surrogate"),
    "generalize": (".generalization", "Generalize"),
}
_PRESIDIO_OPERATORS: Mapping[str, str] = {"redact": "remove", "generalise": "generalize"}
_PRESIDIO_OPTIONS: Mapping[str, str] = {"masking_char": "char", "chars_to_mask": "count", "key": "passphrase"}


def parse_operator(spec: OperatorSpec | Operator) -> Operator:
    """Build an operator from its name, or from its name and options.

    >>> parse_operator({"operator": "mask", "keep_last": 4})
    Mask(char='*', keep_first=0, keep_last=4, count=0, from_end=False)

    Raises:
        InputError: the operator or an option is unknown, or an option has the wrong type.
    """
    if isinstance(spec, str):
        return _operator_class(spec)()
    if not isinstance(spec, Mapping):
        if getattr(spec, "name", None) in (*OPERATORS, *_LATE) and dataclasses.is_dataclass(spec):
            return spec
        raise InputError("An operator is a name, or a mapping with the key `operator` and its options.")
    options = dict(spec)
    operator = _operator_class(options.pop("operator", options.pop("type", None)))
    options = {_PRESIDIO_OPTIONS.get(option, option): value for option, value in options.items()}
    kinds = {option.name: option.type for option in dataclasses.fields(operator)}  # type: ignore[arg-type]
    for option, value in options.items():
        if option not in kinds:
            known = ", ".join(kinds) or "none"
            raise InputError(f"The operator has no such option. Its options: {known}.")
        if type(value).__name__ != kinds[option]:
            raise InputError(f"The operator's option {option} must be of type {kinds[option]}.")
    return operator(**options)


def _operator_class(name: object) -> Callable[..., Operator]:
    if isinstance(name, str):
        known = _PRESIDIO_OPERATORS.get(name, name)
        if known in _LATE:
            module, attribute = _LATE[known]
            late: Callable[..., Operator] = getattr(import_module(module, __package__), attribute)
            return late
        if known in OPERATORS:
            return OPERATORS[known]
    raise InputError(f"No such operator. There are: {', '.join((*OPERATORS, *_LATE))}.")

"""What stands in the place of a finding, by name or by name and options: `{"operator": "mask", "keep_last": 4}`.

| operator | gives | comes back |
|---|---|---|
| placeholder | `[GIVEN_NAME_1]` | yes |
| mask | the same length, hidden | no |
| hash | `GIVEN_NAME:3f0c…`, salted SHA-256 | no |
| remove | nothing | no |
| keep | the text as it is | it never left |
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from ..errors import InputError

__all__ = ["OPERATORS", "Hash", "Keep", "Mask", "Operator", "OperatorSpec", "Placeholder", "Remove", "parse_operator"]

OperatorSpec = str | Mapping[str, Any]


class Operator(Protocol):
    """Replaces a value. `restorable` says whether the original can be had back from the result."""

    name: ClassVar[str]
    restorable: ClassVar[bool]

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        """Return what stands for the value; `placeholder(entity, value)` gives its placeholder."""
        ...


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Put a numbered name in the value's place."""

    name: ClassVar[str] = "placeholder"
    restorable: ClassVar[bool] = True

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return placeholder(entity, value)


@dataclass(frozen=True, slots=True)
class Mask:
    """Hide each character; the length stays. `keep_first` and `keep_last` count letters and digits that stay.

    A value of no more letters and digits than would stay is hidden as a whole.
    """

    name: ClassVar[str] = "mask"
    restorable: ClassVar[bool] = False

    char: str = "*"
    keep_first: int = 0
    keep_last: int = 0

    def __post_init__(self) -> None:
        if len(self.char) != 1 or self.char in "[]":
            raise InputError("The mask operator's char must be one character, and no square bracket.")
        if min(self.keep_first, self.keep_last) < 0:
            raise InputError("The mask operator's keep_first and keep_last must not be negative.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        places = [index for index, ch in enumerate(value) if ch.isalnum()]
        if len(places) <= self.keep_first + self.keep_last:
            return self.char * len(value)
        first = places[self.keep_first - 1] + 1 if self.keep_first else 0
        last = places[-self.keep_last] if self.keep_last else len(value)
        return value[:first] + self.char * (last - first) + value[last:]


@dataclass(frozen=True, slots=True)
class Hash:
    """Put a salted SHA-256 in the value's place: `ENTITY:` and the first `length` hexadecimal digits.

    The same value with the same salt gives the same hash. Without a salt of the caller's each operator draws its own,
    since the unsalted hash of a phone number is found by trying them all.
    """

    name: ClassVar[str] = "hash"
    restorable: ClassVar[bool] = False

    salt: str = field(default_factory=lambda: os.urandom(16).hex(), repr=False)
    length: int = 16

    def __post_init__(self) -> None:
        if not 8 <= self.length <= 64:
            raise InputError("The hash operator's length must be from 8 to 64 hexadecimal digits.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        import hashlib

        digest = hashlib.sha256(f"{self.salt}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()
        return f"{entity}:{digest[: self.length]}"


@dataclass(frozen=True, slots=True)
class Remove:
    """Leave nothing."""

    name: ClassVar[str] = "remove"
    restorable: ClassVar[bool] = False

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave the value as it is; the finding is still reported."""

    name: ClassVar[str] = "keep"
    restorable: ClassVar[bool] = True

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        return value


OPERATORS: Mapping[str, Callable[..., Operator]] = {
    operator.name: operator for operator in (Placeholder, Mask, Hash, Remove, Keep)
}


def parse_operator(spec: OperatorSpec | Operator) -> Operator:
    """Build an operator from its name, or from its name and options.

    >>> parse_operator({"operator": "mask", "keep_last": 4})
    Mask(char='*', keep_first=0, keep_last=4)

    Raises:
        InputError: no such operator, no such option, or an option of another type.
    """
    if isinstance(spec, str):
        return _operator_class(spec)()
    if not isinstance(spec, Mapping):
        if type(spec) in OPERATORS.values():
            return spec
        raise InputError("An operator is a name, or a mapping with the key `operator` and its options.")
    options = dict(spec)
    operator = _operator_class(options.pop("operator", None))
    kinds = {option.name: option.type for option in dataclasses.fields(operator)}  # type: ignore[arg-type]
    for option, value in options.items():
        if option not in kinds:
            known = ", ".join(kinds) or "none"
            raise InputError(f"The operator has no such option. Its options: {known}.")
        if type(value).__name__ != kinds[option]:
            raise InputError(f"The operator's option {option} must be of type {kinds[option]}.")
    return operator(**options)


def _operator_class(name: object) -> Callable[..., Operator]:
    operator = OPERATORS.get(name) if isinstance(name, str) else None
    if operator is None:
        raise InputError(f"No such operator. There are: {', '.join(OPERATORS)}.")
    return operator

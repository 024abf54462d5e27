"""The options for redacting a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..redaction.operators.operators import Operator, OperatorSpec
from .review import Review

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource

__all__ = ["Choice", "choice_of"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of `Redactor.redact` for a file, and a reader's decisions about its values."""

    entities: frozenset[str] | None = None
    threshold: float | None = None
    operator: OperatorSpec | Operator | None = None
    operators: Mapping[str, OperatorSpec | Operator] | None = None
    policy: PolicySource = None
    mapping: PlaceholderMap | None = None
    review: Review = field(default_factory=Review)
    on_progress: Callable[[int, int], None] | None = None


def choice_of(
    *,
    entities: Iterable[str] | None = None,
    keep: Iterable[str] = (),
    hide: Mapping[str, str] | None = None,
    **options: Any,
) -> Choice:
    """Return the options of a caller; the others are those of `Choice`.

    Raises:
        InputError: see `Review.of`.
    """
    return Choice(None if entities is None else frozenset(entities), review=Review.of(keep, hide), **options)

"""Check the policy and the exceptions given on the command line before any input is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError

if TYPE_CHECKING:
    from ..redaction.redactor import Redactor

__all__ = ["check_exceptions", "exception", "policy_of"]


def policy_of(source: str) -> Any:
    """Read a policy's file, or the preset of that name."""
    from ..redaction.policy.policy import Policy

    path = Path(source)
    return Policy.load(path.read_bytes() if path.is_file() else source)


def check_exceptions(operators: Mapping[str, Any], redactor: Redactor) -> None:
    """Refuse an exception for an entity that nothing finds: it must be a mistake."""
    from ..redaction.policy.presets import PRESET_ENTITIES

    unknown = sorted(set(operators) - redactor.entities - PRESET_ENTITIES)
    if unknown:
        known = ", ".join(sorted(redactor.entities))
        raise InputError(f"--operator-for names what nothing finds: {', '.join(unknown)}. There are: {known}.")


def exception(pair: str) -> tuple[str, str]:
    entity, separator, operator = pair.partition("=")
    if not separator:
        raise InputError("--operator-for takes ENTITY=OPERATOR, such as CITY=keep.")
    return entity, operator

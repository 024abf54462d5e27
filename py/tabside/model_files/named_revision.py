"""Ids of models that name a revision: org/name@revision."""

from __future__ import annotations

import re

from ..errors import InputError
from .manifest import MODEL_ID

__all__ = ["NAMED", "named_revision"]

NAMED = re.compile(MODEL_ID.pattern + r"(@(?!.*(\.\.|/$))[A-Za-z0-9][A-Za-z0-9._/-]{0,199})?")
"""An id, maybe with a branch, tag or commit."""


def named_revision(name: str) -> tuple[str, str | None]:
    """Split `org/name@revision`.

    >>> named_revision("org/name@v1.0")
    ('org/name', 'v1.0')

    Raises:
        InputError: this names no model.
    """
    if not isinstance(name, str) or not NAMED.fullmatch(name):
        raise InputError("A model of the hub is named org/name, or org/name@revision.")
    model, _, revision = name.partition("@")
    return model, revision or None

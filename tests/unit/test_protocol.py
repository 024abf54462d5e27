"""Error codes: unique, documented, and each leads back to its class."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tabside import errors


def every_error(root: type[errors.TabsideError] = errors.TabsideError) -> Iterator[type[errors.TabsideError]]:
    """The errors that can cross. Those of other modules, such as tabside.batch, never occur in a tab."""
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from every_error(child)


def test_codes_are_unique_and_stand_in_the_tree_at_the_top_of_the_module() -> None:
    codes = [error.code for error in every_error()]
    assert len(codes) == len(set(codes))
    assert errors.__doc__ is not None
    for error in every_error():
        assert re.search(rf"\b{error.__name__} +{re.escape(error.code)}$|^{error.__name__}$", errors.__doc__, re.M), (
            error
        )


@pytest.mark.parametrize("error", list(every_error()))
def test_a_code_leads_back_to_its_class(error: type[errors.TabsideError]) -> None:
    made = errors.from_code(error.code, "What to do.", file="a.bin")
    assert type(made) is error
    assert (made.message, made.details) == ("What to do.", {"file": "a.bin"})


def test_an_unknown_code_still_makes_an_error() -> None:
    assert type(errors.from_code("some.future-code", "What to do.")) is errors.TabsideError

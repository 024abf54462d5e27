"""The public names of `tabside`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import tabside
from tabside import errors

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", tabside.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(tabside, name) is not None
    assert name in dir(tabside)


def test_public_names_are_sorted_and_no_others_resolve() -> None:
    assert sorted(tabside.__all__) == tabside.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tabside.nothing


def test_env_is_the_settings_and_not_the_module() -> None:
    import tabside.env

    assert isinstance(tabside.env.allow_remote_models, bool)


def test_the_version_is_the_one_of_the_project() -> None:
    assert f'version = "{tabside.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_every_error_has_a_code_of_its_own_and_the_tree_is_drawn() -> None:
    classes = [getattr(errors, name) for name in errors.__all__ if inspect.isclass(getattr(errors, name))]
    codes = [error.code for error in classes]

    assert len(set(codes)) == len(codes)
    drawn = dict(re.findall(r"(\w+) +([a-z-]+(?:\.[a-z-]+)?)$", errors.__doc__ or "", re.MULTILINE))
    assert {
        error.__name__: error.code for error in classes if error is not errors.TabsideError
    }.items() <= drawn.items()

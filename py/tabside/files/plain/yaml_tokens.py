"""The tokens of YAML 1.1, from PyYAML or else from ruamel.yaml, which is Python alone and runs in the tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...errors import FileTooLargeError, FileUnsupportedError

__all__ = ["NotYamlError", "scan", "scanner"]

Scan = Callable[[str], Iterator[Any]]


class NotYamlError(Exception):
    """A text is not YAML."""


# For each token a scanner looks at all lists around it that are written in brackets.
_DEEPEST = 100


def scan(text: str) -> Iterator[Any]:
    """Yield the tokens of a text: `KeyToken`, `ScalarToken` and others, which are alike in both packages.

    Raises:
        FileUnsupportedError: neither package is installed. NotYamlError: the text is no YAML.
        FileTooLargeError: lists in brackets lie too deep in each other.
    """
    tokens, errors = scanner()
    depth = 0
    try:
        for token in tokens(text):
            kind = type(token).__name__
            if kind.startswith("Flow"):
                depth += kind.endswith("StartToken")
                depth -= kind.endswith("EndToken")
                if depth > _DEEPEST:
                    raise FileTooLargeError(f"Lists of this file lie in each other more than {_DEEPEST} deep.")
            yield token
    except errors:
        raise NotYamlError from None


def scanner(packages: tuple[str, ...] = ("PyYAML", "ruamel.yaml")) -> tuple[Scan, tuple[type[Exception], ...]]:
    """Return the scanner of the first of these packages that is installed, and its errors.

    Raises:
        FileUnsupportedError: none is.
    """
    for package in packages:
        try:
            return _OF_PACKAGES[package]()
        except ImportError:
            continue
    raise FileUnsupportedError('YAML needs the package PyYAML or ruamel.yaml: pip install "tabside[files]".')


def _pyyaml() -> tuple[Scan, tuple[type[Exception], ...]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return lambda text: yaml.scan(text, Loader=loader), (yaml.YAMLError, RecursionError, ValueError)


def _ruamel() -> tuple[Scan, tuple[type[Exception], ...]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    return YAML(typ="safe", pure=True).scan, (YAMLError, RecursionError, ValueError)


_OF_PACKAGES = {"PyYAML": _pyyaml, "ruamel.yaml": _ruamel}

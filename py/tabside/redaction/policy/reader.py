"""Read a policy from text or plain data. Errors name the field, and the line where text was read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ...errors import InputError, PolicyError
from ...json_scan import JsonSyntaxError, line_of, path_text, scan_json
from ...refusing import refusing
from ..operators.operators import parse_operator
from ..operators.placeholders import ENTITY_NAME
from .custom_recognizer import POLICY_VERSION, CustomRecognizer
from .lists import ListEntry
from .patterns import compile_safely
from .presets import PRESETS

__all__ = ["read_policy"]

T = TypeVar("T")
Path = tuple[str | int, ...]

_MOST_CHARACTERS = 1_000_000
# PyYAML takes twenty times as long as JSON does.
_MOST_YAML_CHARACTERS = 100_000
_DEEPEST = 16
# Each is tried at every place of a text.
_MOST_PATTERNS = 5_000
_HOW = ("exact", "wildcard", "regex")


def read_policy(source: str | bytes | Mapping[str, Any]) -> dict[str, Any]:
    """Read a preset's name, JSON or YAML text, or plain data; return the checked fields of a `Policy`, by name.

    Raises:
        PolicyError: see `Policy.load`.
    """
    if isinstance(source, str) and source in PRESETS:
        return _Reader({}).policy({"extends": source, "name": source})
    if isinstance(source, Mapping):
        return _Reader({}).policy(source)
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise PolicyError("The policy is not UTF-8.") from None
    if not isinstance(source, str):
        raise PolicyError("A policy is a preset's name, JSON or YAML text, or a mapping.")
    if len(source) > _MOST_CHARACTERS:
        raise PolicyError("The policy is longer than a million characters.")
    data, lines = _parse(source)
    return _Reader(lines).policy(data)


def _parse(text: str) -> tuple[Any, Mapping[Path, int]]:
    """Return plain data and the line of each value."""
    stripped = text.lstrip()
    if stripped.startswith("{"):
        try:
            lines = _json_lines(text)
        except JsonSyntaxError as error:
            raise PolicyError("The policy is not JSON.", line=line_of(text, error.position)) from None
        with refusing(lambda: PolicyError("The policy is not JSON.")):
            return json.loads(text), lines
    if "\n" not in stripped and ":" not in stripped:
        raise PolicyError(f"No such preset. There are: {', '.join(PRESETS)}.")
    if len(text) > _MOST_YAML_CHARACTERS:
        raise PolicyError(f"A policy in YAML has {_MOST_YAML_CHARACTERS:,} characters at most; write it as JSON.")
    with refusing(lambda: PolicyError("The policy is not YAML.")):
        return _parse_yaml(text)


def _json_lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    line, position = 1, 0
    for place in scan_json(text):
        if len(place.path) > _DEEPEST:
            raise PolicyError("A policy is not nested that deep.", line=line)
        # Counted from place to place: from the begin each time it would take the square of the length.
        line += text.count("\n", position, place.start)
        position = place.start
        lines[place.path] = line
    return lines


def _parse_yaml(text: str) -> tuple[Any, Mapping[Path, int]]:
    try:
        import yaml
    except ImportError:
        raise PolicyError('YAML needs the package PyYAML: pip install "tabside[files]"; or write JSON.') from None
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            # Without aliases, data cannot grow beyond the text.
            if isinstance(event, yaml.AliasEvent):
                raise PolicyError("A policy has no YAML aliases.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise PolicyError("A policy is not nested that deep.")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise PolicyError("The policy is not YAML.", line=line) from None
    except yaml.YAMLError:
        raise PolicyError("The policy is not YAML.") from None
    lines: dict[Path, int] = {}
    nodes: list[tuple[Path, Any]] = [((), root)] if root is not None else []
    while nodes:
        path, node = nodes.pop()
        lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            nodes += [((*path, str(key.value)), value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += [((*path, index), value) for index, value in enumerate(node.value)]
    return data, lines


class _Reader:
    """Validates plain data piece by piece, and knows the line of each piece."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._patterns = 0

    def policy(self, data: Any) -> dict[str, Any]:
        data = self._fields(data, (), (
            "tabside_policy", "name", "description", "extends", "entities", "threshold", "thresholds", "operator",
            "operators", "allow", "deny", "recognizers",
        ))  # fmt: skip
        if data.get("tabside_policy", POLICY_VERSION) != POLICY_VERSION:
            raise self._error(("tabside_policy",), f"This version reads policies of version {POLICY_VERSION} only")
        base: dict[str, Any] = {}
        if "extends" in data:
            preset = PRESETS.get(data["extends"]) if isinstance(data["extends"], str) else None
            if preset is None:
                raise self._error(("extends",), f"No such preset; there are {', '.join(PRESETS)}")
            base = _Reader({}).policy(preset)
        entities = self._fields(data.get("entities", {}), ("entities",), ("on", "also", "off", "identifying"))
        on = self._entities(entities["on"], ("entities", "on")) if "on" in entities else base.get("entities_on")
        identifying = self._entities(entities.get("identifying", ()), ("entities", "identifying"))
        also = self._entities(entities.get("also", ()), ("entities", "also")) | identifying
        # An entity switched on here is on, even if the preset switches it off.
        named = also | (on if "on" in entities and on else frozenset())
        if "on" not in entities:
            also |= base.get("entities_also", frozenset())
        off = (
            base.get("entities_off", frozenset()) | self._entities(entities.get("off", ()), ("entities", "off"))
        ) - named
        inherited = base.get("entities_identifying", frozenset()) - named
        thresholds = {
            self._entity(entity, ("thresholds", entity)): self._share(value, ("thresholds", entity))
            for entity, value in self._fields(data.get("thresholds", {}), ("thresholds",)).items()
        }
        operators = {
            self._entity(entity, ("operators", entity)): self._operator(value, ("operators", entity))
            for entity, value in self._fields(data.get("operators", {}), ("operators",)).items()
        }
        return {
            "name": self._text(data.get("name", "custom"), ("name",)),
            # Without those that are off: written out and read again, they would be switched on here.
            "entities_on": None if on is None else on - off,
            "entities_also": also - off,
            "entities_off": off,
            "entities_identifying": (identifying | inherited) - off,
            "threshold": self._share(data["threshold"], ("threshold",))
            if "threshold" in data
            else base.get("threshold"),
            "thresholds": {**base.get("thresholds", {}), **thresholds},
            "operator": self._operator(data["operator"], ("operator",)) if "operator" in data else base.get("operator"),
            "operators": {**base.get("operators", {}), **operators},
            "allow": self._entries(data.get("allow", ()), "allow"),
            "deny": self._entries(data.get("deny", ()), "deny"),
            "custom": self._each(data.get("recognizers", ()), ("recognizers",), self._recognizer),
        }

    def _entries(self, data: Any, which: str) -> tuple[ListEntry, ...]:
        # Prefer masking in doubt: deny entries match in any case, allow entries only as written.
        return self._each(data, (which,), lambda entry, path: self._entry(entry, path, ignore_case=which == "deny"))

    def _entry(self, data: Any, path: Path, *, ignore_case: bool) -> ListEntry:
        if isinstance(data, str):
            return ListEntry(self._text(data, path), ignore_case=ignore_case)
        data = self._fields(data, path, (*_HOW, "entity", "ignore_case"))
        ways = [way for way in _HOW if way in data]
        if len(ways) != 1:
            raise self._error(path, f"An entry has one of {', '.join(_HOW)}")
        (how,) = ways
        entry = ListEntry(
            self._text(data[how], (*path, how)),
            how,
            self._entity(data["entity"], (*path, "entity")) if "entity" in data else None,
            self._flag(data.get("ignore_case", ignore_case), (*path, "ignore_case")),
        )
        if how != "exact":
            self._count_pattern(path)
            self._checked((*path, how), entry.pattern)
        return entry

    def _recognizer(self, data: Any, path: Path) -> CustomRecognizer:
        data = self._fields(data, path, (
            "name", "entity", "patterns", "score", "context", "ignore_case", "needs_context", "examples",
        ))  # fmt: skip
        for name in ("name", "entity", "patterns"):
            if name not in data:
                raise self._error(path, f"A recognizer needs the field {name}")
        score = self._share(data.get("score", 0.5), (*path, "score"))
        ignore_case = self._flag(data.get("ignore_case", False), (*path, "ignore_case"))

        def pattern(entry: Any, at: Path) -> tuple[str, float]:
            fields = {"regex": entry} if isinstance(entry, str) else self._fields(entry, at, ("name", "regex", "score"))
            regex = self._text(fields.get("regex"), (*at, "regex"))
            self._count_pattern(at)
            self._checked((*at, "regex"), lambda: compile_safely(regex, ignore_case))
            return regex, self._share(fields.get("score", score), (*at, "score"))

        examples = self._fields(data.get("examples", {}), (*path, "examples"), ("hits", "misses"))
        patterns = self._each(data["patterns"], (*path, "patterns"), pattern)
        if not patterns:
            raise self._error((*path, "patterns"), "A recognizer needs a pattern")
        return CustomRecognizer(
            name=self._text(data["name"], (*path, "name")),
            entity=self._entity(data["entity"], (*path, "entity")),
            patterns=patterns,
            context=self._each(data.get("context", ()), (*path, "context"), self._word),
            ignore_case=ignore_case,
            needs_context=self._flag(data.get("needs_context", False), (*path, "needs_context")),
            hits=self._each(examples.get("hits", ()), (*path, "examples", "hits"), self._text),
            misses=self._each(examples.get("misses", ()), (*path, "examples", "misses"), self._text),
        )

    def _count_pattern(self, path: Path) -> None:
        self._patterns += 1
        if self._patterns > _MOST_PATTERNS:
            raise self._error(path, f"A policy has {_MOST_PATTERNS:,} patterns and wildcards at most")

    def _fields(self, data: Any, path: Path, known: Sequence[str] = ()) -> Mapping[str, Any]:
        if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
            raise self._error(path, "This has to be a mapping from names to values")
        for key in data:
            if known and key not in known:
                raise self._error((*path, key), f"No such field; there are {', '.join(known)}")
        return data

    def _each(self, data: Any, path: Path, read: Callable[[Any, Path], T]) -> tuple[T, ...]:
        if isinstance(data, str) or not isinstance(data, Sequence):
            raise self._error(path, "This has to be a list")
        return tuple(read(entry, (*path, index)) for index, entry in enumerate(data))

    def _entities(self, data: Any, path: Path) -> frozenset[str]:
        return frozenset(self._each(data, path, self._entity))

    def _entity(self, data: Any, path: Path) -> str:
        if not isinstance(data, str) or not ENTITY_NAME.fullmatch(data):
            raise self._error(path, "An entity's name is of capital letters, digits and low lines, 64 at most")
        return data

    def _text(self, data: Any, path: Path) -> str:
        if not isinstance(data, str) or not data.strip():
            raise self._error(path, "This has to be a text that is not empty")
        return data

    def _word(self, data: Any, path: Path) -> str:
        word = self._text(data, path)
        if not any(ch.isalpha() for ch in word):
            raise self._error(path, "A word of the context has letters")
        return word

    def _share(self, data: Any, path: Path) -> float:
        if isinstance(data, bool) or not isinstance(data, (int, float)) or not 0 < data <= 1:
            raise self._error(path, "This has to be a number over 0, up to 1")
        return float(data)

    def _flag(self, data: Any, path: Path) -> bool:
        if not isinstance(data, bool):
            raise self._error(path, "This has to be true or false")
        return data

    def _operator(self, data: Any, path: Path) -> str | Mapping[str, Any]:
        self._checked(path, lambda: parse_operator(data))
        spec: str | Mapping[str, Any] = data
        return spec

    def _checked(self, path: Path, check: Callable[[], object]) -> None:
        try:
            check()
        except InputError as error:
            raise self._error(path, error.message.rstrip(".")) from None

    def _error(self, path: Path, message: str) -> PolicyError:
        line = next((self._lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self._lines), None)
        field = path_text(path)
        where = field if line is None else f"{field}, line {line}"
        return PolicyError(f"{message} ({where}).", field=field, line=line)

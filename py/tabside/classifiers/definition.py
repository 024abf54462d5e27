"""A classifier as plain data, and its JSON: labels with one row of weights each, and the model that embeds texts.

The file, version 1, is one JSON object:

- `format`: `tabside-classifier`; `version`: 1; `method`: `zero-shot` or `few-shot`;
- `embedder`: whose vectors the weights are for: `model`, `revision`, `dtype`, `sha256` of its weights, `pooling`;
- `labels`: for each its `name`, `description` (may be empty), number of `examples`, `intercept` and `weights`;
- `evaluation`: what cross-validation measured, or null (see `Evaluation`).

It holds no examples. A text's scores are the softmax of `weights @ vector + intercept` over the labels.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import ClassifierError
from ..model_files.manifest import MODEL_ID
from .evaluation import Evaluation, evaluation_from_plain

__all__ = ["ClassifierDefinition", "Embedder", "Label", "check_names"]

FORMAT, VERSION = "tabside-classifier", 1
METHODS = ("zero-shot", "few-shot")
MOST_LABELS = 200
_LONGEST_NAME = 200
_MOST_DIMENSIONS = 16_384
# Digits of a weight in the file. float32 vectors have no more that count.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Embedder:
    """The model that makes the vectors. Other weights, or another pooling, make vectors that mean something else."""

    model: str
    revision: str
    dtype: str
    sha256: str
    pooling: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label, what it was learned from, and its weights, as many as the vectors have dimensions."""

    name: str
    description: str
    examples: int
    intercept: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ClassifierDefinition:
    """The content of a classifier's file."""

    method: str
    embedder: Embedder
    labels: tuple[Label, ...]
    evaluation: Evaluation | None = None

    @property
    def dim(self) -> int:
        """The number of dimensions of its vectors."""
        return len(self.labels[0].weights)

    def to_plain(self) -> dict[str, Any]:
        """Return the file's JSON as plain data."""
        plain = asdict(self)
        for label in plain["labels"]:
            label["intercept"] = _rounded(label["intercept"])
            label["weights"] = [_rounded(weight) for weight in label["weights"]]
        plain["labels"] = list(plain["labels"])
        return {"format": FORMAT, "version": VERSION, **plain}

    def to_json(self) -> str:
        """Return the file's text."""
        return json.dumps(self.to_plain(), ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> ClassifierDefinition:
        """Read a classifier's file.

        Raises:
            ClassifierError: see `from_plain`, or the text is not JSON.
        """
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            raise _refusal("", "is not JSON") from None
        return cls.from_plain(plain)

    @classmethod
    def from_plain(cls, plain: Any) -> ClassifierDefinition:
        """Read a classifier from what its JSON holds. Fields that version 1 does not name are refused.

        Raises:
            ClassifierError: it is of another version, or a field is missing, unknown or of another type; `details`
                names the `field`.
        """
        if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
            raise _refusal("format", "is no classifier of tabside's")
        if plain.get("version") != VERSION:
            raise _refusal("version", f"is of another version; this tabside reads version {VERSION}. Train it again")
        fields = _fields(plain, "", ("format", "version", "method", "embedder", "labels", "evaluation"))
        if fields["method"] not in METHODS:
            raise _refusal("method", f"has a method other than {' and '.join(METHODS)}")
        listed = fields["labels"]
        if not isinstance(listed, list):
            raise _refusal("labels", "has no list of labels")
        labels = tuple(_label(one, number) for number, one in enumerate(listed))
        check_names([label.name for label in labels])
        if len({len(label.weights) for label in labels}) != 1:
            raise _refusal("labels", "has labels with different numbers of weights")
        evaluation = fields["evaluation"]
        return cls(
            fields["method"],
            _embedder(fields["embedder"]),
            labels,
            None if evaluation is None else evaluation_from_plain(evaluation),
        )


def check_names(names: Sequence[Any]) -> None:
    """Raise ClassifierError unless these can be the names of labels: at least two, none empty, none twice."""
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME:
            raise ClassifierError(f"A label's name is a text of 1 to {_LONGEST_NAME} characters.", field="labels")
    if not 2 <= len(names) <= MOST_LABELS:
        raise ClassifierError(f"A classifier has 2 to {MOST_LABELS} labels.", field="labels")
    if len(set(names)) != len(names):
        raise ClassifierError("Two labels have the same name.", field="labels")


def _embedder(plain: Any) -> Embedder:
    names = ("model", "revision", "dtype", "sha256", "pooling")
    fields = _fields(plain, "embedder", names)
    for name in names:
        if not isinstance(fields[name], str):
            raise _refusal(f"embedder.{name}", "names its model by something else than text")
    if not MODEL_ID.fullmatch(fields["model"]):
        raise _refusal("embedder.model", "names no model by its id")
    return Embedder(**fields)


def _label(plain: Any, number: int) -> Label:
    place = f"labels[{number}]"
    fields = _fields(plain, place, ("name", "description", "examples", "intercept", "weights"))
    if not isinstance(fields["name"], str) or not isinstance(fields["description"], str):
        raise _refusal(f"{place}.name", "has a label without a name")
    if not isinstance(fields["examples"], int) or isinstance(fields["examples"], bool) or fields["examples"] < 0:
        raise _refusal(f"{place}.examples", "has a label without a number of examples")
    weights = fields["weights"]
    if not isinstance(weights, list) or not 0 < len(weights) <= _MOST_DIMENSIONS:
        raise _refusal(f"{place}.weights", "has a label without weights")
    if not all(map(_is_finite, (*weights, fields["intercept"]))):
        raise _refusal(f"{place}.weights", "has a weight that is no number")
    return Label(
        fields["name"],
        fields["description"],
        fields["examples"],
        float(fields["intercept"]),
        tuple(float(weight) for weight in weights),
    )


def _fields(plain: Any, place: str, names: Sequence[str]) -> dict[str, Any]:
    if not isinstance(plain, Mapping):
        raise _refusal(place, "holds something else there")
    for name in names:
        if name not in plain:
            raise _refusal(f"{place}.{name}".lstrip("."), f"has no field {name}")
    if len(plain) > len(names):
        raise _refusal(place, f"has a field that version {VERSION} does not know")
    return dict(plain)


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _refusal(field: str, what: str) -> ClassifierError:
    return ClassifierError(f"This file {what}{f' ({field})' if field else ''}.", field=field)

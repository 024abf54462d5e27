"""Classifiers with labels of one's own, on the shipped embedder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tabside import Classifier, pipeline, sync
from tabside.classifiers import ClassifierDefinition
from tabside.classifiers.evaluation import folds_of
from tabside.errors import BatchError, ClassifierError, InputError

DESCRIPTIONS = {
    "refund": "The customer wants their money back.",
    "delivery": "A parcel has not arrived, or arrives late.",
    "login": "Somebody cannot sign in, or has lost a password.",
}
EXAMPLES = {
    "refund": ["I want my money back.", "Please refund the invoice.", "You charged me twice, return the amount."],
    "delivery": ["Where is my parcel?", "The package is a week late.", "It was never delivered to my door."],
    "login": ["I forgot my password.", "The page says my account is locked.", "I cannot sign in on my phone."],
}
NEW = {
    "refund": "The amount was taken from my card two times, give it back.",
    "delivery": "The courier did not come yet.",
    "login": "It does not accept my user name.",
}


@pytest.fixture(scope="module")
def embedder() -> Any:
    return sync.pipeline("feature-extraction")


def learned(embedder: Any, **options: Any) -> Any:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    return sync.Classifier.from_examples(
        [t for t, _ in pairs], [label for _, label in pairs], embedder=embedder, **options
    )


def test_descriptions_alone_label_texts(embedder: Any) -> None:
    classify = sync.Classifier.from_descriptions(DESCRIPTIONS, embedder=embedder)

    found = classify(list(NEW.values()))

    assert [one["label"] for one in found] == list(NEW)
    assert classify.evaluation is None


def test_names_are_their_own_descriptions(embedder: Any) -> None:
    classify = sync.Classifier.from_descriptions(["sports", "cooking"], embedder=embedder)

    assert classify("Our team won the football match.")[0]["label"] == "sports"


def test_examples_are_learned_and_the_accuracy_is_measured(embedder: Any) -> None:
    seen: list[tuple[int, int]] = []

    classify = learned(embedder, on_progress=lambda *done: seen.append(done))

    assert [one["label"] for one in classify(list(NEW.values()))] == list(NEW)
    assert classify.evaluation.examples == 9
    assert classify.evaluation.folds == 5
    low, high = classify.evaluation.interval
    assert 0 <= low <= classify.evaluation.accuracy <= high <= 1
    assert classify.evaluation.baseline == pytest.approx(1 / 3, abs=1e-3)
    assert seen == [(9, 9)]


def test_labels_without_a_meaning_are_not_said_to_be_learned(embedder: Any) -> None:
    """An accuracy measured on what was learned would be 1 here."""
    texts = [f"Message number {number} says hello." for number in range(40)]
    classify = sync.Classifier.from_examples(
        texts, [["odd", "even"][n * 7 % 11 % 2] for n in range(40)], embedder=embedder
    )

    low, _ = classify.evaluation.interval
    assert low < 0.6
    assert classify.evaluation.accuracy < 0.8


def test_equal_texts_are_never_in_two_folds() -> None:
    texts = ["a", "a", "b", "c", "d", "e", "e", "f"]

    folds = folds_of([0, 1, 0, 0, 1, 1, 0, 1], texts, folds=3)

    assert folds is not None
    assert folds[0] == folds[1]
    assert folds[5] == folds[6]


def test_a_single_example_gives_no_accuracy(embedder: Any) -> None:
    classify = sync.Classifier.from_examples(
        ["Goal!", "Bake it.", "Stir."], ["sports", "food", "food"], embedder=embedder
    )

    assert classify.evaluation is None
    assert classify("Fry the onions.")[0]["label"] == "food"


def test_a_saved_classifier_answers_the_same_elsewhere(embedder: Any, tmp_path: Path) -> None:
    classify = learned(embedder)
    classify.save(tmp_path / "support.json")

    again = sync.Classifier.load(tmp_path / "support.json")

    before, after = (each("Where is it?", top_k=None) for each in (classify, again))
    assert [one["label"] for one in before] == [one["label"] for one in after]
    assert [one["score"] for one in before] == pytest.approx([one["score"] for one in after], abs=1e-4)
    assert again.evaluation == classify.evaluation
    text = (tmp_path / "support.json").read_text(encoding="utf-8")
    assert not any(example in text for examples in EXAMPLES.values() for example in examples)
    assert len(text) < 5_000 * len(EXAMPLES)


def test_results_have_the_shapes_of_the_pipeline(embedder: Any) -> None:
    classify = sync.Classifier.from_descriptions(DESCRIPTIONS, embedder=embedder)

    assert [one["label"] for one in classify(NEW["login"])] == ["login"]
    every = classify(NEW["login"], top_k=None)
    assert sum(one["score"] for one in every) == pytest.approx(1)
    assert [one["score"] for one in every] == sorted((one["score"] for one in every), reverse=True)
    assert [len(each) for each in classify(list(NEW.values()), top_k=2)] == [2, 2, 2]
    assert classify(["qwerty"], threshold=0.99) == [[]]


def test_a_broken_input_does_not_lose_the_others(embedder: Any) -> None:
    classify = sync.Classifier.from_descriptions(DESCRIPTIONS, embedder=embedder)

    with pytest.raises(BatchError) as failure:
        classify([NEW["login"], None])

    assert failure.value.results[0]["label"] == "login"
    assert list(failure.value.errors) == [1]
    with pytest.raises(InputError):
        classify(NEW["login"], top_k=0)


async def test_other_weights_are_refused(embedder: Any) -> None:
    plain = json.loads(sync.Classifier.from_descriptions(DESCRIPTIONS, embedder=embedder).to_json())
    plain["embedder"]["sha256"] = "0" * 64

    with pytest.raises(ClassifierError) as refusal:
        await Classifier.load(plain, embedder=await pipeline("feature-extraction"))

    assert refusal.value.details == {"field": "embedder"}


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["a", "b"], ["x", "x"]),
        (["a"], ["x", "y"]),
        (["a", " "], ["x", "y"]),
        (["a", None], ["x", "y"]),
        (["a", "b"], ["x", ""]),
    ],
    ids=["one label", "too few texts", "an empty text", "no text", "a label without a name"],
)
def test_examples_that_cannot_be_learned_are_refused(embedder: Any, texts: Any, labels: Any) -> None:
    with pytest.raises(ClassifierError):
        sync.Classifier.from_examples(texts, labels, embedder=embedder)


PLAIN: dict[str, Any] = {
    "format": "tabside-classifier",
    "version": 1,
    "method": "zero-shot",
    "embedder": {"model": "a/b", "revision": "r", "dtype": "int8", "sha256": "0" * 64, "pooling": "mean"},
    "labels": [
        {"name": name, "description": "", "examples": 0, "intercept": 0, "weights": [0.5, -0.5]} for name in ("x", "y")
    ],
    "evaluation": None,
}


def label(**changes: Any) -> dict[str, Any]:
    return {**PLAIN, "labels": [{**PLAIN["labels"][0], **changes}, PLAIN["labels"][1]]}


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ([], "format"),
        ({**PLAIN, "format": "pickle"}, "format"),
        ({**PLAIN, "version": 2}, "version"),
        ({**PLAIN, "method": "magic"}, "method"),
        ({name: value for name, value in PLAIN.items() if name != "embedder"}, "embedder"),
        ({**PLAIN, "examples": ["a text"]}, ""),
        ({**PLAIN, "embedder": {**PLAIN["embedder"], "model": "../../etc/passwd"}}, "embedder.model"),
        ({**PLAIN, "embedder": {**PLAIN["embedder"], "sha256": 1}}, "embedder.sha256"),
        ({**PLAIN, "labels": PLAIN["labels"][:1]}, "labels"),
        ({**PLAIN, "labels": "x"}, "labels"),
        (label(name="y"), "labels"),
        (label(name=" "), "labels"),
        (label(weights=[0.5]), "labels"),
        (label(weights=[0.5, float("nan")]), "labels[0].weights"),
        (label(weights=[0.5, "1"]), "labels[0].weights"),
        (label(examples=-1), "labels[0].examples"),
        ({**PLAIN, "evaluation": {"accuracy": 2}}, "evaluation"),
    ],
)
def test_a_broken_file_is_refused_by_its_field(plain: Any, field: str) -> None:
    with pytest.raises(ClassifierError) as refusal:
        ClassifierDefinition.from_json(json.dumps(plain))

    assert refusal.value.code == "classifier.invalid"
    assert refusal.value.details["field"] == field


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\ud800"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ClassifierError):
        ClassifierDefinition.from_json(text)

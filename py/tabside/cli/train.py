"""`tabside train`: train a classifier with custom labels from a table of examples or from descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .classify import read_table
from .options import Device, Dtype, Mirror, Model, Revision, Subfolder, source
from .outputs import Outputs
from .terminal import counted, downloading, note, run

if TYPE_CHECKING:
    from ..classifiers import Evaluation

__all__ = ["train"]


def train(
    output: Annotated[Path, typer.Option("--output", "-o", help="The classifier's file, .json.")],
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A .csv, .xlsx or .jsonl of texts and their labels.")
    ] = None,
    column: Annotated[str, typer.Option("--column", help="The column with the texts.")] = "text",
    label_column: Annotated[str, typer.Option("--label-column", help="The column with their labels.")] = "label",
    describe: Annotated[
        list[str] | None,
        typer.Option("--describe", help="LABEL=DESCRIPTION, once for each label; then no file is needed."),
    ] = None,
    model: Model = None,
    dtype: Dtype = None,
    device: Device = "auto",
    revision: Revision = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Make a classifier for tabside classify --classifier, from some examples of each label or from descriptions.

    Examples are learned by logistic regression on embeddings; their cross-validated accuracy is printed. The file holds
    labels and weights, and no examples.
    """
    if (file is None) == (not describe):
        raise typer.BadParameter("Give either a FILE with examples or --describe for each label.")
    loading = {"dtype": dtype, "device": device, **source(revision, subfolder, mirror)}
    described = dict(map(_described, describe or ()))
    run(_train(file, (column, label_column), described, output, {"embedder": model, **loading}))


def _described(pair: str) -> tuple[str, str]:
    label, separator, description = pair.partition("=")
    if not separator or not label.strip():
        raise typer.BadParameter("--describe takes LABEL=DESCRIPTION.")
    return label.strip(), description.strip()


async def _train(
    file: str | None, columns: tuple[str, str], described: dict[str, str], output: Path, options: dict[str, Any]
) -> None:
    from ..classifiers import Classifier

    texts: list[str] = []
    labels: list[str] = []
    outputs = Outputs([file])
    outputs.claim(output)
    if file is not None:
        _, rows = read_table([file])
        pairs = [(text, label.strip()) for text, label in zip(*map(rows.column, columns), strict=True)]
        learned = [(text, label) for text, label in pairs if text.strip() and label]
        texts, labels = [text for text, _ in learned], [label for _, label in learned]
        if len(learned) < len(pairs):
            note(f"{len(pairs) - len(learned)} rows without a text or a label were left out")
    with downloading() as progress:
        options["progress_callback"] = progress
        if file is None:
            made = await Classifier.from_descriptions(described, **options)
        else:
            with counted("texts", len(texts)) as show:
                made = await Classifier.from_examples(texts, labels, **options, on_progress=lambda done, _: show(done))
    outputs.write(output, made.to_json().encode())
    if file is not None:
        _report(made.evaluation)


def _report(evaluation: Evaluation | None) -> None:
    if evaluation is None:
        print("The accuracy is unknown: a label has a single example.")
        return
    low, high = evaluation.interval
    print(
        f"Accuracy {evaluation.accuracy:.1%} of {evaluation.examples} examples in {evaluation.folds}-fold "
        f"cross-validation (95 % interval {low:.1%} to {high:.1%}; always the most frequent label: "
        f"{evaluation.baseline:.1%})."
    )
    for label in evaluation.labels:
        precision = "never given" if label.precision is None else f"precision {label.precision:.1%}"
        print(f"{label.name}\t{label.examples} examples\trecall {label.recall:.1%}\t{precision}")

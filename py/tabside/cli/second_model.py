"""The options of commands that let a second model read each text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import downloading, note

if TYPE_CHECKING:
    from ..redaction.second_opinion import SecondOpinion

__all__ = ["Chosen", "Labels", "SecondModelName", "SecondThreshold", "opinions"]

SecondModelName = Annotated[
    str | None,
    typer.Option(
        "--second-model",
        help="A token classifier or GLiNER model, by id or path, that reads each text as well. Without --labels "
        "its size and labels are shown, and nothing is redacted.",
    ),
]
Labels = Annotated[
    str | None,
    typer.Option(
        "--labels",
        metavar="LABEL=ENTITY,…",
        help="What the second model's labels stand for; LABEL= leaves one out; `proposed` goes by their names.",
    ),
]
SecondThreshold = Annotated[
    float | None, typer.Option("--second-threshold", help="The least score of its findings; default: 0.5.")
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A second model from the command line, if any."""

    model: str | None
    labels: str | None
    threshold: float | None


async def opinions(chosen: Chosen, device: str) -> list[SecondOpinion]:
    """Load the second model, after its size was told.

    Raises:
        InputError: its labels are not given, or do not fit.
    """
    from ..errors import InputError

    if chosen.model is None:
        if chosen.labels is not None or chosen.threshold is not None:
            raise InputError("--labels and --second-threshold belong to --second-model.")
        return []
    from ..redaction.second_model import SecondModel

    second = await SecondModel.find(chosen.model)
    labels = second.labels(chosen.labels)
    note(f"second model {second.description}")
    with downloading() as progress:
        return [await second.load(labels, threshold=chosen.threshold, device=device, progress_callback=progress)]

"""The state that the calls of one worker share: loaded models, texts read, open reviews, and the ways to the host."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..model_files.catalog import add_manifest
from ..model_files.manifest_reader import parse_manifest
from ..pipelines import pipeline
from ..pipelines.base import Pipeline
from ..redaction import Redactor
from ..redaction.conversation import Readings
from ..tab import host as web

if TYPE_CHECKING:
    from ..classifiers import Classifier
    from ..redaction.second_opinion import SecondOpinion
    from .reviews import Reviews

__all__ = ["BridgeState", "model_key", "options_of"]

PROGRESS_INTERVAL_S = 0.1


class BridgeState:
    """The host's functions, one redactor per model, and what is open, for the lifetime of the worker."""

    def __init__(self, host: Any) -> None:
        self.host = host
        self.redactors: dict[str, Redactor] = {}
        self.read: dict[str, Readings] = {}
        self.open_reviews: Reviews | None = None
        self.classifier: tuple[Any, Classifier] | None = None
        # One scan at a time: two would take turns on the same session, and each would be slower.
        self.turn = asyncio.Lock()

    def take_manifest(self, params: Mapping[str, Any]) -> None:
        """Add the site's manifest, which comes with the first call that uses a model."""
        if "manifest" in params:
            add_manifest(parse_manifest(params["manifest"]))

    def files(self, call_id: int) -> list[bytes]:
        """Return the bytes sent with a call."""
        return [file.to_bytes() for file in self.host.takeFiles(call_id)]

    async def install(self, requirements: Sequence[str]) -> None:
        """Install wheels from the site's own index. No other host is contacted."""
        await web.settle(self.host.loadPackage("micropip"))
        import micropip

        index = str(await web.settle(self.host.wheelIndex()))
        await micropip.install(list(requirements), index_urls=[index])

    async def redactor(self, params: Mapping[str, Any]) -> Redactor:
        """Return the redactor of a model and of the further models of a call, created on first use.

        Raises:
            InputError: the labels of a further model cannot be used.
        """
        self.take_manifest(params)
        key = redactor_key(params)
        if key not in self.redactors:
            further = params.get("further") or []
            if further:
                # One choice of further models at a time: a page that changes it starts anew.
                self.redactors = {key: one for key, one in self.redactors.items() if not json.loads(key)[1]}
            self.redactors[key] = await Redactor.create(
                model=params["model"],
                dtype=params["dtype"],
                device=params["device"],
                remember_windows=params.get("remember", True),
                models=[await self._opinion(one, params.get("remember", True)) for one in further],
            )
        return self.redactors[key]

    async def _opinion(self, given: Mapping[str, Any], remember: bool) -> SecondOpinion:
        """Return a further model, with the entities of its labels."""
        from ..redaction.second_opinion import DEFAULT_THRESHOLD, SecondOpinion

        self.take_manifest(given)
        return await SecondOpinion.load(
            given["model"],
            given["labels"],
            task="zero-shot-ner" if given["task"] == "zero-shot-ner" else "token-classification",
            threshold=given.get("threshold") or DEFAULT_THRESHOLD,
            dtype=given["dtype"],
            device=given["device"],
            remember_windows=remember,
        )

    def forget(self, params: Mapping[str, Any]) -> None:
        """Forget the redactors of a model that is disposed of."""
        gone = model_key(params)
        self.redactors = {key: one for key, one in self.redactors.items() if gone not in models_of(key)}

    def readings(self, params: Mapping[str, Any]) -> Readings:
        """Return the memory of texts read with a model and options."""
        key = json.dumps([redactor_key(params), options_of(params)])
        if key not in self.read:
            # One set of options at a time: a page that changes them starts anew.
            self.read = {key: Readings(4_000_000)}
        return self.read[key]

    def reviews(self) -> Reviews:
        """Return the open reviews. What they need is imported with the first one."""
        if self.open_reviews is None:
            from .reviews import Reviews

            self.open_reviews = Reviews()
        return self.open_reviews

    async def pipeline(self, params: Mapping[str, Any]) -> Pipeline:
        """Return the pipeline of a task and a model, created on first use. A redactor shares its model's."""
        self.take_manifest(params)
        task: str = params["task"]
        return await pipeline(task, params["model"], dtype=params["dtype"], device=params["device"])

    def progress(self, call_id: int, counted: Callable[[int], int]) -> Callable[[int, int], None]:
        """Return a callback that posts progress on a text. `counted` converts code points to the other side's unit."""
        report = self.phases(call_id)
        return lambda done, total: report(counted(done), counted(total), "text")

    def phases(self, call_id: int) -> Callable[[int, int, str], None]:
        """Return a callback that posts progress, and what is counted: at most ten times a second, and at each end."""
        loop = asyncio.get_running_loop()
        last = -PROGRESS_INTERVAL_S

        def report(done: int, total: int, of: str) -> None:
            nonlocal last
            if done < total and loop.time() - last < PROGRESS_INTERVAL_S:
                return
            last = loop.time()
            self.host.event("job", json.dumps({"id": call_id, "done": done, "total": total, "of": of}))

        return report


def model_key(params: Mapping[str, Any]) -> str:
    """Return the key of a model and its settings."""
    return json.dumps([params["model"], params["dtype"], params["device"]])


def redactor_key(params: Mapping[str, Any]) -> str:
    """Return the key of a redactor: its model, and its further models with the entities of their labels."""
    further = [[model_key(one), one["labels"], one.get("threshold")] for one in params.get("further") or []]
    return json.dumps([model_key(params), further])


def models_of(key: str) -> list[str]:
    """Return the keys of the models of a redactor."""
    model, further = json.loads(key)
    return [model, *(one[0] for one in further)]


def options_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given. Further models come apart, as `further`."""
    return {key: value for key, value in params["options"].items() if value is not None and key != "models"}

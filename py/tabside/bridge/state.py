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
        """Return the redactor of a model, created on first use."""
        self.take_manifest(params)
        key = model_key(params)
        if key not in self.redactors:
            self.redactors[key] = await Redactor.create(
                model=params["model"],
                dtype=params["dtype"],
                device=params["device"],
                remember_windows=params.get("remember", True),
            )
        return self.redactors[key]

    def readings(self, params: Mapping[str, Any]) -> Readings:
        """Return the memory of texts read with a model and options."""
        key = json.dumps([model_key(params), options_of(params)])
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


def options_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given."""
    return {key: value for key, value in params["options"].items() if value is not None}

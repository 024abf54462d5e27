"""The only module that JavaScript calls: requests and replies are JSON, and nothing else is shared.

Offsets count code points in Python and UTF-16 code units in JavaScript. They are converted here, once each way.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import errors
from ..model_files.catalog import add_manifest
from ..model_files.manifest_reader import parse_manifest
from ..pipelines import pipeline
from ..pipelines.base import Pipeline
from ..pipelines.softmax import use_for_rows
from ..reasons import Reason
from ..redaction import PlaceholderMap, Redactor
from ..redaction.conversation import Readings
from ..redaction.operators.anonymizer import anonymize_document
from ..tab import host as web
from ..types import Finding
from .late_files import LateFiles
from .loop import hasten
from .offsets import Utf16Offsets
from .plain import in_utf16, place_of, plain_error, plain_redaction
from .tasks import Answer, run_task

if TYPE_CHECKING:
    from ..redaction import Redaction
    from .reviews import Reviews

__all__ = ["cancel", "dispatch", "start"]

Method = Callable[["Bridge", int, Mapping[str, Any]], Awaitable[Any]]

PROGRESS_INTERVAL_S = 0.1


class Bridge:
    """State for the lifetime of the worker: the host's functions, the calls in progress, one redactor per model."""

    def __init__(self, host: Any) -> None:
        self.host = host
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.redactors: dict[str, Redactor] = {}
        self.read: dict[str, Readings] = {}
        self.open_reviews: Reviews | None = None
        # One scan at a time: two would take turns on the same session, and each would be slower.
        self.turn = asyncio.Lock()

    async def answer(self, call_id: int, method: str, params: str) -> None:
        """Run one call and reply in every case: the other side must not wait forever."""
        try:
            if method not in METHODS:
                raise errors.InputError(f"The engine has no method {method}.", method=method)
            result = await METHODS[method](self, call_id, json.loads(params))
            answer = result if isinstance(result, Answer) else Answer(result)
            arrays = [web.typed_arrays(answer.arrays)] if answer.arrays else []
            self.host.reply(call_id, True, json.dumps(answer.plain), *arrays)
        except asyncio.CancelledError:
            self.fail(call_id, errors.Cancelled("The call was cancelled."))
        except errors.TabsideError as error:
            self.fail(call_id, error)
        except Exception as error:
            # The message of an unexpected error may quote the user's text, so only its type and location are sent.
            self.fail(call_id, errors.TabsideError(f"Something unforeseen failed: {place_of(error)}. Run again."))
        finally:
            self.tasks.pop(call_id, None)

    def fail(self, call_id: int, error: errors.TabsideError) -> None:
        plain, arrays = plain_error(error), []
        if isinstance(error, errors.BatchError) and isinstance(error.results, Answer):
            failed = {number: plain_error(one) for number, one in error.errors.items()}
            plain["batch"] = {"results": error.results.plain, "errors": failed}
            arrays = [web.typed_arrays(error.results.arrays)] if error.results.arrays else []
        self.host.reply(call_id, False, json.dumps(plain), *arrays)

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
        key = _key(params)
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
        key = json.dumps([_key(params), _options(params)])
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


async def load(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> None:
    async with bridge.turn:
        await (bridge.redactor(params) if params["task"] == "token-classification" else bridge.pipeline(params))


async def run(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> Answer:
    async with bridge.turn:
        return await run_task(params["task"], await bridge.pipeline(params), params["inputs"], params["options"])


async def dispose_pipeline(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> None:
    async with bridge.turn:
        bridge.redactors.pop(_key(params), None)
        await (await bridge.pipeline(params)).dispose()


async def redact(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        redaction = await redactor.redact(
            text, on_progress=bridge.progress(call_id, offsets.to_utf16), **_options(params)
        )
    return plain_redaction(redaction, offsets)


async def redact_texts(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .conversations import redact_texts as redact_all

    async with bridge.turn:
        return await redact_all(params, await bridge.redactor(params), _options(params), bridge.readings(params))


async def redact_request(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .conversations import redact_request as redact_body

    async with bridge.turn:
        return await redact_body(params, await bridge.redactor(params), _options(params), bridge.readings(params))


async def anonymize(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    findings = [
        Finding(
            entity=str(entry["entity"]),
            start=offsets.to_code_points(int(entry["start"])),
            end=offsets.to_code_points(int(entry["end"])),
            score=float(entry["score"]),
            source=str(entry["source"]),
            reasons=tuple(Reason(**reason) for reason in entry.get("reasons") or ()),
        )
        for entry in params["findings"]
    ]
    options = _options(params)
    if "policy" in options:
        from ..redaction.policy.policy import Policy

        policy = Policy.load(options.pop("policy"))
        default, special = policy.chosen_operators(options.get("operator"))
        options |= {"operator": default or "placeholder", "operators": {**special, **options.get("operators", {})}}
    return plain_redaction(await _anonymized(text, findings, options.pop("format", "text"), options), offsets)


async def _anonymized(text: str, findings: Sequence[Finding], format: str, options: Mapping[str, Any]) -> Redaction:
    """Replace findings in a text that was read in a format, or as text."""
    done = None
    if format != "text":
        from ..files.pasted import replace_in_pasted

        done = await replace_in_pasted(text, findings, lambda *found: anonymize_document(*found, **options), format)
    return done or await anonymize_document(text, findings, **options)


async def explain(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    start, end = (offsets.to_code_points(int(params[edge])) for edge in ("start", "end"))
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        explanation = await redactor.explain(text, start, end, **_options(params))
    return {
        "start": params["start"],
        "end": params["end"],
        **{
            name: [in_utf16(entry, offsets) for entry in getattr(explanation, name)]
            for name in ("findings", "words", "near")
        },
    }


async def restore(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    if params["mapping"] is None:
        raise errors.RestoreError("There is nothing to restore: no text has been redacted in this session yet.")
    done = PlaceholderMap.from_dict(params["mapping"]).restoration(params["text"])
    return {"text": done.text, "restored": list(done.restored), "unknown": list(done.unknown)}


async def decrypt(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> str:
    from ..redaction.operators.encryption import decrypt_text

    text = await decrypt_text(params["text"], params["passphrase"])
    # Encrypted values were restored: of the mapping only values replaced for good are missing.
    if params["mapping"] is None:
        return text
    return PlaceholderMap.from_dict(params["mapping"]).restoration(text, partial=True).text


async def export_mapping(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> str:
    from ..redaction.operators.encryption import export_mapping as seal

    if params["mapping"] is None:
        raise errors.RestoreError("There is no mapping yet: redact a text first.")
    return await seal(PlaceholderMap.from_dict(params["mapping"]), params["passphrase"])


async def import_mapping(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from ..redaction.operators.encryption import import_mapping as open_sealed

    return (await open_sealed(params["text"], params["passphrase"])).to_dict()


async def redact_file(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> Answer:
    from .files import open_file

    (data,) = bridge.files(call_id)
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        report = bridge.progress(call_id, int)
        return await open_file(data, params["name"], redactor, _options(params), report, bridge.install)


async def open_pages(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    (data,) = bridge.files(call_id)
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        report = bridge.phases(call_id)
        return await bridge.reviews().open(data, params["name"], redactor, _options(params), report, bridge.install)


async def ask_pages(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> Any:
    """Ask an open review: not in turn, so that pages are drawn while a text is scanned."""
    from . import reviews

    review = bridge.reviews().at(params["review"])
    if params["ask"] == "write":
        async with bridge.turn:
            return await reviews.write_pages(review, params)
    asked = {
        "render": reviews.render_page, "boxes": reviews.page_boxes, "search": reviews.search_pages,
        "under": reviews.text_under,
    }  # fmt: skip
    return await asked[params["ask"]](review, params)


async def close_pages(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> None:
    if bridge.open_reviews is not None:
        await bridge.open_reviews.close(params["review"])


async def restore_file(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> Answer:
    from .files import restore_file as put_back

    if params["mapping"] is None:
        raise errors.RestoreError("There is nothing to restore: no file has been redacted in this session yet.")
    (data,) = bridge.files(call_id)
    return await put_back(data, params["name"], params["mapping"], bridge.install)


async def zip_files(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> Answer:
    from ..files.archive import Entry, confined, write_archive

    files = zip(params["names"], bridge.files(call_id), strict=True)
    return Answer({}, [write_archive([Entry(confined(name), data) for name, data in files])])


async def test_policy(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .files import try_policy

    return try_policy(params["policy"], params["text"])


async def install(bridge: Bridge, call_id: int, params: Mapping[str, Any]) -> None:
    await bridge.install(params["requirements"])


METHODS: Mapping[str, Method] = {
    "load": load,
    "redact": redact,
    "redact_texts": redact_texts,
    "redact_request": redact_request,
    "run": run,
    "dispose_pipeline": dispose_pipeline,
    "anonymize": anonymize,
    "explain": explain,
    "restore": restore,
    "decrypt": decrypt,
    "export_mapping": export_mapping,
    "import_mapping": import_mapping,
    "redact_file": redact_file,
    "open_pages": open_pages,
    "ask_pages": ask_pages,
    "close_pages": close_pages,
    "restore_file": restore_file,
    "zip_files": zip_files,
    "test_policy": test_policy,
    "install": install,
}


def _key(params: Mapping[str, Any]) -> str:
    return json.dumps([params["model"], params["dtype"], params["device"]])


def _options(params: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in params["options"].items() if value is not None}


_bridge: Bridge | None = None


def start(host: Any, place_files: Callable[[], None] | None, wake: Callable[[], None]) -> Callable[[], None]:
    """Register the worker's functions (web/worker/python/python-host.js). Called once, before anything else.

    After a start from a memory snapshot there are no files yet: `place_files` brings them. Returns the function to
    call after each `wake()`: see `bridge/loop.py`.
    """
    global _bridge
    web.connect(host)
    use_for_rows(web.softmax_rows)
    _bridge = Bridge(host)
    if place_files is not None:
        sys.meta_path.insert(0, LateFiles(place_files))
        # The snapshot is the same for everybody, including the state of its random numbers.
        random.seed()
    return hasten(asyncio.get_event_loop(), wake)


def dispatch(call_id: int, method: str, params: str) -> None:
    """Start a call. Its reply goes to `host.reply`, so that no coroutine crosses the border."""
    assert _bridge is not None
    _bridge.tasks[call_id] = asyncio.ensure_future(_bridge.answer(call_id, method, params))


def cancel(call_id: int) -> None:
    """Cancel a call; it replies with code `cancelled`. A finished call is left alone."""
    assert _bridge is not None
    task = _bridge.tasks.get(call_id)
    if task is not None:
        task.cancel()

"""The only module that JavaScript calls: requests and replies are JSON, and nothing else is shared.

Offsets count code points in Python and UTF-16 code units in JavaScript. They are converted in this folder, once each
way.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from .. import errors
from ..tab import host as web
from . import added_models, classifiers, file_calls, remote_models, text_calls
from .late_files import LateFiles
from .loop import hasten
from .plain import place_of, plain_error
from .state import BridgeState
from .tasks import Answer, run_task

__all__ = ["cancel", "dispatch", "start"]

Method = Callable[[BridgeState, int, Mapping[str, Any]], Awaitable[Any]]


async def load(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> None:
    async with bridge.turn:
        await (bridge.redactor(params) if params["task"] == "token-classification" else bridge.pipeline(params))


async def run(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Answer:
    async with bridge.turn:
        return await run_task(params["task"], await bridge.pipeline(params), params["inputs"], params["options"])


async def dispose_pipeline(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> None:
    async with bridge.turn:
        bridge.forget(params)
        await (await bridge.pipeline(params)).dispose()


async def install(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> None:
    await bridge.install(params["requirements"])


METHODS: Mapping[str, Method] = {
    "load": load,
    "redact": text_calls.redact,
    "redact_texts": text_calls.redact_texts,
    "redact_request": text_calls.redact_request,
    "run": run,
    "train_classifier": classifiers.train_classifier,
    "classify_with": classifiers.classify_with,
    "read_rows": classifiers.read_rows,
    "describe_model": added_models.describe_model,
    "find_remote_model": remote_models.find_remote_model,
    "dispose_pipeline": dispose_pipeline,
    "anonymize": text_calls.anonymize,
    "explain": text_calls.explain,
    "restore": text_calls.restore,
    "decrypt": text_calls.decrypt,
    "export_mapping": text_calls.export_mapping,
    "import_mapping": text_calls.import_mapping,
    "redact_file": file_calls.redact_file,
    "open_pages": file_calls.open_pages,
    "ask_pages": file_calls.ask_pages,
    "close_pages": file_calls.close_pages,
    "restore_file": file_calls.restore_file,
    "zip_files": file_calls.zip_files,
    "audit_files": file_calls.audit_files,
    "test_policy": file_calls.test_policy,
    "install": install,
}


class Bridge(BridgeState):
    """The calls in progress. Each gets exactly one reply."""

    def __init__(self, host: Any) -> None:
        super().__init__(host)
        self.tasks: dict[int, asyncio.Task[None]] = {}

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


_bridge: Bridge | None = None


def start(host: Any, place_files: Callable[[], None] | None, wake: Callable[[], None]) -> Callable[[], None]:
    """Register the worker's functions (web/worker/python/python-host.js). Called once, before anything else.

    After a start from a memory snapshot there are no files yet: `place_files` brings them. Returns the function to
    call after each `wake()`: see `bridge/loop.py`.
    """
    global _bridge
    web.connect(host)
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

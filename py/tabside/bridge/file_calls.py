"""The calls on files: redact, restore, review page by page, pack, and test a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from .state import BridgeState, options_of
from .tasks import Answer

__all__ = [
    "ask_pages",
    "audit_files",
    "close_pages",
    "open_pages",
    "redact_file",
    "restore_file",
    "test_policy",
    "zip_files",
]


async def redact_file(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Answer:
    from .files import open_file

    (data,) = bridge.files(call_id)
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        report = bridge.progress(call_id, int)
        return await open_file(data, params["name"], redactor, options_of(params), report, bridge.install)


async def open_pages(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    (data,) = bridge.files(call_id)
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        report = bridge.phases(call_id)
        return await bridge.reviews().open(data, params["name"], redactor, options_of(params), report, bridge.install)


async def ask_pages(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Any:
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


async def close_pages(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> None:
    if bridge.open_reviews is not None:
        await bridge.open_reviews.close(params["review"])


async def restore_file(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Answer:
    from .files import restore_file as put_back

    if params["mapping"] is None:
        raise errors.RestoreError("There is nothing to restore: no file has been redacted in this session yet.")
    (data,) = bridge.files(call_id)
    return await put_back(data, params["name"], params["mapping"], bridge.install)


async def zip_files(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Answer:
    from ..files.archive import Entry, confined, write_archive

    files = zip(params["names"], bridge.files(call_id), strict=True)
    return Answer({}, [write_archive([Entry(confined(name), data) for name, data in files])])


async def audit_files(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .audits import audited

    return audited(params)


async def test_policy(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .files import try_policy

    return try_policy(params["policy"], params["text"])

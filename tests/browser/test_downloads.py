"""Downloads in the tab: verified, resumed, shared between tabs, and recovered when storage fails."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from .download_harness import (
    PART_BYTES,
    call,
    cancel,
    crash,
    ensure,
    finish,
    manifest,
    model_files,
    open_harness,
    sha256,
    start_ensure,
)
from .fault_server import Fault, FaultServer, fault_server
from .page_wait import wait_until
from .watch import Watch, origin

MODEL = "tests/model"
SIZES = {"config.json": 900, "tokenizer.json": 40_000, "model.onnx": 200_000}
CONTENTS = {path: random.Random(path).randbytes(size) for path, size in SIZES.items()}
WEIGHTS = f"/models/{MODEL}/model.onnx"


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server, model_files(MODEL, CONTENTS)) as made:
        watch.origins.add(origin(made.address))
        watch.expect("Failed to load resource")
        yield made


@pytest.fixture
def harness(page: Page, faults: FaultServer) -> Page:
    open_harness(page, faults)
    return page


def hashes() -> dict[str, str]:
    return {path: sha256(content) for path, content in CONTENTS.items()}


@pytest.mark.smoke
def test_a_second_visit_asks_for_no_model_byte(harness: Page, faults: FaultServer) -> None:
    first = ensure(harness, MODEL)
    assert first["result"]["hashes"] == hashes()
    assert sorted(faults.paths(r"^/models/(?!.*manifest)")) == sorted(f"/models/{MODEL}/{path}" for path in CONTENTS)
    faults.forget_requests()
    second = ensure(harness, MODEL)
    assert second["result"]["hashes"] == hashes()
    assert faults.paths(r"^/models/(?!.*manifest)") == []
    assert [event["cached"] for event in second["result"]["events"] if event["status"] == "done"] == [True] * 3


def test_progress_has_its_fields_and_one_event_at_the_end_of_each_file(harness: Page, faults: FaultServer) -> None:
    faults.on(WEIGHTS, always=Fault(bytes_per_second=150_000))
    events = ensure(harness, MODEL)["result"]["events"]
    total = sum(SIZES.values())
    assert events[-1] == {"status": "ready", "name": MODEL, "loaded_all": total, "total_all": total}
    assert {event["total_all"] for event in events} == {total}
    for path, size in SIZES.items():
        of_file = [event for event in events if event.get("file") == path]
        assert [event["status"] for event in of_file][:2] == ["initiate", "download"]
        assert [event["loaded"] for event in of_file if event["status"] == "progress"][-1] == size
        assert of_file[-1]["status"] == "done"
        assert of_file[-1]["cached"] is False
    slow = [event for event in events if event["status"] == "progress" and event["file"] == "model.onnx"]
    assert len(slow) < 20
    assert all(0 <= event["progress"] <= 100 for event in slow)
    assert slow[-2]["bytes_per_second"] == pytest.approx(150_000, rel=0.7)
    assert slow[-2]["seconds_left"] >= 0


def test_cancel_keeps_the_part_and_the_plan_counts_it(harness: Page, faults: FaultServer) -> None:
    faults.on(WEIGHTS, Fault(stall=120_000))
    # Less than one part has arrived: only the part stored at the end itself is kept.
    start_ensure(harness, MODEL, patience={"stall_ms": 60_000}, part_bytes=1_000_000)
    faults.wait_until_sent(WEIGHTS, 120_000)
    assert cancel(harness)["error"]["code"] == "cancelled"
    plan = call(harness, "plan", {"model": MODEL})["result"]
    assert plan == {"bytes_total": sum(SIZES.values()), "bytes_missing": 80_000}
    faults.forget_requests()
    assert ensure(harness, MODEL)["result"]["hashes"] == hashes()
    assert [request.headers.get("range") for request in faults.requests if request.path == WEIGHTS] == ["bytes=120000-"]


def test_a_crash_costs_one_part_at_most(harness: Page, faults: FaultServer) -> None:
    faults.on(WEIGHTS, Fault(stall=100_000))
    start_ensure(harness, MODEL, patience={"stall_ms": 60_000})
    faults.wait_until_sent(WEIGHTS, 100_000)
    assert crash(harness)["error"]["code"] == "crashed"
    harness.reload()
    harness.wait_for_function("window.ready")
    faults.forget_requests()
    assert ensure(harness, MODEL)["result"]["hashes"] == hashes()
    asked = [request.headers.get("range", "") for request in faults.requests if request.path == WEIGHTS]
    assert len(asked) == 1
    # A chunk of the stream is up to 64 KiB; chunks that have not reached storage when the worker ends are lost.
    assert 100_000 - 65_536 - PART_BYTES <= int(asked[0].removeprefix("bytes=").removesuffix("-")) <= 100_000


def test_two_tabs_download_once(context: BrowserContext, faults: FaultServer) -> None:
    faults.on(WEIGHTS, always=Fault(bytes_per_second=150_000))
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        open_harness(page, faults)
    for page in pages:
        start_ensure(page, MODEL)
    answers = [finish(page) for page in pages]
    assert [answer["result"]["hashes"] for answer in answers] == [hashes()] * 2
    assert faults.paths(WEIGHTS) == [WEIGHTS]
    notes = [note for answer in answers for note in answer["result"]["notes"]]
    assert notes == ["model.elsewhere"]
    assert all(answer["result"]["events"][-1]["status"] == "ready" for answer in answers)


def test_when_the_tab_that_downloads_is_closed_the_other_goes_on(context: BrowserContext, faults: FaultServer) -> None:
    faults.on(WEIGHTS, Fault(stall=100_000))
    first, second = context.new_page(), context.new_page()
    open_harness(first, faults)
    open_harness(second, faults)
    start_ensure(first, MODEL, patience={"stall_ms": 60_000})
    faults.wait_until_sent(WEIGHTS, 100_000)
    start_ensure(second, MODEL)
    wait_until(second, "navigator.locks.query().then(({ pending }) => pending.length > 0)")
    first.close()
    assert finish(second)["result"]["hashes"] == hashes()
    asked = [request.headers.get("range") for request in faults.requests if request.path == WEIGHTS]
    assert asked[0] is None
    assert asked[1] is not None


def test_at_most_three_files_at_once(harness: Page, faults: FaultServer) -> None:
    many = {f"part{i}.bin": random.Random(i).randbytes(20_000) for i in range(8)} | CONTENTS
    faults.files.update(model_files("tests/many", many))
    faults.on("/models/tests/many/(?!manifest)", always=Fault(bytes_per_second=100_000))
    assert len(ensure(harness, "tests/many")["result"]["hashes"]) == 11
    assert faults.most_at_once == 3


DAMAGE = {
    "a part is gone": "await cache.delete(part)",
    "a part is empty": "await cache.put(part, new Response(new Uint8Array(0)))",
    "a part is too short": "await cache.put(part, new Response(new Uint8Array(10)))",
    "a byte is wrong": """
        const bytes = new Uint8Array(await (await cache.match(part)).arrayBuffer());
        bytes[5] ^= 1;
        await cache.put(part, new Response(bytes));""",
    "the record is no JSON": "await cache.put(record, new Response('{'))",
    "the record is another file's": """
        await cache.put(record, new Response(JSON.stringify({ bytes: 3, sha256: "", parts: [[0, 3]] })))""",
    "everything is gone": "await caches.delete('tabside-models-v2')",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_storage_damages_is_found_dropped_and_fetched_again(
    harness: Page, faults: FaultServer, damage: str
) -> None:
    assert ensure(harness, MODEL)["ok"]
    harness.evaluate(
        f"""async (path) => {{
            const cache = await caches.open("tabside-models-v2");
            const urls = (await cache.keys()).map((request) => request.url).filter((url) => url.includes(path));
            const part = urls.find((url) => url.includes("&start="));
            const record = urls.find((url) => !url.includes("&start="));
            {damage};
        }}""",
        WEIGHTS,
    )
    faults.forget_requests()
    assert ensure(harness, MODEL)["result"]["hashes"] == hashes()
    assert faults.paths(WEIGHTS) == [WEIGHTS]
    faults.forget_requests()
    assert ensure(harness, MODEL)["result"]["hashes"] == hashes()
    assert faults.paths(WEIGHTS) == []


def test_files_of_an_older_version_are_dropped(harness: Page, faults: FaultServer) -> None:
    assert ensure(harness, MODEL)["ok"]
    newer = {**CONTENTS, "model.onnx": random.Random("newer").randbytes(150_000)}
    faults.files.update(model_files(MODEL, newer))
    harness.evaluate("caches.open('tabside-models-v1')")
    assert ensure(harness, MODEL)["result"]["hashes"] == {path: sha256(content) for path, content in newer.items()}
    stored = call(harness, "stored", {})["result"]
    assert sorted(stored.values()) == sorted(sha256(content) for content in newer.values())
    assert harness.evaluate("caches.keys()") == ["tabside-models-v2"]


def test_a_deleted_model_leaves_nothing(harness: Page, faults: FaultServer) -> None:
    faults.on(WEIGHTS, Fault(stall=100_000))
    start_ensure(harness, MODEL, patience={"stall_ms": 60_000})
    faults.wait_until_sent(WEIGHTS, 100_000)
    cancel(harness)
    assert call(harness, "remove", {"model": MODEL})["ok"]
    assert (
        harness.evaluate("caches.open('tabside-models-v2').then((cache) => cache.keys()).then((keys) => keys.length)")
        == 0
    )


def test_a_wrong_file_is_fetched_from_the_next_source(harness: Page, faults: FaultServer) -> None:
    faults.files.update({f"mirror/{path}": content for path, content in CONTENTS.items()})
    faults.on(WEIGHTS, always=Fault(flip=77_777))
    answer = ensure(harness, MODEL, sources=["models/{model}/{path}", "mirror/{path}"])
    assert answer["result"]["hashes"] == hashes()
    assert faults.paths("model.onnx") == [WEIGHTS, "/mirror/model.onnx"]


def test_a_redirect_to_another_origin_is_named_as_such(harness: Page, faults: FaultServer, watch: Watch) -> None:
    elsewhere = faults.address.replace("127.0.0.1", "localhost") + "x"
    watch.origins.add(origin(elsewhere))
    watch.expect("blocked by CORS policy")
    faults.on(WEIGHTS, always=Fault(status=302, headers={"location": elsewhere}))
    answer = ensure(harness, MODEL)
    assert answer["error"]["code"] == "download.failed"
    assert answer["error"]["details"]["cause"] == "redirect"


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"id": "tests/other"},
        {"files": []},
        {"files": [{"path": "../x", "bytes": 1, "sha256": "0" * 64, "role": "config"}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_manifest_that_does_not_fit_fetches_nothing(
    harness: Page, faults: FaultServer, change: dict[str, object]
) -> None:
    broken = {**manifest(MODEL, CONTENTS), **change}
    faults.files[f"models/{MODEL}/manifest.json"] = ("application/json", json.dumps(broken).encode())
    assert ensure(harness, MODEL)["error"]["code"] == "manifest.invalid"
    assert faults.paths(r"^/models/(?!.*manifest)") == []
    faults.files.update(model_files(MODEL, CONTENTS))
    assert ensure(harness, MODEL)["result"]["hashes"] == hashes()

"""`pipeline()`: one load for many calls, a failed load forgotten, and errors that state what to do."""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tokenizers as rust

from tabside import pipeline, platform, sync
from tabside.env import env
from tabside.errors import InputError, IntegrityError, ManifestError, OfflineError, TabsideError, UnknownModelError
from tabside.runtime.base import Tensor
from tabside.runtime.fake import FakeRuntime
from tabside.types import Progress
from tests.unit import hub_server as fake
from tests.waiting import until_async

VOCAB = {token: index for index, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "ada", "met"])}

WEIGHTS = "onnx/model.onnx"


def says(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
    data = array("f")
    for token in feeds["input_ids"].data:
        data.extend([0.0, 4.0] if token == VOCAB["ada"] else [4.0, 0.0])
    return {"logits": Tensor("float32", (*feeds["input_ids"].shape, 2), data)}


def tokenizer_json() -> bytes:
    """Create a tokenizer whose file truncates and pads, like some published ones."""
    tokenizer = rust.BertWordPieceTokenizer(VOCAB)
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=4)
    return tokenizer.to_str().encode()


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> FakeRuntime:
    made = FakeRuntime(says)
    monkeypatch.setattr(platform, "default_runtime", lambda: made)
    return made


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fakes: FakeRuntime) -> Iterator[fake.Hub]:
    monkeypatch.setitem(fake.FILES, "tokenizer.json", tokenizer_json())
    fake.write_manifest(tmp_path)
    monkeypatch.setattr(env, "manifest_path", tmp_path)
    env.cache_dir = tmp_path / "cache"
    with fake.serving() as server:
        monkeypatch.setattr(env, "remote_host", server.url)
        yield server


async def test_a_pipeline_is_loaded_and_used(server: fake.Hub) -> None:
    seen: list[Progress] = []

    pipe = await pipeline("token-classification", fake.MODEL_ID, progress_callback=seen.append)

    assert await pipe("Ada met met met met met ada", aggregation_strategy="simple") == [
        {"entity_group": "X", "score": pytest.approx(0.982, abs=1e-3), "word": "ada", "start": start, "end": start + 3}
        for start in (0, 24)
    ]
    assert seen[0].status == "initiate"
    assert seen[-1].status == "ready"
    assert {progress.name for progress in seen} == {fake.MODEL_ID}


async def test_concurrent_first_calls_load_once(server: fake.Hub, fakes: FakeRuntime) -> None:
    pipes = await asyncio.gather(*(pipeline("ner", fake.MODEL_ID) for _ in range(10)))

    assert len(set(map(id, pipes))) == 1
    assert len(fakes.loads) == 1
    assert len(server.requests) == 3
    assert await pipeline("token-classification", fake.MODEL_ID) is pipes[0]


async def test_other_options_are_another_pipeline(server: fake.Hub, fakes: FakeRuntime) -> None:
    first = await pipeline("ner", fake.MODEL_ID)

    assert await pipeline("ner", fake.MODEL_ID, session_options={"threads": 2}) is not first
    assert await pipeline("ner", fake.MODEL_ID, dtype="fp32") is not first
    assert len(server.requests) == 3


async def test_a_load_that_failed_is_forgotten(server: fake.Hub, fakes: FakeRuntime) -> None:
    server.answers[WEIGHTS] = fake.altered
    failures = await asyncio.gather(*(pipeline("ner", fake.MODEL_ID) for _ in range(2)), return_exceptions=True)
    assert [type(failure) for failure in failures] == [IntegrityError] * 2

    server.answers.clear()
    assert await (await pipeline("ner", fake.MODEL_ID))("ada")


async def test_a_disposed_pipeline_is_not_given_out_again(server: fake.Hub, fakes: FakeRuntime) -> None:
    first = await pipeline("ner", fake.MODEL_ID)
    await first.dispose()

    second = await pipeline("ner", fake.MODEL_ID)

    assert second is not first
    assert await second("ada")


async def test_a_caller_that_is_cancelled_takes_nothing_from_the_others(server: fake.Hub, fakes: FakeRuntime) -> None:
    gate = threading.Event()
    server.answers[WEIGHTS] = fake.whole_after(gate)
    impatient = asyncio.ensure_future(pipeline("ner", fake.MODEL_ID))
    patient = asyncio.ensure_future(pipeline("ner", fake.MODEL_ID))
    await until_async(lambda: WEIGHTS in [path for path, _ in server.requests])

    impatient.cancel()
    await asyncio.sleep(0)
    gate.set()

    assert await (await patient)("ada")
    assert impatient.cancelled()
    assert len(fakes.loads) == 1


async def test_a_load_that_nobody_waits_for_is_given_up_and_can_be_asked_for_again(
    server: fake.Hub, fakes: FakeRuntime
) -> None:
    gate = threading.Event()
    server.answers[WEIGHTS] = fake.whole_after(gate)
    only = asyncio.ensure_future(pipeline("ner", fake.MODEL_ID))
    await until_async(lambda: WEIGHTS in [path for path, _ in server.requests])

    only.cancel()
    with pytest.raises(asyncio.CancelledError):
        await only
    assert fakes.loads == []
    again = asyncio.ensure_future(pipeline("ner", fake.MODEL_ID))
    gate.set()

    assert await (await again)("ada")


WRONG = {
    "no such task": (("guessing",), {}, InputError, "Tasks: "),
    "no default model": (("fill-mask",), {}, InputError, "no default model"),
    "model for another task": (("text-ranking", fake.MODEL_ID), {}, InputError, "for token-classification"),
    "no model id": (("ner", "nothing"), {}, UnknownModelError, "organisation/name"),
    "no such dtype": (("ner", fake.MODEL_ID), {"dtype": "q4"}, ManifestError, "it has: fp32"),
    "another revision": (("ner", fake.MODEL_ID), {"revision": "v2"}, ManifestError, "revision main"),
    "no such folder": (("ner", fake.MODEL_ID), {"subfolder": "openvino"}, ManifestError, "it has: none"),
    "not stored": (("ner", fake.MODEL_ID), {"local_files_only": True}, OfflineError, "not stored"),
}


@pytest.mark.parametrize(("arguments", "options", "error", "message"), WRONG.values(), ids=WRONG)
async def test_what_cannot_be_loaded_says_why(
    server: fake.Hub, arguments: tuple[str, ...], options: dict[str, Any], error: type[TabsideError], message: str
) -> None:
    with pytest.raises(error, match=message):
        await pipeline(*arguments, **options)
    assert server.requests == []


def test_the_blocking_calls_give_the_same(server: fake.Hub) -> None:
    pipe = sync.pipeline("ner", fake.MODEL_ID)

    assert [entity["word"] for entity in pipe("met ada")] == ["ada"]
    assert [token.start for token in pipe.predict_tokens("met ada")] == [0, 4]
    assert pipe.labels == ("O", "B-X")
    with pytest.raises(InputError):
        pipe("ada", aggregation_strategy="best")
    pipe.dispose()

"""Batches, long texts, memory, progress, cancellation: pipelines over a fake session with a real tokenizer."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from array import array
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from struct import pack, unpack
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabside.errors import BatchError, InputError, SessionError
from tabside.pipelines import base
from tabside.pipelines.base import ModelInput, Parts, Pipeline
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.pipelines.token_windows import Frame, split
from tabside.pipelines.windows import cut
from tabside.runtime.base import Tensor, TensorSpec
from tabside.runtime.fake import Compute, FakeSession
from tabside.runtime.softmax import softmax
from tabside.tokenizers import Tokenizer

LABELS = ["O", "B-NAME", "I-NAME"]
WORDS = ["ada", "love", "##lace", "met", "bab", "##bage", "the", ".", ",", "x", "##x", "in", "london"]
VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
# The fake model's answer for a token, whatever its context.
SAYS = {"ada": 1, "love": 2, "##lace": 2, "bab": 1, "##bage": 2}


def says(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
    data = array("f")
    for token in feeds["input_ids"].data:
        label = SAYS.get(VOCAB[token], 0)
        data.extend(4.0 if index == label else 0.0 for index in range(len(LABELS)))
    return {"logits": Tensor("float32", (*feeds["input_ids"].shape, len(LABELS)), data)}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_vocab("\n".join(VOCAB) + "\n")


@pytest.fixture
def session() -> FakeSession:
    return FakeSession(says)


@pytest.fixture
def pipe(tokenizer: Tokenizer, session: FakeSession) -> TokenClassificationPipeline:
    return TokenClassificationPipeline(Parts(session, tokenizer, 64, {}, LABELS))


Item = TypeVar("Item")


async def collect(items: AsyncIterator[Item]) -> list[Item]:
    return [item async for item in items]


async def test_results_come_in_the_callers_order_whatever_their_length(pipe: TokenClassificationPipeline) -> None:
    texts = ["", "ada", "the " * 300 + "ada", "met ada lovelace", " ", "x"] * 30

    results = await pipe(texts, aggregation_strategy="simple")

    one_by_one = [await pipe(text, aggregation_strategy="simple") for text in texts[:6]]
    assert results == one_by_one * 30
    assert [len(result) for result in one_by_one] == [0, 1, 1, 1, 0, 0]


async def test_batches_are_sorted_by_length_and_keep_to_the_budget(
    pipe: TokenClassificationPipeline, session: FakeSession
) -> None:
    await pipe(["the " * 60] + ["ada"] * 200)

    assert max(rows * length for rows, length in session.calls) <= base.TOKEN_BUDGET
    assert len(session.calls) < 12
    # Sorting saves padding.
    assert sum(rows * length for rows, length in session.calls) < 62 + 200 * 3 + 62


async def test_weights_that_share_a_scale_get_one_input_at_a_time(tokenizer: Tokenizer, session: FakeSession) -> None:
    pipe = TokenClassificationPipeline(Parts(session, tokenizer, 64, {}, LABELS, one_at_a_time=True))

    found = await pipe(["the", "met ada", "ada"], aggregation_strategy="simple")

    assert sorted(session.calls) == [(1, 3), (1, 3), (1, 4)]
    assert [len(entities) for entities in found] == [0, 1, 1]


async def test_generators_are_taken_as_they_are_needed(pipe: TokenClassificationPipeline, session: FakeSession) -> None:
    calls_before = []

    def texts() -> Iterator[str]:
        for _ in range(2 * base.LOOK_AHEAD + 1):
            calls_before.append(len(session.calls))
            yield "ada"

    assert len(await pipe(texts())) == 2 * base.LOOK_AHEAD + 1
    assert calls_before[base.LOOK_AHEAD - 1] == 0
    assert 0 < calls_before[base.LOOK_AHEAD] < calls_before[2 * base.LOOK_AHEAD]


async def test_a_long_text_is_read_to_its_end_without_cutting_or_doubling(pipe: TokenClassificationPipeline) -> None:
    text = "the " * 500 + "ada lovelace met " + "x " * 700 + "babbage"

    found = await pipe(text, aggregation_strategy="simple")

    assert [text[entity["start"] : entity["end"]] for entity in found] == ["ada lovelace", "babbage"]


@pytest.mark.parametrize("stride", [0, 1, 7, 31])
async def test_windows_of_any_stride_give_what_the_whole_gives(
    tokenizer: Tokenizer, session: FakeSession, stride: int
) -> None:
    text = "met ada lovelace, the babbage. " * 40
    short, whole = (TokenClassificationPipeline(Parts(session, tokenizer, length, {}, LABELS)) for length in (64, 4096))

    for strategy in ("none", "first"):
        assert await short(text, stride=stride, aggregation_strategy=strategy) == await whole(
            text, aggregation_strategy=strategy
        )


@given(
    words=st.lists(st.integers(1, 9), min_size=1, max_size=60),
    max_length=st.integers(4, 40),
    data=st.data(),
)
def test_token_windows_own_every_token_once(words: list[int], max_length: int, data: st.DataObject) -> None:
    word_ids: list[int | None] = [None, *(number for number, size in enumerate(words) for _ in range(size)), None]
    frame = Frame(1, len(word_ids) - 1, len(word_ids))
    stride = data.draw(st.integers(0, max_length // 2 - 1))

    windows = list(split(frame, word_ids, max_length, stride))

    owned = [index for window in windows for index in range(window.own_start, window.own_end)]
    assert owned == list(range(frame.start, frame.end))
    assert all(window.start <= window.own_start <= window.own_end <= window.end for window in windows)
    assert all(window.end - window.start + 2 <= max_length for window in windows)


TEXTS = {
    "sentences": "Met Ada Lovelace. The Babbage, in London. " * 20,
    "one endless sentence": "ada lovelace met the " * 200,
    "no spaces": "ada.lovelace," * 100,
    "paragraphs": "Ada\n\nLovelace\n\n" * 20,
    "one letter": "x" * 5000,
    "ideographs": "你好" * 700,
    "only controls": "\0\x01\x02" * 500,
    "special tokens": "[SEP] ada [CLS] [PAD] " * 50,
    "right to left": "שלום ada עולם. " * 50,
    "surrogates": "\ud800 ada \udfff " * 30,
    "spaces": " \n" * 50,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_predictions_are_in_order_do_not_overlap_and_leave_no_letter_out(
    pipe: TokenClassificationPipeline, text: str
) -> None:
    tokens = await collect(pipe.predict_tokens(text))

    position = 0
    for token in tokens:
        assert not any(character.isalnum() for character in text[position : token.start])
        assert position <= token.start < token.end <= len(text)
        assert sum(token.scores) == pytest.approx(1)
        position = token.end
    assert not any(character.isalnum() for character in text[position:])


async def test_predictions_of_an_endless_sentence_are_those_of_its_words(pipe: TokenClassificationPipeline) -> None:
    text = "ada lovelace met the " * 300

    tokens = await collect(pipe.predict_tokens(text))

    words = [text[token.start : token.end] for token in tokens]
    assert words == ["ada", "love", "lace", "met", "the"] * 300
    assert [token.starts_word for token in tokens[:5]] == [True, True, False, True, True]
    assert {token.window for token in tokens} == {0}


async def test_a_window_over_the_limit_of_tokens_is_split(
    pipe: TokenClassificationPipeline, session: FakeSession
) -> None:
    text = "x," * 200

    tokens = await collect(pipe.predict_tokens(text))

    assert [token.start for token in tokens] == list(range(400))
    assert max(length for _, length in session.calls) == 64


async def test_windows_may_be_given(pipe: TokenClassificationPipeline) -> None:
    text = "ada met babbage. " * 3

    tokens = await collect(pipe.predict_tokens(text, windows=list(cut(text, least_chars=5))[1:2]))

    assert [text[token.start : token.end] for token in tokens] == ["ada", "met", "bab", "bage", "."]
    assert tokens[0].start == 17


MEGABYTES = ["Met Ada Lovelace. ", "ada lovelace met the ", "x"]


@pytest.mark.parametrize("unit", MEGABYTES)
async def test_a_long_text_with_progress(pipe: TokenClassificationPipeline, unit: str) -> None:
    await check_progress(pipe, unit * (200_000 // len(unit)))


async def check_progress(pipe: TokenClassificationPipeline, text: str) -> None:
    heard: list[tuple[int, int]] = []
    count = 0
    async for _ in pipe.predict_tokens(text, on_progress=lambda done, total: heard.append((done, total))):
        count += 1

    assert count > 200
    done = [done for done, _ in heard]
    assert done == sorted(done)
    assert heard[-1] == (len(text), len(text))
    assert {total for _, total in heard} == {len(text)}
    assert len(heard) > 4


@pytest.mark.long
@pytest.mark.parametrize("unit", MEGABYTES)
async def test_a_million_characters_take_linear_time(pipe: TokenClassificationPipeline, unit: str) -> None:
    start = time.perf_counter()

    await check_progress(pipe, unit * (1_000_000 // len(unit)))

    assert time.perf_counter() - start < 120


@pytest.mark.parametrize("unit", MEGABYTES)
async def test_memory_does_not_grow_with_the_text(pipe: TokenClassificationPipeline, unit: str) -> None:
    async def peak_bytes(chars: int) -> int:
        text = unit * (chars // len(unit))
        tracemalloc.start()
        async for _ in pipe.predict_tokens(text):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    await collect(pipe.predict_tokens(unit * 1000))  # one-time loads do not count

    chars = 50_000 if unit == "x" else 20_000
    assert await peak_bytes(4 * chars) < 1.5 * await peak_bytes(chars)


async def test_a_cancel_arrives_between_batches(pipe: TokenClassificationPipeline, session: FakeSession) -> None:
    task = asyncio.ensure_future(collect(pipe.predict_tokens("Met Ada Lovelace. " * 50_000)))
    while len(session.calls) < 3:  # noqa: ASYNC110  a fake session has no event to wait for
        await asyncio.sleep(0)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert len(session.calls) < 10


WRONG = {
    "strategy": {"aggregation_strategy": "best"},
    "stride as long as the window": {"stride": 32},
    "stride below zero": {"stride": -1},
    "stride that is a truth": {"stride": True},
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
async def test_wrong_options_are_input_errors(pipe: TokenClassificationPipeline, options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        await pipe("ada", **options)


async def test_what_is_no_text_is_an_input_error(pipe: TokenClassificationPipeline) -> None:
    with pytest.raises(BatchError, match="Input 1 is not a text"):
        await pipe(["ada", None])  # type: ignore[list-item]
    with pytest.raises(InputError):
        await collect(pipe.predict_tokens(None))  # type: ignore[arg-type]


async def test_only_the_inputs_that_the_model_names_are_fed(tokenizer: Tokenizer) -> None:
    fed: list[Mapping[str, Tensor]] = []
    specs = [TensorSpec("attention_mask", "int32", ("b", "s")), TensorSpec("input_ids", "int64", ("b", "s"))]
    session = FakeSession(lambda feeds: fed.append(feeds) or says(feeds), inputs=specs)
    pipe = TokenClassificationPipeline(Parts(session, tokenizer, 64, {"pad_token_id": 3}, LABELS))

    await pipe(["ada lovelace", "ada"])

    assert {name: (tensor.dtype, tensor.shape) for name, tensor in fed[0].items()} == {
        "attention_mask": ("int32", (2, 5)),
        "input_ids": ("int64", (2, 5)),
    }
    assert fed[0]["attention_mask"].data.tolist() == [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    assert fed[0]["input_ids"].data.tolist()[5:] == [2, 4, 3, 3, 3]


async def test_an_input_nobody_knows_is_a_session_error(tokenizer: Tokenizer) -> None:
    session = FakeSession(says, inputs=[TensorSpec("pixel_values", "float32", ("b", "s"))])

    with pytest.raises(SessionError, match="pixel_values"):
        await TokenClassificationPipeline(Parts(session, tokenizer, 64, {}, LABELS))("ada")


async def test_outputs_without_a_sequence_are_one_row_each(tokenizer: Tokenizer) -> None:
    def answer(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        return {"logits": Tensor("float32", (rows, 1), array("f", feeds["input_ids"].data[1::length]))}

    pipe = Pipeline(Parts(FakeSession(answer), tokenizer, 64))
    inputs = [ModelInput([2, number, *[5] * number], [0] * (number + 2), number) for number in range(4, 14)]

    rows = [(output.tag, output.shape, output.data.tolist()) async for output in pipe.forward(inputs)]

    assert rows == [(number, (1,), [float(number)]) for number in range(4, 14)]


async def test_a_model_that_answers_too_few_rows_is_a_session_error(tokenizer: Tokenizer) -> None:
    session = FakeSession(lambda feeds: {"logits": Tensor("float32", (1, 3), array("f", [0, 0, 0]))})

    pipe = TokenClassificationPipeline(Parts(session, tokenizer, 64, {}, LABELS))
    with pytest.raises(SessionError, match="1 rows for 2"):
        await collect(pipe.forward(ModelInput([1, 2], [0, 0], None) for _ in range(2)))


async def test_weights_that_answer_in_float16_are_read(tokenizer: Tokenizer) -> None:
    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        halves = unpack("=3H", pack("=3e", 0.5, -2.0, 8.0))
        return {"logits": Tensor("float16", (rows, length, 3), array("H", halves * (rows * length)))}

    inputs = [ModelInput([1, 2], [0, 0], None)]
    logits = [output async for output in Pipeline(Parts(FakeSession(compute), tokenizer, 64)).forward(inputs)]
    probabilities = [output async for output in _pipeline(compute, tokenizer).forward(inputs)]

    assert logits[0].data.tolist() == [0.5, -2.0, 8.0] * 2
    assert probabilities[0].data.tolist() == pytest.approx(softmax([0.5, -2.0, 8.0]) * 2)


@pytest.mark.parametrize("dtype", ["bool", "string"])
async def test_logits_that_are_no_numbers_are_a_session_error(tokenizer: Tokenizer, dtype: str) -> None:
    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        return {"logits": Tensor(dtype, (1, 2, 3), array("q", [0] * 6))}

    with pytest.raises(SessionError, match=f"gives logits as {dtype}"):
        await _pipeline(compute, tokenizer)("ada")


def _pipeline(compute: Compute, tokenizer: Tokenizer) -> TokenClassificationPipeline:
    return TokenClassificationPipeline(Parts(FakeSession(compute), tokenizer, 64, {}, LABELS))


def test_softmax_takes_any_size_of_logits() -> None:
    assert softmax([1000.0, 0.0, -1000.0]) == [1.0, 0.0, 0.0]
    assert softmax([-1000.0, -1000.0]) == [0.5, 0.5]


@pytest.mark.long
async def test_a_full_window_is_aggregated_in_milliseconds(tokenizer: Tokenizer) -> None:
    labels = [f"B-{number}" for number in range(35)]
    logits = array("f", [(number * 37 % 101) / 10 for number in range(35 * 512)])
    session = FakeSession(lambda feeds: {"logits": Tensor("float32", (1, 512, 35), logits)})
    pipe = TokenClassificationPipeline(Parts(session, tokenizer, 512, {}, labels))
    text = "x " * 510

    async def seconds(work: Awaitable[object]) -> float:
        start = time.perf_counter()
        await work
        return time.perf_counter() - start

    encoding = min([await seconds(asyncio.to_thread(tokenizer.encode, text)) for _ in range(5)])
    everything = min([await seconds(pipe(text, aggregation_strategy="simple")) for _ in range(5)])

    assert everything - encoding < 0.05

"""The output cache: repeated windows are not computed again, are bit-identical, and memory is bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tabside.pipelines.base import Parts
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.runtime.base import Tensor
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer
from tabside.types import TokenPrediction
from tests.unit.test_pipelines import LABELS, VOCAB, says

MakePipe = Callable[..., tuple[TokenClassificationPipeline, FakeSession]]
TEXT = "Ada met Lovelace.\n\nThe Babbage.\n\nIn London, Ada."
EDITED = "Ada met Lovelace.\n\nThe Babbage met the Ada.\n\nIn London, Ada."


@pytest.fixture
def make() -> MakePipe:
    def build(*, alone: bool = True, remember: bool = True) -> tuple[TokenClassificationPipeline, FakeSession]:
        def noisy(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
            answer = says(feeds)
            # A new computation would differ.
            answer["logits"].data[0] += len(session.calls)
            return answer

        session = FakeSession(noisy)
        tokenizer = Tokenizer.from_vocab("\n".join(VOCAB) + "\n")
        parts = Parts(session, tokenizer, 64, {}, LABELS, one_at_a_time=alone, remember_windows=remember)
        return TokenClassificationPipeline(parts), session

    return build


async def read(pipe: TokenClassificationPipeline, text: str) -> list[TokenPrediction]:
    return [token async for token in pipe.predict_tokens(text)]


async def test_a_text_that_comes_again_is_not_read_again(make: MakePipe) -> None:
    pipe, session = make()
    first = await read(pipe, TEXT)
    windows = len(session.calls)
    assert windows == 3
    assert await read(pipe, TEXT) == first
    assert [token async for _, token in pipe.predict_many([TEXT, TEXT])] == first * 2
    assert len(session.calls) == windows


async def test_of_an_edited_text_the_changed_window_is_read(make: MakePipe) -> None:
    pipe, session = make()
    await read(pipe, TEXT)
    fresh, _ = make()
    edited = await read(pipe, EDITED)
    assert len(session.calls) == 4
    expected = await read(fresh, EDITED)
    assert [(token.start, token.end, token.starts_word) for token in edited] == [
        (token.start, token.end, token.starts_word) for token in expected
    ]


async def test_weights_that_run_in_batches_are_not_remembered(make: MakePipe) -> None:
    pipe, session = make(alone=False)
    await read(pipe, TEXT)
    before = len(session.calls)
    await read(pipe, TEXT)
    assert len(session.calls) == 2 * before


async def test_nothing_is_remembered_where_that_is_not_wanted(make: MakePipe) -> None:
    pipe, session = make(remember=False)
    await read(pipe, TEXT)
    await read(pipe, TEXT)
    assert len(session.calls) == 6


async def test_what_was_not_used_for_longest_is_forgotten(make: MakePipe) -> None:
    pipe, session = make()
    # Each window has at least 5 tokens, special ones included, and 3 labels, of eight bytes each.
    pipe.memory.most_numbers = 40
    for text in ("Ada met.", "The x.", "Ada met."):
        await read(pipe, text)
    assert len(session.calls) == 3
    await read(pipe, "Ada met.")
    assert len(session.calls) == 3


async def test_a_pipeline_that_is_disposed_of_holds_nothing(make: MakePipe) -> None:
    pipe, session = make()
    await read(pipe, TEXT)
    await pipe.dispose()
    session.disposed = False
    await read(pipe, TEXT)
    assert len(session.calls) == 6

"""Restoring text by language models, whole and in streams. tests/js/restore-stream.test.js uses the same cases."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chunk_invariance import assert_chunk_invariant, two_part_splits
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.restoring import (
    AutoRestoreStream,
    JsonRestoreStream,
    Known,
    RestoreStream,
    restore_answer,
    restore_json,
    restore_text,
)

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
RESTORED = [(name, text, expected) for name, text, expected in CASES["restored"]]
UNCHANGED = [(name, text, unknown) for name, text, unknown in CASES["unchanged"]]
ALL_TEXTS = [text for _, text, _ in (*RESTORED, *UNCHANGED)]


def known() -> Known:
    return Known(CASES["originals"], CASES["surrogates"], [(entity, number) for entity, number in CASES["literal"]])


@pytest.mark.parametrize(("name", "text", "expected"), RESTORED, ids=[case[0] for case in RESTORED])
def test_a_known_placeholder_is_restored_however_it_is_written(name: str, text: str, expected: str) -> None:
    assert restore_text(text, known()).text == expected


@pytest.mark.parametrize(("name", "text", "unknown"), UNCHANGED, ids=[case[0] for case in UNCHANGED])
def test_what_is_not_certain_stays_and_is_told(name: str, text: str, unknown: list[str]) -> None:
    restoration = restore_text(text, known())

    assert restoration.text == text
    assert list(restoration.unknown) == unknown
    assert restoration.restored == ()


@pytest.mark.parametrize(("name", "text", "expected"), CASES["json"], ids=[case[0] for case in CASES["json"]])
def test_json_is_restored_in_its_strings(name: str, text: str, expected: str) -> None:
    assert restore_json(text, known()).text == expected


def test_what_was_restored_is_told_once_each() -> None:
    restoration = restore_text("[CITY_1], given_name_1, [GIVEN_NAME_1] and Clara; not [CITY_2], [CITY_2]", known())

    assert list(restoration.restored) == ["[CITY_1]", "[GIVEN_NAME_1]", "Clara"]
    assert list(restoration.unknown) == ["[CITY_2]"]
    assert "Oslo" not in repr(restoration)


def test_strict_mode_takes_exact_placeholders_alone() -> None:
    restoration = restore_text("[GIVEN_NAME_1], [given_name_1], GIVEN_NAME_1, Clara", known(), strict=True)

    assert restoration.text == "Ann, [given_name_1], GIVEN_NAME_1, Ida"


def test_two_entities_that_differ_only_in_separators_are_ambiguous() -> None:
    twins = Known({"[GIVEN_NAME_1]": "Ann", "[GIVENNAME_1]": "Bo"})

    assert restore_text("[given name 1] [GIVEN_NAME_1] [GIVENNAME_1]", twins).text == "[given name 1] Ann Bo"


def test_an_entity_that_ends_in_a_figure_needs_a_separator() -> None:
    figures = Known({"[LEVEL_2_1]": "a", "[LEVEL_1]": "b"})

    assert restore_text("[LEVEL2_1] [LEVEL21] [level 1]", figures).text == "a [LEVEL21] b"


def test_placeholders_that_come_later_are_known_from_then_on() -> None:
    growing = Known({"[CITY_1]": "Oslo"})
    stream = RestoreStream(growing)
    first = stream.feed("[SURNAME_1] ")
    growing.add({"[SURNAME_1]": "Ek"})

    assert first + stream.feed("surname_1 ") + stream.finish() == "[SURNAME_1] Ek "


def filter_of(
    stream_type: type[RestoreStream] | type[JsonRestoreStream] | type[AutoRestoreStream],
) -> Callable[[Iterable[str]], list[str]]:
    return lambda chunks: list(_fed(stream_type(known()), chunks))


def _fed(stream: RestoreStream | JsonRestoreStream | AutoRestoreStream, chunks: Iterable[str]) -> Iterator[str]:
    yield from (stream.feed(chunk) for chunk in chunks)
    yield stream.finish()


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_every_cut_in_two_gives_the_same(text: str) -> None:
    assert_chunk_invariant(filter_of(RestoreStream), lambda whole: restore_text(whole, known()).text, text)


@pytest.mark.parametrize("text", [text for text in ALL_TEXTS if len(text) <= 13])
def test_every_way_of_cutting_a_short_text_gives_the_same(text: str) -> None:
    assert_chunk_invariant(
        filter_of(RestoreStream), lambda whole: restore_text(whole, known()).text, text, splits="all"
    )


@pytest.mark.parametrize("text", [text for _, text, _ in CASES["json"]])
def test_every_cut_of_json_gives_the_same(text: str) -> None:
    splits: list[Any] = [*two_part_splits(text), list(text)]
    assert_chunk_invariant(
        filter_of(JsonRestoreStream), lambda whole: restore_json(whole, known()).text, text, splits=splits
    )


_PIECES = st.sampled_from(
    [*CASES["originals"], "GIVEN_NAME_1", "given\\_name\\_", "[given ", "name 1]", "{", "{{", "}}", "&lt;", "&#9", "1;",
     "Given Name ", "1", "2", "s", "'s", "\\", "]", "[", "<", ">", "%5B", "%5D", "Clara", " Berg", "+47 21 00", "_",
     " ", ".", "\u200b", "［", "é", "$", "\n", "EMAIL_", "us id 1"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=14), cuts=st.lists(st.integers(1, 6), min_size=1, max_size=20))
def test_random_texts_cut_at_random_give_the_same(pieces: list[str], cuts: list[int]) -> None:
    text = "".join(pieces)
    table = known()
    whole = restore_text(text, table)
    stream = RestoreStream(table)
    out, at = "", 0
    for number in range(len(text)):
        step = cuts[number % len(cuts)]
        out += stream.feed(text[at : at + step])
        at += step
        assert stream.held <= table.longest + 16

    assert out + stream.finish() == whole.text
    assert (stream.restored, stream.unknown) == (whole.restored, whole.unknown)


def test_plain_prose_is_not_held_back() -> None:
    stream = RestoreStream(known())

    assert stream.feed("I will call you tomorrow ") == "I will call you tomorrow "


def test_a_stream_that_is_cut_off_gives_no_half_placeholder() -> None:
    stream = RestoreStream(known())

    assert stream.feed("Dear [GIVEN_NAME_1") == "Dear "
    stream.abort()
    assert stream.finish() == ""


async def test_iterators_of_both_kinds() -> None:
    async def later() -> AsyncIterator[str]:
        for piece in ("Dear [GIVEN", "_NAME_1]", "!"):
            yield piece

    assert "".join(RestoreStream(known()).over(["Dear [GIVEN", "_NAME_1]!"])) == "Dear Ann!"
    assert "".join([piece async for piece in RestoreStream(known()).over_async(later())]) == "Dear Ann!"


def test_many_placeholders_take_time_in_proportion_to_the_text() -> None:
    many = Known({f"[GIVEN_NAME_{number}]": f"n{number}" for number in range(1, 5001)})
    text = " ".join(f"[given_name_{number}]" for number in range(1, 5001))

    assert restore_text(text, many).text == " ".join(f"n{number}" for number in range(1, 5001))


ESCAPED = 'Oslo & \\"Bygdøy\\"'
AS_IT_IS = 'Oslo & "Bygdøy"'
AUTO = [
    ("text", "Dear given_name_1 of [CITY_1]", f"Dear Ann of {AS_IT_IS}"),
    (
        "a document",
        '{"a": ["[CITY_1]", "x\\\\"], "[EMAIL_1]": {}}',
        f'{{"a": ["{ESCAPED}", "x\\\\"], "ann@example.org": {{}}}}',
    ),
    ("a document, then text", ' [{"a": "[CITY_1]"}] [CITY_1]', f' [{{"a": "{ESCAPED}"}}] {AS_IT_IS}'),
    (
        "a fence",
        'Hi:\n```json\n{"a": "[CITY_1]"}\n```\n[CITY_1]',
        f'Hi:\n```json\n{{"a": "{ESCAPED}"}}\n```\n{AS_IT_IS}',
    ),
    ("another fence", "```js\n'[CITY_1]'\n```", f"```js\n'{AS_IT_IS}'\n```"),
    ("four backticks", '````json\n{"a": "[CITY_1]"}', f'````json\n{{"a": "{AS_IT_IS}"}}'),
    ("a placeholder first", "[GIVEN_NAME_1] and [[GIVEN_NAME_2]]", "Ann and [Bo]"),
    ("a number in JSON", "```json\n12\n``` [GIVEN_NAME_2]", "```json\n12\n``` Bo"),
    ("cut off", '{"a": "[GIVEN_NAME_1', '{"a": "[GIVEN_NAME_1'),
]


@pytest.mark.parametrize(("name", "text", "expected"), AUTO, ids=[case[0] for case in AUTO])
def test_an_answer_is_restored_as_what_it_is_however_it_is_cut(name: str, text: str, expected: str) -> None:
    splits: list[Any] = [*two_part_splits(text), list(text), [text[at : at + 3] for at in range(0, len(text), 3)]]

    assert restore_answer(text, known()).text == expected
    assert_chunk_invariant(
        filter_of(AutoRestoreStream), lambda whole: restore_answer(whole, known()).text, text, splits=splits
    )

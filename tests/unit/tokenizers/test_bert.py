"""BERT's tokenizer from a vocab.txt, on unusual texts."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tabside.errors import InputError, TokenizerError
from tabside.tokenizers import Tokenizer
from tabside.tokenizers import word_cache as words

VOCABULARY = """[PAD]
[UNK]
[CLS]
[SEP]
[MASK]
un
##aff
##able
cafe
caf
##e
a
,
中
ᄒ
##ᅡ
##ᆫ
the
'
s
"""


@pytest.fixture
def bert() -> Tokenizer:
    return Tokenizer.from_vocab(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "tokens", "offsets"),
    [
        ("", [], []),
        (" \t\n", [], []),
        ("unaffable", ["un", "##aff", "##able"], [(0, 2), (2, 5), (5, 9)]),
        ("UnAffable, THE", ["un", "##aff", "##able", ",", "the"], [(0, 2), (2, 5), (5, 9), (9, 10), (11, 14)]),
        ("café's", ["cafe", "'", "s"], [(0, 4), (4, 5), (5, 6)]),
        ("cafe\u0301 a", ["cafe", "a"], [(0, 4), (6, 7)]),
        ("a中a", ["a", "中", "a"], [(0, 1), (1, 2), (2, 3)]),
        ("한", ["ᄒ", "##ᅡ", "##ᆫ"], [(0, 1), (0, 1), (0, 1)]),
        ("t\x00h\u200de", ["the"], [(0, 5)]),
        ("\x00the", ["the"], [(1, 4)]),
        ("the\u3000a", ["the", "a"], [(0, 3), (4, 5)]),
        ("a" * 101 + " a", ["[UNK]", "a"], [(0, 101), (102, 103)]),
        ("😀 a", ["[UNK]", "a"], [(0, 1), (2, 3)]),
        ("a [MASK]a", ["a", "[MASK]", "a"], [(0, 1), (2, 8), (8, 9)]),
        ("[mask]", ["[UNK]", "[UNK]", "[UNK]"], [(0, 1), (1, 5), (5, 6)]),
        # Lone surrogates: cleaning the text drops them, like control characters.
        ("t\ud800he a", ["the", "a"], [(0, 4), (5, 6)]),
        ("\udfff", [], []),
    ],
)
def test_tokens_and_offsets(bert: Tokenizer, text: str, tokens: list[str], offsets: list[tuple[int, int]]) -> None:
    encoding = bert.encode(text, add_special_tokens=False)
    assert (encoding.tokens, encoding.offsets) == (tokens, offsets)


def test_a_pair(bert: Tokenizer) -> None:
    encoding = bert.encode("the", "a")
    assert encoding.tokens == ["[CLS]", "the", "[SEP]", "a", "[SEP]"]
    assert encoding.type_ids == [0, 0, 0, 1, 1]
    assert encoding.sequence_ids == [None, 0, None, 1, None]
    assert encoding.word_ids == [None, 0, None, 0, None]


def test_decoding(bert: Tokenizer) -> None:
    ids = bert.encode("unaffable, a").ids
    assert bert.decode(ids) == "unaffable, a"
    assert bert.decode_batch([ids, [999]], skip_special_tokens=False) == ["[CLS] unaffable, a [SEP]", ""]


def test_from_a_file(tmp_path: Path, bert: Tokenizer) -> None:
    path = tmp_path / "vocab.txt"
    path.write_text(VOCABULARY, encoding="utf-8")
    assert Tokenizer.from_vocab(path).get_vocab() == bert.get_vocab()
    cased = Tokenizer.from_vocab(path, lowercase=False)
    assert cased.encode("The the", add_special_tokens=False).tokens == ["[UNK]", "the"]
    with pytest.raises(TokenizerError):
        Tokenizer.from_vocab(tmp_path / "nothing.txt")
    with pytest.raises(TokenizerError):
        Tokenizer.from_vocab("a\nb\n")


def test_batches_are_padded_to_the_longest(bert: Tokenizer) -> None:
    bert.enable_padding(pad_to_multiple_of=4)
    batch = bert.encode_batch(["a", ("a", "the")])
    assert [len(encoding) for encoding in batch] == [8, 8]
    assert batch[0].attention_mask == [1, 1, 1, 0, 0, 0, 0, 0]


def test_settings(bert: Tokenizer) -> None:
    assert bert.truncation is None
    assert bert.padding is None
    bert.enable_truncation(8, stride=2)
    assert bert.truncation == {"max_length": 8, "stride": 2, "strategy": "longest_first", "direction": "right"}
    bert.no_truncation()
    assert bert.truncation is None
    assert (bert.num_special_tokens_to_add(False), bert.num_special_tokens_to_add(True)) == (2, 3)


@pytest.mark.parametrize(
    ("options"),
    [
        {"max_length": 4, "stride": 3},
        {"max_length": 1},
        {"max_length": 9, "strategy": "x"},
        {"max_length": 9, "direction": "up"},
    ],
)
def test_settings_that_cannot_be(bert: Tokenizer, options: dict[str, object]) -> None:
    with pytest.raises(TokenizerError):
        bert.enable_truncation(**options)  # type: ignore[arg-type]


def test_no_room_for_the_special_tokens_of_a_pair(bert: Tokenizer) -> None:
    bert.enable_truncation(2)
    assert bert.encode("the a").tokens == ["[CLS]", "[SEP]"]
    with pytest.raises(TokenizerError):
        bert.encode("the", "a")


def test_words_where_a_text_is_expected(bert: Tokenizer) -> None:
    with pytest.raises(InputError):
        bert.encode(["a"])
    with pytest.raises(InputError):
        bert.encode("a", is_pretokenized=True)
    assert bert.encode(["a", "the"], is_pretokenized=True).word_ids == [None, 0, 1, None]


def test_a_full_cache_changes_nothing(bert: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "WORDS_KEPT", 3)
    text = "a the un unaffable cafe a the caf中 " + "a" * 70
    before = bert.encode(text)
    after = bert.encode(text)
    assert (before.ids, before.offsets) == (after.ids, after.offsets)


def test_the_cache_is_bounded(bert: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "WORDS_KEPT", 100)

    def held_bytes(first: int, last: int) -> int:
        bert.encode(" ".join(f"a{number}" for number in range(first, last)))
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    few, many = held_bytes(0, 200), held_bytes(200, 5000)
    tracemalloc.stop()

    # Without the limit 4800 words take more than a megabyte.
    assert many - few < 200_000


def test_a_megabyte_of_one_character(bert: Tokenizer) -> None:
    assert bert.encode("a" * 1_000_000).tokens == ["[CLS]", "[UNK]", "[SEP]"]
    assert len(bert.encode("中" * 100_000)) == 100_002

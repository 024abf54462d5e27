"""Byte-pair encoding (Sennrich, Haddow and Birch 2016): apply merges by rank, leftmost first."""

from __future__ import annotations

import heapq
from typing import Any

from ...errors import TokenizerError
from ..config import Config, affix, flag, get, optional_text
from ..unicode.utf8 import utf8, utf8_length
from .model import Pieces
from .vocabulary import Vocabulary, vocabulary_from

__all__ = ["BPE"]

_PIECES_KEPT = 32_768
_LONGEST_PIECE_KEPT = 256
_FEW_SYMBOLS = 24
"""Up to here looking for the best pair again and again is quicker than keeping a heap."""

Symbols = list[tuple[int, int]]
"""Ids and lengths in bytes of UTF-8."""


class BPE(Vocabulary):
    """Byte-pair encoding model. Merges are stored as `first << 32 | second` -> `rank << 32 | merged`."""

    def __init__(
        self,
        vocab: dict[str, int],
        merges: list[tuple[str, str]],
        *,
        unk_token: str | None = None,
        continuing_subword_prefix: str | None = None,
        end_of_word_suffix: str | None = None,
        fuse_unk: bool = False,
        byte_fallback: bool = False,
        ignore_merges: bool = False,
    ) -> None:
        super().__init__(vocab)
        self.unk_token = unk_token
        self.prefix = continuing_subword_prefix or ""
        self.suffix = end_of_word_suffix or ""
        self.fuse_unk = fuse_unk
        self.byte_fallback = byte_fallback
        self.ignore_merges = ignore_merges
        self._merges = _numbered(vocab, merges, len(self.prefix))
        self._known: dict[str, Pieces] = {}

    @classmethod
    def from_config(cls, config: Config) -> BPE:
        """Build from the "model" of a tokenizer.json. Dropout, which is only for training, is not supported."""
        if config.get("dropout"):
            raise TokenizerError("BPE: dropout is for training only; set it to null")
        return cls(
            vocabulary_from(config),
            [_pair(merge) for merge in get(config, "merges", list)],
            unk_token=optional_text(config, "unk_token"),
            continuing_subword_prefix=affix(config, "continuing_subword_prefix", None),
            end_of_word_suffix=affix(config, "end_of_word_suffix", None),
            fuse_unk=bool(config.get("fuse_unk")) and flag(config, "fuse_unk"),
            byte_fallback=bool(config.get("byte_fallback")) and flag(config, "byte_fallback"),
            ignore_merges=bool(config.get("ignore_merges")) and flag(config, "ignore_merges"),
        )

    def merges(self) -> list[tuple[str, str]]:
        """Return the merges by rank."""
        pairs = sorted(self._merges, key=lambda pair: self._merges[pair] >> 32)
        named = [(self.id_to_token(pair >> 32), self.id_to_token(pair & 0xFFFFFFFF)) for pair in pairs]
        return [(first or "", second or "") for first, second in named]

    def tokenize(self, text: str) -> Pieces:
        """Return the tokens of a piece of text.

        >>> BPE({"a": 0, "b": 1, "ab": 2}, [("a", "b")]).tokenize("aab")[1]
        ['a', 'ab']
        """
        known = self._known.get(text)
        if known is not None:
            return known
        whole = self.vocab.get(text) if self.ignore_merges else None
        pieces = self._pieces(text) if whole is None else ([whole], [text], [(0, len(text))])
        if len(text) <= _LONGEST_PIECE_KEPT:
            if len(self._known) >= _PIECES_KEPT:
                self._known.clear()
            self._known[text] = pieces
        return pieces

    def _pieces(self, text: str) -> Pieces:
        ids: list[int] = []
        tokens: list[str] = []
        offsets: list[tuple[int, int]] = []
        owners = None if text.isascii() else [i for i, c in enumerate(text) for _ in range(utf8_length(c))]
        position, length = 0, len(text)
        for token_id, size in self._merge(self._symbols(text)):
            token = self.id_to_token(token_id)
            ids.append(token_id)
            tokens.append(token if token is not None else "")
            end = position + size
            if owners is None:
                offsets.append((min(position, length), min(end, length)))
            else:
                offsets.append((owners[min(position, len(owners) - 1)], owners[min(end, len(owners)) - 1] + 1))
            position = end
        return ids, tokens, offsets

    def _symbols(self, text: str) -> Symbols:
        """Return the initial symbols of a text, before any merge."""
        symbols: Symbols = []
        unknown: tuple[int, int] | None = None
        last = len(text) - 1
        for index, character in enumerate(text):
            size = utf8_length(character)
            named = (self.prefix if index else "") + character + (self.suffix if index == last else "")
            token_id = self.vocab.get(named)
            if token_id is not None:
                if unknown is not None:
                    symbols.append(unknown)
                    unknown = None
                symbols.append((token_id, size))
                continue
            fallback = self._bytes(named) if self.byte_fallback else None
            if fallback is not None:
                symbols += [(byte, 1) for byte in fallback]
            elif self.unk_token is not None:
                unknown = self._unknown(unknown, size, symbols)
        if unknown is not None:
            symbols.append(unknown)
        return symbols

    def _unknown(self, before: tuple[int, int] | None, size: int, symbols: Symbols) -> tuple[int, int]:
        """Return the unknown symbol that ends here. A preceding one is fused with it or emitted first."""
        if before is not None:
            if self.fuse_unk:
                return before[0], before[1] + size
            symbols.append(before)
        token_id = self.vocab.get(self.unk_token or "")
        if token_id is None:
            raise TokenizerError("BPE: the vocabulary lacks the unknown token")
        return token_id, size

    def _bytes(self, text: str) -> list[int] | None:
        """Return the byte tokens `<0x..>`, if the vocabulary has all of them."""
        ids = []
        for byte in utf8(text):
            token_id = self.vocab.get(f"<0x{byte:02X}>")
            if token_id is None:
                return None
            ids.append(token_id)
        return ids

    def _merge(self, symbols: Symbols) -> Symbols:
        if len(symbols) < 2:
            return symbols
        return self._merge_few(symbols) if len(symbols) <= _FEW_SYMBOLS else self._merge_many(symbols)

    def _merge_few(self, symbols: Symbols) -> Symbols:
        merges = self._merges
        while True:
            best, place = -1, -1
            for index in range(len(symbols) - 1):
                merge = merges.get(symbols[index][0] << 32 | symbols[index + 1][0])
                if merge is not None and (place < 0 or merge >> 32 < best):
                    best, place, merged = merge >> 32, index, merge & 0xFFFFFFFF
            if place < 0:
                return symbols
            symbols[place : place + 2] = [(merged, symbols[place][1] + symbols[place + 1][1])]

    def _merge_many(self, symbols: Symbols) -> Symbols:
        merges = self._merges
        ids = [token_id for token_id, _ in symbols]
        sizes = [size for _, size in symbols]
        before = list(range(-1, len(ids) - 1))
        after = [*range(1, len(ids)), -1]
        heap: list[tuple[int, int, int]] = []

        def consider(place: int) -> None:
            merge = merges.get(ids[place] << 32 | ids[after[place]])
            if merge is not None:
                heap.append((merge >> 32, place, merge & 0xFFFFFFFF))

        for place in range(len(ids) - 1):
            consider(place)
        heapq.heapify(heap)
        while heap:
            _, place, merged = heapq.heappop(heap)
            right = after[place]
            # Skip stale entries: one of their symbols has changed since.
            if not sizes[place] or right < 0:
                continue
            merge = merges.get(ids[place] << 32 | ids[right])
            if merge is None or merge & 0xFFFFFFFF != merged:
                continue
            ids[place] = merged
            sizes[place] += sizes[right]
            sizes[right] = 0
            after[place] = after[right]
            if after[right] >= 0:
                before[after[right]] = place
            for left in (before[place], place):
                if left >= 0 and after[left] >= 0:
                    count = len(heap)
                    consider(left)
                    if len(heap) > count:
                        heapq.heappush(heap, heap.pop())
        return [(token_id, size) for token_id, size in zip(ids, sizes, strict=True) if size]


def _pair(merge: Any) -> tuple[str, str]:
    """Return a merge: a pair or, in old files, a string with one space."""
    parts = merge.split(" ") if isinstance(merge, str) else merge
    if not isinstance(parts, list) or len(parts) != 2:
        raise TokenizerError("BPE: a merge is not a pair")
    return parts[0], parts[1]


def _numbered(vocab: dict[str, int], merges: list[tuple[str, str]], prefix_length: int) -> dict[int, int]:
    try:
        return {
            vocab[first] << 32 | vocab[second]: rank << 32 | vocab[first + second[prefix_length:]]
            for rank, (first, second) in enumerate(merges)
        }
    except KeyError as error:
        raise TokenizerError("BPE: a merge is out of the vocabulary") from error

"""Templates such as `[CLS] $A [SEP] $B:1 [SEP]:1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...errors import TokenizerError
from ..config import Config, get, integer, text
from ..encoding import Encoding

__all__ = ["Piece", "SpecialToken", "TemplateProcessing"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One position of a template: a special token by name, or sequence 0 or 1 if `name` is None."""

    type_id: int
    sequence: int = 0
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SpecialToken:
    """The ids of a special token in a template, usually one."""

    ids: tuple[int, ...]
    tokens: tuple[str, ...]


class TemplateProcessing:
    """Adds special tokens by template: one for a single sequence, one for a pair."""

    def __init__(self, single: list[Piece], pair: list[Piece], special_tokens: Mapping[str, SpecialToken]) -> None:
        self.single = single
        self.pair = pair
        self.special_tokens = special_tokens
        missing = {piece.name for piece in (*single, *pair) if piece.name is not None} - set(special_tokens)
        if missing:
            raise TokenizerError(f"TemplateProcessing: special tokens are missing: {', '.join(sorted(missing))}")

    @classmethod
    def from_config(cls, config: Config) -> TemplateProcessing:
        """Build from the "post_processor" of a tokenizer.json."""
        tokens = {
            name: SpecialToken(tuple(get(token, "ids", list)), tuple(get(token, "tokens", list)))
            for name, token in get(config, "special_tokens", dict).items()
        }
        return cls(_pieces(get(config, "single", list)), _pieces(get(config, "pair", list)), tokens)

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds."""
        template = self.pair if is_pair else self.single
        return sum(len(self.special_tokens[piece.name].ids) for piece in template if piece.name is not None)

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Put the encodings into their positions."""
        placed: list[Encoding] = []
        for piece in self.pair if len(encodings) == 2 else self.single:
            if piece.name is None:
                if piece.sequence >= len(encodings):
                    raise TokenizerError("TemplateProcessing: the template asks for a second sequence")
                encoding = encodings[piece.sequence]
                encoding.type_ids = [piece.type_id] * len(encoding)
                encoding.set_sequence_id(piece.sequence)
                placed.append(encoding)
            elif add_special_tokens:
                special = self.special_tokens[piece.name]
                placed.append(Encoding(list(special.ids), list(special.tokens), type_id=piece.type_id, special=True))
        return placed


def _pieces(template: list[Config]) -> list[Piece]:
    pieces = []
    for entry in template:
        if "SpecialToken" in entry:
            special = get(entry, "SpecialToken", dict)
            pieces.append(Piece(integer(special, "type_id"), name=text(special, "id")))
        else:
            sequence = get(entry, "Sequence", dict)
            pieces.append(Piece(integer(sequence, "type_id"), sequence=0 if text(sequence, "id") == "A" else 1))
    return pieces

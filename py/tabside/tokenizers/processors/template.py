"""Templates such as `[CLS] $A [SEP] $B:1 [SEP]:1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...errors import TokenizerError
from ..config import Config, get, text
from ..encoding import Encoding
from ..limits import MOST_TEMPLATE_PIECES, token_id

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
        tokens = {name: _special(token) for name, token in get(config, "special_tokens", dict).items()}
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


def _special(token: Config) -> SpecialToken:
    ids, tokens = get(token, "ids", list), get(token, "tokens", list)
    is_whole = len(ids) == len(tokens) <= MOST_TEMPLATE_PIECES and all(isinstance(one, str) for one in tokens)
    if not is_whole:
        raise TokenizerError("TemplateProcessing: a special token does not have an id for each of its tokens")
    return SpecialToken(tuple(token_id(one, "the id of a special token") for one in ids), tuple(tokens))


def _pieces(template: list[Config]) -> list[Piece]:
    if len(template) > MOST_TEMPLATE_PIECES or sum("SpecialToken" not in entry for entry in template) > 4:
        raise TokenizerError("TemplateProcessing: the template is too long")
    pieces = []
    for entry in template:
        if "SpecialToken" in entry:
            special = get(entry, "SpecialToken", dict)
            pieces.append(Piece(token_id(special.get("type_id"), "'type_id'"), name=text(special, "id")))
        else:
            sequence = get(entry, "Sequence", dict)
            is_second = text(sequence, "id") != "A"
            pieces.append(Piece(token_id(sequence.get("type_id"), "'type_id'"), sequence=int(is_second)))
    return pieces

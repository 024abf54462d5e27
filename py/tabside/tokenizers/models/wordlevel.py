"""WordLevel: each word is one token of the vocabulary or the unknown token."""

from __future__ import annotations

from ...errors import TokenizerError
from ..config import Config, text
from .model import Pieces
from .vocabulary import Vocabulary, vocabulary_from

__all__ = ["WordLevel"]


class WordLevel(Vocabulary):
    """Maps each piece of text to one token."""

    def __init__(self, vocab: dict[str, int], unk_token: str = "<unk>") -> None:
        super().__init__(vocab)
        self.unk_token = unk_token

    @classmethod
    def from_config(cls, config: Config) -> WordLevel:
        """Build from the "model" of a tokenizer.json."""
        return cls(vocabulary_from(config), text(config, "unk_token"))

    def tokenize(self, text: str) -> Pieces:
        """Return the token of a piece of text."""
        token_id = self.vocab.get(text)
        if token_id is not None:
            return [token_id], [text], [(0, len(text))]
        unknown = self.vocab.get(self.unk_token)
        if unknown is None:
            raise TokenizerError("WordLevel: the vocabulary lacks the unknown token")
        return [unknown], [self.unk_token], [(0, len(text))]

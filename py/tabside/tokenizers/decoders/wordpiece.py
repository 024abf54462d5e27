"""WordPiece decoder: joins continuation pieces and removes the spaces before English punctuation."""

from __future__ import annotations

from ..config import Config, flag, text

__all__ = ["WordPiece", "clean_up"]

_CLEANUPS = (
    (" .", "."),
    (" ?", "?"),
    (" !", "!"),
    (" ,", ","),
    (" ' ", "'"),
    (" n't", "n't"),
    (" 'm", "'m"),
    (" do not", " don't"),
    (" 's", "'s"),
    (" 've", "'ve"),
    (" 're", "'re"),
)


def clean_up(text: str) -> str:
    """Remove the spaces that tokenizing English text puts before punctuation.

    >>> clean_up("it 's done .")
    "it's done."
    """
    for dirty, clean in _CLEANUPS:
        text = text.replace(dirty, clean)
    return text


class WordPiece:
    """`prefix` marks a piece that continues a word."""

    def __init__(self, prefix: str = "##", cleanup: bool = True) -> None:
        self.prefix = prefix
        self.cleanup = cleanup

    @classmethod
    def from_config(cls, config: Config) -> WordPiece:
        """Build from the "decoder" of a tokenizer.json."""
        return cls(text(config, "prefix"), flag(config, "cleanup"))

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text.

        >>> WordPiece().decode_chain(["un", "##able", "to"])
        ['un', 'able', ' to']
        """
        parts = []
        for index, token in enumerate(tokens):
            if index:
                token = token[len(self.prefix) :] if token.startswith(self.prefix) else f" {token}"
            parts.append(clean_up(token) if self.cleanup else token)
        return parts

"""Find a chat's speakers by the labels of its lines, and their other mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...detection import Detection
from ...words.chat import chat_lines
from ...words.lexicon import GIVEN, SURNAME, WORD, WORD_IN_SMALL, look_up, plain

__all__ = ["ChatSpeakerRecognizer"]

_WORD = re.compile(r"(?<![\w@./-])[^\W\d_]{3,}(?![\w@/-])")
# `rob_h` is a user name.
_LOGIN = re.compile(r"\w*[\d_]\w*")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class ChatSpeakerRecognizer:
    """Finds the names of the speakers, and their other mentions in any case."""

    name: str = "chat_speaker"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("GIVEN_NAME",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the names in a folded text, in order: the speaker of each line, and the speakers mentioned in it."""
        lines = chat_lines(text)
        if not lines:
            return
        speakers = [line for line in lines if not _LOGIN.fullmatch(text, line.who_start, line.who_end)]
        names = {word for line in speakers for word in text[line.who_start : line.who_end].lower().split()}
        starts = {line.who_start for line in speakers}
        spoken_of = {word for word in names if _is_no_word(word)}
        for line in lines:
            if line.who_start in starts:
                yield Detection("GIVEN_NAME", line.who_start, line.who_end, 0.75, self.name, False, ("pattern",))
            for match in _WORD.finditer(text, line.start, line.end):
                if match[0].lower() in spoken_of:
                    yield Detection("GIVEN_NAME", *match.span(), 0.6, self.name, False, ("pattern",))


def _is_no_word(word: str) -> bool:
    """Whether a word, even in lower case, can hardly be anything but the speaker."""
    kinds = look_up(plain(word))
    return (
        len(word) >= _SHORTEST and bool(kinds & (GIVEN | SURNAME) or not kinds) and not kinds & (WORD | WORD_IN_SMALL)
    )

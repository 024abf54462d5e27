"""Chats and transcripts as text: speakers and messages, line by line.

`[09:14] jonas: …`, `12/04/2026, 20:31 - Bev: …`, `<zeynep> …`, or plain `Sanne: …`. Forms, settings and logs have
words before a colon too. Lines are a chat only if there are at least two speakers and one has a name from
the lists. Messages in lower case have no meaningful capitals, whatever the labels look like.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .common_words import is_common
from .lexicon import GIVEN, WORD, look_up, plain

__all__ = ["Line", "chat_lines", "in_small_message", "small_messages"]

_WHO = r"[^\W\d_][\w .'-]{0,24}?"
_TIME = (
    r"\[?(?:[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4},? )?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?: ?[AaPp]\.?[Mm]\.?)?\]?"
    r"(?: [-–])? "
)
_KIN = r"(?:(?:[Aa]unt(?:ie|y)?|[Uu]ncle|[Tt][ií][ao]|[Tt]ante|[Oo]nkel|[Zz]i[ao]|[Oo]om|[Gg]rand(?:ma|pa)) )?"
_LINE = re.compile(
    rf"^(?:(?:{_TIME})?<{_KIN}(?P<nick>{_WHO})>|{_TIME}{_KIN}(?P<said>{_WHO}) ?:|{_KIN}(?P<bare>{_WHO}) ?:)"
    r"[ \t]+(?=\S)",
    re.MULTILINE,
)
_FEWEST_LINES, _FEWEST = 3, 2
_MOST_WORDS = 3
_FEWEST_GAPS = 2
_ROLES_AND_KIN = """
agent user assistant system bot admin support interviewer respondent moderator question answer frage antwort pregunta
respuesta réponse domanda risposta pergunta resposta vraag antwoord operator operatore kunde client therapist nurse host
guest speaker unknown note info warning error debug caller mum mom dad mama papa mamma papà mamá papá maman mam pap mãe
pai oma opa nan granny grandma grandpa
"""
_ROLES = frozenset(_ROLES_AND_KIN.split())


class Line(NamedTuple):
    """The speaker and message of a chat line; `is_bare` if it has no time or bracket."""

    who_start: int
    who_end: int
    start: int
    end: int
    is_bare: bool


@lru_cache(maxsize=2)
def chat_lines(text: str) -> Sequence[Line]:
    """Return the lines of a chat, in order; empty if the text is no chat. Linear in its length."""
    if text.count("\n") < _FEWEST - 1 or (":" not in text and ">" not in text):
        return ()
    chats: list[list[Line]] = [[]]
    for match in _LINE.finditer(text):
        kind = match.lastgroup or ""
        if not _may_speak(text[match.start(kind) : match.end(kind)]):
            continue
        end = text.find("\n", match.end())
        line = Line(*match.span(kind), match.end(), len(text) if end == -1 else end, kind == "bare")
        last = chats[-1][-1] if chats[-1] else None
        if last is not None and (line.is_bare != last.is_bare or text.find("\n\n", last.end, line.who_start) != -1):
            chats.append([])
        chats[-1].append(line)
    whole = [line for chat in chats for line in chat]
    if len(chats) > 1 and all(len(chat) == 1 for chat in chats) and _is_chat(whole, text):
        return whole  # blank lines between all of them
    return [line for chat in chats if _is_chat(chat, text) for line in chat]


def _may_speak(who: str) -> bool:
    words = who.split()
    if len(words) > _MOST_WORDS or any(is_common(word) or word.lower() in _ROLES for word in words):
        return False
    return not (who.isupper() and len(who) > 1 and not _is_given(words[0]))


def _is_given(word: str, without: int = WORD) -> bool:
    kinds = look_up(plain(word))
    return kinds & GIVEN != 0 and not kinds & without


def _is_chat(lines: Sequence[Line], text: str) -> bool:
    distinct = {text[line.who_start : line.who_end].lower() for line in lines}
    if len(lines) < _FEWEST_LINES or len(distinct) < _FEWEST:
        return False
    is_bare = lines[0].is_bare
    if is_bare and _is_talk(lines, text, distinct):
        return True
    if not any(_is_given(word, WORD if is_bare else 0) for who in distinct for word in who.split()):
        return False
    return not is_bare or 2 * len(distinct) <= len(lines) + 1


def _is_talk(lines: Sequence[Line], text: str, distinct: set[str]) -> bool:
    """Whether speakers with unlisted names take turns and answer in lower case and whole sentences."""
    messages = [text[line.start : line.end] for line in lines]
    talked = sum(message[0].islower() and message.count(" ") >= _FEWEST_GAPS for message in messages)
    return (
        len(lines) > _FEWEST_LINES
        and 2 * len(distinct) <= len(lines)
        and talked * 4 >= len(lines) * 3
        and not any(look_up(plain(word)) & WORD for who in distinct for word in who.split())
        and any(message.count("?") for message in messages)
    )


@lru_cache(maxsize=2)
def small_messages(text: str) -> Sequence[tuple[int, int]]:
    """Return the spans of messages without capitals, in order."""
    return [(line.start, line.end) for line in chat_lines(text) if text[line.start : line.end].islower()]


def in_small_message(text: str, place: int) -> bool:
    """Whether a position is in a chat message without capitals."""
    messages = small_messages(text)
    index = bisect_right(messages, (place, len(text))) - 1
    return index >= 0 and messages[index][0] <= place < messages[index][1]

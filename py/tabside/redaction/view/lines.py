"""Distinguish machine-written lines from prose: log lines, stack traces, code, settings, tables of numbers.

In such lines identifiers and keywords look like names to a model that reads everything in lower case. A line counts
as machine-written by its beginning (a timestamp, a stack frame), by its form (code, JSON, settings), or by the share
of tokens that are not words of a language: with digits, underscores, inner capitals, or paths.

The model need not read a machine-written line that cannot contain a name: `for_model` blanks it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from ..words.chat import chat_lines
from ..words.lexicon import GIVEN, NAME, SURNAME, WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import is_ordinary

__all__ = ["in_machine_line", "machine_lines", "without_machine_lines"]

_TIMESTAMP = re.compile(
    r"[\W_]{0,3}(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}[T _,-]{1,3}[0-9]{1,2}[:.][0-9]{2}|[0-9]{2}[-/.][0-9]{2}[-/. ]"
    r"(?:[0-9]{2,4} )?[0-9]{1,2}:[0-9]{2}:[0-9]{2}|[0-9]{8}-[0-9]{1,2}:[0-9]{1,2}|[0-9]{6} [0-9]{6}(?![0-9])"
    r"|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2}"
    r",? (?:[0-9]{4} )?[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{2}/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/[0-9]{4}"
    r"|[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]{1,6})?[ \t,]|[0-9]{2}:[0-9]{2}:[0-9]{2}[.,][0-9]{3}"
    r"|\[ {0,6}[0-9]{1,8}\.[0-9]{6}\]|[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:)"
)
_LEVEL = re.compile(
    r"\W{0,2}(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE|[Ww]arning|[Ee]rror)\b[\]:>)]?[ \t:-]"
)
_FRAME = re.compile(
    r"[ \t]*(?:at [\w.$<>/]{3,}(?: \[as \w+\])?[ (]|File \"|#[0-9]+ +0x|Caused by: [\w.]|Traceback |goroutine [0-9]"
    r"|[\w.]+(?:Error|Exception): |from [\w./-]+:[0-9]+:in |thread '|panicked at )"
)
_CODE = re.compile(
    r"[ \t]*(?://|/\*|\*/|#include|#!|@\w+\(|(?:import|from|package|using|namespace|require|use)"
    r" [\w.:{*'\"]+[\w.:}*'\", ]*;?\s*\Z"
    r"|(?:public|private|protected|static|final|export|async|const|let|var|def|func|fn|class|interface|struct|enum|function"
    r"|return|if|for|while|else|try|catch|switch|case|elif|except|with|yield|await|throw|new|SELECT|INSERT|UPDATE|CREATE)\b"
    r"[^.!?\n]{0,200}(?:[;{}()=:\[]|=>)\s*\Z|[\w.$\[\]]+(?:\([^\n]{0,200}\))?\s?[-+*/|&]?=\s?[^=\s][^\n]{0,400};\s*\Z"
    r"|[\w.$]+\([^\n]{0,200}\)[;,]?\s*\Z|[{}()\[\];,\s]{1,20}\Z|</?[a-zA-Z][\w:-]*(?: [^<>\n]{0,300})?/?>\s*\Z)"
)
# A field of JSON, of a type or of an object: a key, and a value that is one word or none of a language.
_FIELD = re.compile(
    r"[ \t]*(?:\"[^\"\n]{1,80}\"\s?:\s?(?:\"[^\"\s]*\"|[\[{]{1,2}|-?[0-9.]+|true|false|null|[\[{][^\n]{0,200}[\]}])?"
    r",?"
    r"|\"[^\"\s]+\",?"
    r"|(?:(?:readonly|static|private|protected|public|get|set|declare) ){0,3}[\w$]+[?!]?(?:\([^\n]{0,200}\))?"
    r": [^\n]{1,200};"
    r"|[\[(][^\n]{0,300}[\])],|[\w$]+: [\"'][^\"'\s]*[\"'],|@[\w.]+(?:\([^\n]{0,200})?|'[^'\s]+'(?:: [^\n]{0,80})?,"
    r"|\"[^\"\n]{1,80}\"\s?:\s?\"[^\"\n]{0,200}\",?)\s*\Z"
)
_SENTENCE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*[,;:]? (?:[^\W\d_]+(?:['’-][^\W\d_]+)*[,;:]? ){2}[^\W\d_]+")
_CODE_END = re.compile(r"[;{}()\[\]=,|&+:\\]\s*\Z")
_INDENTED = re.compile(r"[ ]{2,}|\t| ?\*|[#*/;%-]{1,3} |\.\.\. |>>> ")
_TOKEN = re.compile(r"\S+")
_PLAIN = re.compile(r"[(\"'“„«¿¡\[*_-]{0,3}[^\W\d_]+(?:['’-][^\W\d_]+){0,3}['’]?[)\"'”“»\]*_,.;:!?…]{0,4}\Z")
_INNER_CAPITAL = re.compile(r"[a-zß-ÿ][A-Z]")
# `McKenzie` and `DeShawn` are none.
_IDENTIFIER = re.compile(
    r"[A-Z]?[a-z]{2,30}[A-Z][a-z]{1,30}[A-Z]|[A-Z][a-z]{3,30}[A-Z][a-z]{2}|(?<![A-Z])[a-z]{3,30}[A-Z][a-z]"
)
_WORDS = re.compile(r"(?<![\w./@$%:#-])(?<![\w.:]\\)[^\W\d_]{3,}(?![\w@\\$(]|[./:-]\w|::)")
_SHARE = 0.5
_LOG_SHARE, _DATED_SHARE = 0.25, 0.3
_LONGEST_READ = 4000
_FEWEST = 2
# How many of the lines of a block make all of it a machine's, and how many blocks before and behind count.
_MOSTLY, _NEAR = 0.5, 3


@lru_cache(maxsize=2)
def machine_lines(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return where lines of machines begin and end, in order. Linear in the length of the text."""
    lines = list(_judged(text))
    blocks = _blocks(text, lines)
    shares = [_share(block) for block in blocks]
    starts: list[int] = []
    ends: list[int] = []
    for number, block in enumerate(blocks):
        before, behind = shares[max(0, number - _NEAR) : number], shares[number + 1 : number + 1 + _NEAR]
        # A licence at the beginning of code has nothing before it.
        around = min(max(before, default=1.0), max(behind, default=1.0)) if before or behind else 0.0
        for line in block:
            if line.kind or (not line.is_said and _is_code_beside(text[line.start : line.end], shares[number], around)):
                starts.append(line.start)
                ends.append(line.end)
    return starts, ends


_Kind = Literal["", "log", "code"]


class _Line(NamedTuple):
    """A line that is not empty: what it is by itself, `""` for prose, and whether somebody says it in a chat."""

    start: int
    end: int
    kind: _Kind
    is_said: bool


def _judged(text: str) -> Iterator[_Line]:
    said = iter([(line.start, line.end) for line in chat_lines(text)])
    begin, stop = next(said, (len(text) + 1, 0))
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end == -1 else end
        while begin <= len(text) and stop < start:
            begin, stop = next(said, (len(text) + 1, 0))
        is_said = start <= begin <= end
        line = text[start : min(end, start + _LONGEST_READ)]
        if line and not line.isspace():
            yield _Line(start, end, "" if is_said else _kind(line), is_said)
        start = end + 1


def _blocks(text: str, lines: Sequence[_Line]) -> list[list[_Line]]:
    """Group lines between which none is empty."""
    blocks: list[list[_Line]] = []
    for line in lines:
        if blocks and line.start == blocks[-1][-1].end + 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _share(block: Sequence[_Line]) -> float:
    """Return which part of a block is code. Below two lines of it, the rest may be anything."""
    code = sum(line.kind == "code" for line in block)
    return code / len(block) if code > 1 or len(block) == 1 else 0.0


def _is_code_beside(line: str, share: float, around: float) -> bool:
    """Whether a line that is no machine's by itself goes with its neighbors: a name in a list, a comment in code."""
    if max(share, around) < _MOSTLY:
        return False
    if _INDENTED.match(line):
        return True
    return share >= _MOSTLY and (_SENTENCE.search(line) is None or _CODE_END.search(line) is not None)


def in_machine_line(text: str, place: int) -> bool:
    """Whether a place lies in a line that a machine wrote."""
    starts, ends = machine_lines(text)
    index = bisect_right(starts, place) - 1
    return index >= 0 and place < ends[index]


def without_machine_lines(text: str) -> str:
    """Return the text with spaces in place of those machine lines that hold nothing that can be a name."""
    starts, ends = machine_lines(text)
    if not starts:
        return text
    parts: list[str] = []
    position = 0
    for start, end in zip(starts, ends, strict=True):
        if not _may_name(text, start, end):
            parts += (text[position:start], " " * (end - start))
            position = end
    return "".join((*parts, text[position:])) if parts else text


def _kind(line: str) -> _Kind:
    if _CODE.match(line):
        return "code"
    if _FIELD.match(line):
        return "" if _SENTENCE.search(line) else "code"
    tokens = _TOKEN.findall(line)
    if _FRAME.match(line):
        return "log"
    odd = sum(1 for token in tokens if not _PLAIN.match(token) or _IDENTIFIER.search(token))
    if _TIMESTAMP.match(line) or _LEVEL.match(line):
        return "log" if odd >= _LOG_SHARE * len(tokens) else ""
    if odd >= _DATED_SHARE * len(tokens) and _TIMESTAMP.match(line[len(tokens[0]) :]):
        return "log"
    is_code = len(tokens) >= _FEWEST and odd >= _SHARE * len(tokens) and any(map(_is_odd, tokens))
    return "code" if is_code else ""


def _is_odd(token: str) -> bool:
    """Whether a token is hardly found in prose, where numbers and addresses are."""
    return "_" in token or "=" in token or "{" in token or "::" in token or _IDENTIFIER.search(token) is not None


def _may_name(text: str, start: int, end: int) -> bool:
    """Whether a word of a line can be a name of a person or a place."""
    return any(_may_be_name(match[0]) for match in _WORDS.finditer(text, start, end))


def _may_be_name(word: str) -> bool:
    if not word.isascii():
        return True
    if _INNER_CAPITAL.search(word):
        return False
    kinds = look_up(plain(word))
    if kinds & (GIVEN | SURNAME) and not kinds & WORD and word[0].isupper() and not word.isupper():
        return True
    if kinds & (WORD | WORD_IN_SMALL) or is_ordinary(word):
        return False
    if kinds & NAME:
        return True
    return word[0].isupper() and not word.isupper()

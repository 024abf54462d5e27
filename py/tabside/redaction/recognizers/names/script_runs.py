"""A few words in another script inside a text in Latin script: almost always a name or a place.

Exceptions: the text is about the word itself (`the Greek word …`), it is a sentence or a greeting, or, in scripts
with capitals, it is in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["foreign_runs"]

# Letters, and marks that Python does not count as letters, without punctuation and digits.
_LETTER = (
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386\u0388-\u0481\u048a-\u0556\u0561-\u0587\u0591-\u05bd\u05c1\u05c2\u05d0-\u05f2"
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u0900-\u0963\u0971-\u0e3a\u0e40-\u0e4e\u0e81-\u1049\u1050-\u10fa"
    "\u10fc-\u1360\u1369-\u17d3\u17e0-\u1cff\u1f00-\u1fff\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u318e\u3400-\u9fff\uac00-\ud7a3"
)
_WORD = rf"[{_LETTER}]+(?:[-'\"](?=[{_LETTER}])[{_LETTER}]+)*"
_RUN = re.compile(rf"(?<![\w{_LETTER}]){_WORD}(?:[ ・·]{_WORD})*(?![\w{_LETTER}])")
_OTHER, _LATIN = re.compile(f"[{_LETTER}]+"), re.compile("[A-Za-zÀ-ɏḀ-ỿ]+")
# An address of the web is in Latin script in a text of any language.
_ADDRESS = re.compile(r"[\w.+-]*://[^\s<>\"']+")
_MOST_WORDS, _LONGEST = 4, 48
# Minimum and maximum length of a name's word, by script.
_LENGTHS = (
    (re.compile("[\u3005\u3400-\u9fff]+"), 2, 4),
    (re.compile("[\u3005\u3041-\u30fc\u3400-\u9fff]+"), 2, 10),
    (re.compile("[\uac00-\ud7a3]+"), 2, 5),
    (re.compile(f"[{_LETTER}'\"-]+"), 2, 24),
)
_BLOCK = 256
_EASTERN = re.compile("[\u3005-\u318e\u3400-\u9fff\uac00-\ud7a3]+")
_WEIGHT, _MORE_IN_EASTERN = 2, 2
_REACH = 32
_SPOKEN_OF = re.compile(
    r"(?<![^\W_])(?:words?|term|phrase|letters|characters?|means|meaning|spelled|palabra|término|letras|significa|mot|terme"
    r"|signifie|wort|begriff|buchstaben|zeichen|bedeutet|parola|termine|lettere|palavra|termo|woord|betekent|teken"
    r"|greek|arabic|hebrew|chinese|japanese|korean|russian|hindi|thai|cyrillic|griechisch|arabisch|chinesisch|japanisch"
    r"|koreanisch|russisch|griego|árabe|chino|japonés|coreano|ruso|grec|arabe|chinois|japonais|coréen|russe|greco|arabo"
    r"|cinese|giapponese|russo|grego|chinês|japonês|grieks|chinees|japans|koreaans)[\W_]{1,4}\Z",
    re.IGNORECASE,
)
_GLOSSED = re.compile(
    r"[\"'”»)]{0,2} (?:means|meaning|stands for|bedeutet|heißt|significa|signifie|veut dire|vuol dire|betekent)(?!\w)"
)
_PLACED = re.compile(r"(?<!\w)(?:in|nach|aus|from|near|naar|uit|hacia|desde|vers|em)[ \t]\Z", re.IGNORECASE)
_GREETINGS = """
Привет Здравствуйте Спасибо Пожалуйста Да Нет Καλημέρα Καλησπέρα Ευχαριστώ Γεια Ναι שלום תודה בבקשה مرحبا شكرا السلام
नमस्ते धन्यवाद สวัสดี ขอบคุณ 你好 您好 谢谢 謝謝 こんにちは ありがとう 안녕하세요 감사합니다
"""
_PHRASES = frozenset(_GREETINGS.split())


def foreign_runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether it is in the position of a place) of each such run of a folded text. Linear."""
    shares: list[int] | None = None
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start > _LONGEST or not _may_be_name(match[0]):
            continue
        shares = shares or _shares(text)
        block = start // _BLOCK
        if sum(shares[max(0, block - 1) : block + 2]) + _weight(match[0]) <= 0:  # the run itself does not count
            continue
        before = text[max(0, start - _REACH) : start]
        if _SPOKEN_OF.search(before) is None and _GLOSSED.match(text, end) is None:
            yield start, end, _PLACED.search(before) is not None


def _may_be_name(run: str) -> bool:
    words = re.split("[ ・·]", run)
    if len(words) > _MOST_WORDS or words[0] in _PHRASES:
        return False
    return all(map(_may_be_word, words))


def _may_be_word(word: str) -> bool:
    """Whether a word has a name's length, and a capital if its script has capitals."""
    if word[0].islower():
        return False
    least, most = next((least, most) for letters, least, most in _LENGTHS if letters.fullmatch(word))
    return least <= len(word) <= most


def _shares(text: str) -> list[int]:
    """Return the ratio of Latin letters to others in each block. A letter of Han, kana or Hangul counts as several."""
    blocks = (text[start : start + _BLOCK] for start in range(0, len(text), _BLOCK))
    return [_count(_LATIN, _ADDRESS.sub(" ", block)) - _weight(block) for block in blocks]


def _weight(text: str) -> int:
    return _WEIGHT * _count(_OTHER, text) + _MORE_IN_EASTERN * _count(_EASTERN, text)


def _count(letters: re.Pattern[str], block: str) -> int:
    return sum(map(len, letters.findall(block)))

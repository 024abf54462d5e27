"""Drop people and places that the model finds in identifiers and keywords of machine-written lines.

`QuorumCnxManager`, `KERNEL FATAL` and `useState` are not names of people. In such a line a name is kept if the lists
contain it and it is not an identifier, or if it follows a key that announces a person. A login after `user` is a user
name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..detection import Detection
from ..entities import NAMES, NAMES_AND_PLACES
from ..model.decoding import SOURCE as MODEL
from ..recognizers.names.column_heads import HEADS_OF_FILES
from ..view.lines import in_machine_line, machine_lines
from ..words.code_words import is_code_word
from ..words.common_words import is_common
from ..words.lexicon import GIVEN, NAME, SURNAME, WORD, WORD_IN_SMALL, look_up, plain

__all__ = ["without_identifiers"]

_CHECKED = NAMES_AND_PLACES | {"STREET_NAME", "SECONDARY_ADDRESS"}
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"[a-zß-ÿ][A-Z]|[A-Z]{2}[a-z]")
_CAMEL_NAME = re.compile(r"(?:M[ac]c?|[OD]'|D[aeiu]|L[aeo]|V[ao]n|Fitz)[A-ZÀ-Þ][^\W\d_]+\Z")
_KEY_BEFORE = re.compile(
    r"(?:(?<![^\W_])|_)(?:name|first[_ -]?name|last[_ -]?name|full[_ -]?name|surname|author|authored[- ]by|committer"
    r"|contact|owner|assignee|reporter|reviewer|customer|patient|employee|holder|tnv|signed[- ]off[- ]by"
    r"|(?:from|to|cc|by)(?=[\"']?\s{0,2}[:=])|mr|mrs|ms|dr|dear|street|straat|indirizzo|morada|endereço|dirección|direccion|citta|città|localidade|localidad|favorecido|titular|straße|strasse|calle|rue|via|rua"
    r"|address|adres|adresse|voornaam|achternaam|tussenvoegsel|vorname|nachname|kunde"
    r"|nom|prénom|nombre|apellidos?|nome|cognome|apelido|sobrenome|naam|city|town|ort|stadt|ville|ciudad|cidade"
    r"|stad|location|place|country|person|speaker|display[_ -]?name)[\"']?\s{0,2}[:=]?\s{0,2}[\"'<(]?\Z",
    re.IGNORECASE,
)
_LOGIN_BEFORE = re.compile(
    r"(?<![^\W_])(?:user(?:name)?|login|logname|account|ruser|uid|for user|password for)[ =:]{1,2}[\"']?\Z",
    re.IGNORECASE,
)
_LONGEST_KEY = 28
_GLUE_BEFORE = frozenset("$\\#%")
_PLAINLY_CAMEL = re.compile(r"[a-zß-ÿ]{2}[A-Z][a-zß-ÿ]{2}|\A[A-Z]{2,}[a-z]{3,}\Z")


def without_identifiers(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those of names in machine lines for which too little speaks."""
    kept: list[Detection] = []
    wholes = _whole_names(found, text)
    declared = _declared(text) | _written_as_code(text)
    for one in found:
        in_machine = in_machine_line(text, one.start)
        if one.entity not in _CHECKED or one.source != MODEL:
            if not (in_machine and _is_torn(text, one)):
                kept.append(one)
        elif (
            _is_identifier(text, one, in_machine_line=in_machine)
            or _is_declared(text, one, declared)
            or _is_lone_value(text, one)
        ):
            continue
        elif not in_machine:
            kept.append(one)
        elif _LOGIN_BEFORE.search(text, max(0, one.start - _LONGEST_KEY), one.start):
            kept.append(one._replace(entity="USERNAME"))
        elif _is_known(text, *wholes.get(one.start, (one.start, one.end)), one.score):
            kept.append(one)
    return kept


def _is_torn(text: str, one: Detection) -> bool:
    """Whether a number of some shape is put together of fields of a machine's line, or is a part of one.

    Nothing certain is: but a card's number goes over no line there, and is no end of an identifier.
    """
    value = text[one.start : one.end]
    if not any(map(str.isdecimal, value)) or one.entity in _WHOLE:
        return False
    if "\n" in value:
        return True
    if one.entity == "CREDIT_CARD" and not _has_word(one):
        return text[one.start - 1 : one.start] in ("_", "-") and one.start > 0
    return one.entity == "PHONE" and not one.certain and not _has_word(one) and _FIELDS.search(value) is not None


def _has_word(one: Detection) -> bool:
    return any(isinstance(reason, str) and reason.startswith("context") for reason in one.reasons)


_WHOLE = frozenset(("API_KEY", "JWT", "EMAIL", "MAC_ADDRESS", "DATE_OF_BIRTH", "PERSON"))
# Fractions, columns, and figures without any groups.
_FIELDS = re.compile(r"  |[0-9]\.[0-9]{3}(?![0-9.])|\A[0-9]+\Z|[0-9]{2}\.[0-9]{2}\.|\.[0-9]{5}")


def _is_identifier(text: str, one: Detection, *, in_machine_line: bool) -> bool:
    """Whether a claim holds nothing but identifiers, or their parts."""
    words = list(_WORD.finditer(text, one.start, one.end))
    return bool(words) and all(_is_glued(text, match, in_machine_line) for match in words)


def _is_glued(text: str, match: re.Match[str], in_machine_line: bool) -> bool:
    word = match[0]
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if before == "_" or behind == "_":
        return True
    if not in_machine_line:
        return _PLAINLY_CAMEL.search(word) is not None and _CAMEL_NAME.match(word) is None
    if _CAMEL.search(word) and not _CAMEL_NAME.match(word) and not word.isupper():
        return True
    if before.isdecimal() or behind.isdecimal():
        return True
    is_call = behind in ("(", "[", "=") and behind != "" and word.islower()
    if before == "\\" and word[0].isupper() and look_up(plain(word)) & GIVEN and not look_up(plain(word)) & WORD:
        return False  # an escape before a name, rather than a command
    return is_call or (before in _GLUE_BEFORE and before != "")


# What code imports, defines, or calls a function of.
_DECLARATION = re.compile(
    r"(?<![^\W_])(?:(?:import|from|class|interface|struct|enum|def|func|fn|function|package|module|require|use) "
    r"['\"]?(?P<name>[^\W\d_]{2,40})|(?P<called>[^\W\d_]{2,40})(?:\.|::)[\w.]{1,60}\()"
)


# What a text writes as code, as a file, a page of a wiki, or a package to install.
_WRITTEN_AS_CODE = re.compile(
    r"`{1,2}(?:\$ )?(?P<code>[^\W\d_]{2,40})(?=[` .(-])"
    r"|(?<![\w@./-])(?P<file>[^\W\d_]{2,40})\.(?:py|js|mjs|ts|rs|go|rb|jar|exe|dll|so|sh|md|rst|html?|json|ya?ml|toml|cfg|ini|whl|zip|xml|css)(?![\w@])|\[\[(?P<page>[^\W\d_]{2,40})\]\]"
    r"|(?<![^\W_])(?:(?:pip[x3]?|npm|apt(?:-get)?|brew|cargo|gem|conda|uv|yarn|dnf|yum) (?:install|add)|uvx|npx) "
    r"(?:-\w+ )?(?P<package>[^\W\d_]{2,40})"
)


@lru_cache(maxsize=2)
def _written_as_code(text: str) -> frozenset[str]:
    """Return, in lower case, the words that a text also writes as code, but for names of the lists."""
    if "`" not in text and "." not in text and "[[" not in text and " install " not in text:
        return frozenset()
    words = (match[match.lastgroup or 0].casefold() for match in _WRITTEN_AS_CODE.finditer(text))
    return frozenset(word for word in words if not look_up(plain(word)) & (GIVEN | SURNAME))


def _is_lone_value(text: str, one: Detection) -> bool:
    """Whether a word in small letters is the whole value of a key that says nothing of people: `run: pytest`."""
    if not text[one.start : one.end].islower() or text[one.end : one.end + 1] not in ("", "\n"):
        return False
    key = _KEY_OF_LINE.search(text, max(0, one.start - _LONGEST_LINE_KEY), one.start)
    if key is None or look_up(plain(text[one.start : one.end])) & NAME:
        return False
    is_of_people = _KEY_BEFORE.search(text, max(0, one.start - _LONGEST_KEY), one.start) is not None
    return not is_of_people and key["key"].strip("\"'").casefold() not in HEADS_OF_FILES


_KEY_OF_LINE = re.compile(r"(?:\n|\A)[ \t]*(?:- )?(?P<key>[^\n:]{1,40}): \Z")
_LONGEST_LINE_KEY = 60


@lru_cache(maxsize=2)
def _declared(text: str) -> frozenset[str]:
    """Return, in lower case, the words that the code in a text imports, defines or calls functions of."""
    starts, ends = machine_lines(text)
    return frozenset(
        (match["name"] or match["called"]).casefold()
        for start, end in zip(starts, ends, strict=True)
        for match in _DECLARATION.finditer(text, start, end)
    )


def _is_declared(text: str, one: Detection, declared: frozenset[str]) -> bool:
    if not declared:
        return False
    words = _WORD.findall(text, one.start, one.end)
    return bool(words) and all(word.casefold() in declared or is_code_word(word) for word in words)


def _whole_names(found: Sequence[Detection], text: str) -> Mapping[int, tuple[int, int]]:
    """Return the stretch of all adjacent claims of names, by the start of each claim."""
    names = sorted({(one.start, one.end) for one in found if one.source == MODEL and one.entity in NAMES})
    runs: list[list[tuple[int, int]]] = []
    for start, end in names:
        if runs and start - runs[-1][-1][1] <= 2 and not text[runs[-1][-1][1] : start].strip(" -"):
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    return {start: (run[0][0], run[-1][1]) for run in runs for start, _end in run}


def _is_known(text: str, start: int, end: int, score: float) -> bool:
    """Whether the lists know the words of a name, or a key announces them."""
    words = [match[0] for match in _WORD.finditer(text, start, end)]
    if not words:
        return False
    if _KEY_BEFORE.search(text, max(0, start - _LONGEST_KEY), start):
        return not all(is_common(word) or is_code_word(word) for word in words)
    if all(word.islower() and is_code_word(word) for word in words):
        return False
    kinds = [look_up(plain(word)) for word in words if len(word) > 1]
    # In quotation marks a name in capitals is a value, not a keyword.
    is_quoted = text[start - 1 : start] in ("'", '"') and max(map(len, words)) >= _LONGER_THAN_A_SYMBOL
    is_upper = all(map(str.isupper, words)) and not is_quoted
    if len(kinds) > 1 and not is_upper and words[0][0].isupper():
        return any(kind & (GIVEN | SURNAME) for kind in kinds)
    names = sum(1 for kind in kinds if kind & NAME and not kind & (WORD | WORD_IN_SMALL))
    if not kinds or names < len(kinds) or is_upper:
        return False
    return words[0][0].isupper() or (score > _SURE and bool(kinds[0] & GIVEN))


_SURE = 0.9
# Symbols of shares, states and units have four letters at most.
_LONGER_THAN_A_SYMBOL = 5

"""Text that passed unread: what people do not see and models do, and what only looks like our own work."""

from __future__ import annotations

from typing import Any

import pytest

from tabside.redaction import Redactor
from tabside.redaction.view.folding import fold
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS: dict[str, str | tuple[str, float]] = {
    "Ann": "B-GIVEN_NAME", "ANN": "B-GIVEN_NAME", "Smith": "B-SURNAME", "smith": "B-SURNAME",
}  # fmt: skip


def redactor(**options: Any) -> Redactor:
    return Redactor(WordClassifier(WORDS), **options)


def tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(ch)) for ch in text)


HIDDEN = {
    "tag characters": f"Regards{tags('Ann Smith 123-45-6780 ann@example.org')}, me",
    "tag characters alone": tags("Ann"),
    "squared letters": "🅰🅽🅽 is here",
    "circled letters": "🅐🅝🅝 is here",
    "keycaps": "SSN 1️⃣2️⃣3️⃣-4️⃣5️⃣-6️⃣7️⃣8️⃣0️⃣",
    "a filler": "SSN 123-45-67\u316480",
    "a lone surrogate": "SSN 123-45-67\ud80080",
    "another filler": "SSN 123\uffa0-45-6780",
    "a mark on an encoded digit": "SSN &#49;\u030823-45-6780",
    "a mark on raised digits": "SSN ¹²³\u0301-45-6780",
    "an encoding in full-width digits": "write to ann%４０example.org",
    "an encoding with a filler in it": "write to ann%\u316440example.org",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
async def test_hidden_text_is_read_and_comes_back(text: str) -> None:
    red = redactor()
    redaction = await red.redact(text)
    seen = fold(redaction.text).text

    assert redaction.findings
    for value in ("Ann", "ANN", "Smith", "6780", "ann@"):
        assert value not in seen
    assert red.restore(redaction.text) == text


async def test_a_flag_is_no_hidden_text() -> None:
    text = "I \U0001f3f4" + tags("gbeng") + "\U000e007f you"

    assert fold(text).text == "I \U0001f3f4 you"
    assert fold(f"a{tags('b')}c").text == "a b c"


@pytest.mark.parametrize(
    "text",
    ["[SURNAME_1smith]", "[SSN_123456780]", "[SSN_123456]",
     "{EMAIL:enc1:AAknwAAAAAAAAAAAAAAAAAAAAAAAAAAA_SSN_123-45-6780_AAAAAAAAAAAAAAAAAAAAAAAA}"],
)  # fmt: skip
def test_what_only_looks_like_our_work_is_not_passed_over(text: str) -> None:
    from tabside.redaction.detection import Detection
    from tabside.redaction.scanning import in_original

    view = fold(text)
    inside = Detection("SSN", 8, len(text) - 1, 0.9, "ssn")
    known = frozenset({"SURNAME", "SSN", "EMAIL"})

    assert len(in_original([inside], view, known)) == 1


@pytest.mark.parametrize("tag", [False, True])
async def test_our_own_work_is_left_alone(tag: bool) -> None:
    red = redactor(operator={"operator": "placeholder", "tag": tag})
    first = await red.redact("Ann Smith and ANN, 123-45-6780")
    second = await red.redact(first.text)

    assert second.text == first.text
    for _ in range(20):
        sealed = await red.redact("Ann Smith", operator={"operator": "encrypt", "passphrase": "p", "iterations": 1000})
        assert (await red.redact(sealed.text)).text == sealed.text


async def test_a_word_that_is_too_long_for_the_model_is_told() -> None:
    warned = await redactor().redact("x" * 101)

    assert [warning.code for warning in warned.warnings] == ["redaction.long-word"]
    assert (await redactor().redact("x" * 100 + " y")).warnings == ()

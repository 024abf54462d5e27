"""The redactor end to end, on a classifier with scripted answers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.errors import Cancelled, InputError, RestoreError, SessionError, UnscannedError
from tabside.redaction import Redactor
from tabside.types import TokenPrediction
from tests.unit.redaction.classifier_fake import LABELS, WordClassifier

WORDS: dict[str, str | tuple[str, float]] = {
    "Ann": "B-GIVEN_NAME", "ANN": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY", "Nice": ("B-CITY", 0.6),
    "GIVEN_NAME_1": "B-GIVEN_NAME",
}  # fmt: skip


def redactor(**options: Any) -> Redactor:
    return Redactor(WordClassifier(WORDS), **options)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("", ""),
        (" \n\t", " \n\t"),
        ("!?…", "!?…"),
        ("Nothing here.", "Nothing here."),
        ("Ann Smith of Oslo", "[GIVEN_NAME_1] [SURNAME_1] of [CITY_1]"),
        ("Ann, ANN", "[GIVEN_NAME_1], [GIVEN_NAME_1b]"),
        ("ann@example.com, 192.168.0.1", "[EMAIL_1], [IP_ADDRESS_1]"),
        ("SSN １２３-４５-６７８０!", "SSN [SSN_1]!"),
        ("SSN 1\u200b23-45-67\u200b80", "SSN [SSN_1]"),
        ("😀😀 Ann 😀", "😀😀 [GIVEN_NAME_1] 😀"),
        ("שלום Ann עולם", "שלום [GIVEN_NAME_1] עולם"),
        ("\x00Ann\x00", "\x00[GIVEN_NAME_1]\x00"),
        ("\ud800Ann\udfff", "\ud800[GIVEN_NAME_1]\udfff"),
        ("[GIVEN_NAME_1]", "[GIVEN_NAME_1]"),
        ("[GIVEN_NAME_1][EMAIL_2] [CITY_3b]", "[GIVEN_NAME_1][EMAIL_2] [CITY_3b]"),
        ("[GIVEN_NAME_1] is Ann", "[GIVEN_NAME_1] is [GIVEN_NAME_2]"),
        ("card 4111 1111 1111 1111 for Ann", "card [CREDIT_CARD_1] for [GIVEN_NAME_1]"),
    ],
)
async def test_redact_and_restore(text: str, redacted: str) -> None:
    red = redactor()
    redaction = await red.redact(text)
    assert redaction.text == redacted
    assert red.restore(redaction.text) == text
    for finding in redaction.findings:
        assert finding.replacement is not None


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*WORDS, "[GIVEN_NAME_1]", "a@b.com", "4111111111111111", "\ud800", "\x00", " ", "é"]),
            st.text(max_size=6),
        )
    ).map("".join)
)
async def test_restores_any_text(text: str) -> None:
    red = redactor()
    redaction = await red.redact(text)
    assert red.restore(redaction.text) == text
    assert red.restore(redaction.text, mapping=redaction.mapping) == text
    for before, after in pairwise(redaction.findings):
        assert before.end <= after.start


async def test_findings_say_what_where_how_sure_and_by_whom() -> None:
    findings = await redactor().analyze("Mail ann@example.com, Oslo")
    assert [(f.entity, f.start, f.end, f.source, f.replacement) for f in findings] == [
        ("EMAIL", 5, 20, "email", None),
        ("CITY", 22, 26, "model", None),
    ]
    assert all(0 < finding.score <= 1 for finding in findings)


async def test_offsets_count_code_points_of_the_original() -> None:
    text = "😀\u200b e\u0301 Os\u200blo １0.27.0.1"
    findings = await redactor().analyze(text)
    assert [(f.entity, text[f.start : f.end]) for f in findings] == [
        ("CITY", "Os\u200blo"),
        ("IP_ADDRESS", "１0.27.0.1"),
    ]


async def test_other_mentions_of_a_name_are_found() -> None:
    classifier = WordClassifier({"Ann": "B-GIVEN_NAME"})
    findings = await Redactor(classifier).analyze("Ann wrote. ANN signed. An annex, Annex and ann.")
    assert [(f.start, f.source) for f in findings] == [(0, "model"), (11, "propagation")]


@pytest.mark.parametrize(
    ("options", "redacted"),
    [
        ({"entities": ["CITY"]}, "Ann of [CITY_1], a@b.com"),
        ({"entities": []}, "Ann of Oslo, a@b.com"),
        ({"operator": "remove"}, " of , "),
        ({"operator": "mask", "operators": {"CITY": "keep"}}, "*** of Oslo, *******"),
        ({"operators": {"CITY": {"operator": "mask", "char": "#"}}}, "[GIVEN_NAME_1] of ####, [EMAIL_1]"),
    ],
)
async def test_options(options: dict[str, Any], redacted: str) -> None:
    text = "Ann of Oslo, a@b.com"
    assert (await redactor().redact(text, **options)).text == redacted
    assert (await redactor(**options).redact(text)).text == redacted


@pytest.mark.parametrize(("threshold", "redacted"), [(0.3, "[CITY_1]"), (0.5, "Nice"), (None, "[CITY_1]")])
async def test_threshold(threshold: float | None, redacted: str) -> None:
    assert (await redactor().redact("Nice", threshold=threshold)).text == redacted
    assert (await redactor(threshold=threshold).redact("Nice")).text == redacted


@pytest.mark.parametrize(
    "options",
    [
        {"entities": ["NAME"]},
        {"threshold": 0},
        {"threshold": 1},
        {"threshold": -1},
        {"operator": "burn"},
        {"operators": {"CITY": "burn"}},
    ],
)
async def test_wrong_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        await redactor().redact("Ann", **options)
    with pytest.raises(InputError):
        redactor(**options)


async def test_a_text_must_be_a_text() -> None:
    with pytest.raises(InputError):
        await redactor().redact(b"Ann")  # type: ignore[arg-type]


def test_restore_before_any_redaction() -> None:
    with pytest.raises(RestoreError):
        redactor().restore("[GIVEN_NAME_1]")


async def test_an_empty_redaction_restores_whatever_has_no_placeholders() -> None:
    red = redactor()
    await red.redact("")
    assert red.restore("nothing in here") == "nothing in here"


class Broken(WordClassifier):
    """Fails after a number of tokens, or stops, or omits some."""

    def __init__(self, after: int, error: Exception | None = None, *, skip: int = 0) -> None:
        super().__init__(WORDS)
        self.after, self.error, self.skip = after, error, skip

    async def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: Any = None
    ) -> AsyncIterator[TokenPrediction]:
        count = 0
        async for token in super().predict_tokens(text):
            if self.after <= count and not self.skip:
                if self.error is not None:
                    raise self.error
                return
            if not self.after <= count < self.after + self.skip:
                yield token
            count += 1


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(Broken(2, SessionError("the session failed")), id="fails"),
        pytest.param(Broken(0, SessionError("the session failed")), id="fails-at-once"),
        pytest.param(Broken(2), id="ends-early"),
        pytest.param(Broken(0), id="says-nothing"),
        pytest.param(Broken(1, skip=1), id="leaves-a-word-out"),
    ],
)
async def test_fails_closed(broken: Broken) -> None:
    with pytest.raises(UnscannedError) as caught:
        await Redactor(broken).redact("Ann Smith lives in Oslo")
    assert "Ann" not in str(caught.value)
    assert "Ann" not in str(caught.value.details)


async def test_a_cancellation_stays_one() -> None:
    with pytest.raises(Cancelled):
        await Redactor(Broken(1, Cancelled("stopped"))).redact("Ann Smith")


async def test_progress_ends_at_the_length_of_the_text() -> None:
    calls: list[tuple[int, int]] = []
    text = "Os\u200blo and １２"
    await redactor().redact(text, on_progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (len(text), len(text))


MEGABYTES = {
    "letter": "a" * 1_000_000,
    "figure": "1" * 1_000_000,
    "dense": "Ann 555-0123, " * 70_000,
    "zero-width": "\u200b" * 1_000_000,
    "dash": "-" * 1_000_000,
}


@pytest.mark.parametrize("text", MEGABYTES.values(), ids=MEGABYTES)
async def test_long_texts_of_one_kind_of_character(text: str) -> None:
    await check_restored(text[:50_000])


async def check_restored(text: str) -> None:
    red = redactor()
    redaction = await red.redact(text)
    assert red.restore(redaction.text) == text


@pytest.mark.long
@pytest.mark.parametrize("text", MEGABYTES.values(), ids=MEGABYTES)
async def test_a_megabyte_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    await check_restored(text)
    assert time.process_time() - begin < 30


def test_nothing_heavy_is_imported() -> None:
    """Importing costs start-up time in the tab, which counts every module."""
    code = (
        "import sys; import tabside.redaction;"
        "HEAVY = {'numpy', 'ssl', 'stdnum', 'phonenumbers', 'onnxruntime'};"
        "print(*HEAVY & set(sys.modules) - BEFORE)"
    )
    before = "import asyncio, sys; BEFORE = set(sys.modules);"
    result = subprocess.run(
        [sys.executable, "-c", before + code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "py"}
    )
    assert result.stdout.strip() == ""


def test_check_digits_need_no_ssl() -> None:
    code = (
        "import sys; sys.modules['ssl'] = None;"
        "from tabside.redaction.checks.holds import holds, iban;"
        "print(iban('DE89370400440532013000'), holds('es.nif', '54362315-K', '54362315K'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "py"}
    )
    assert result.stdout.split() == ["True", "True"]


def test_labels_of_the_fake_are_those_of_a_model() -> None:
    assert redactor().entities >= {"GIVEN_NAME", "CITY", "EMAIL", "IBAN", "API_KEY", "JWT", "CRYPTO_ADDRESS"}
    assert LABELS[0] == "O"

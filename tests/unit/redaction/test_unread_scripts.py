"""A text in a script that the model was not trained on is returned with a notice."""

from __future__ import annotations

import pytest

from tabside.redaction.operators.anonymizer import anonymize
from tabside.redaction.view.unread_scripts import OTHER_SCRIPT, notices_of, other_scripts
from tabside.types import Finding


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Ann Smith, Zoë Müller, Đỗ Thị", []),
        ("Δ is 3 Ω, \u0430da@example.org", []),
        ("Имя: Олег", ["Cyrillic"]),
        ("Κώστας and איתי, ياسمين", ["Greek", "Hebrew", "Arabic"]),
        ("अनिरुद्ध, เพ็ญ", ["Devanagari", "Thai"]),
        ("宋杨, あすか, 하은", ["Chinese", "Japanese", "Korean"]),
    ],
)
def test_scripts(text: str, scripts: list[str]) -> None:
    assert other_scripts(text) == scripts


def test_a_redaction_says_so_without_a_word_of_the_text() -> None:
    redaction = anonymize("Олег met Ann", [Finding("GIVEN_NAME", 9, 12, 1, "me")])
    (notice,) = redaction.warnings
    assert notice.code == OTHER_SCRIPT
    assert "Cyrillic" in notice.message
    assert "Олег" not in notice.message
    assert anonymize("Oleg met Ann", []).warnings == ()
    assert [one.message for one in notices_of("Олег, 宋杨 and איתי")] == [
        "The model was trained on Latin script: names in Cyrillic, Chinese and Hebrew script are found less often. "
        "Read them over."
    ]

"""What OCR takes for each other."""

from __future__ import annotations

import pytest

from tabside.files.picture.confusions import figures_for_letters, letters_for_figures, skeleton, skeleton_matches

FIGURES = {
    "DE89 37O4 0044 O532 0130 00": "DE89 3704 0044 0532 0130 00",
    "4111 llll IIII 1111": "4111 llll IIII 1111",  # letters alone beside figures on one side only
    "4111 llll 1111 1111": "4111 1111 1111 1111",
    "tel. O30 9O1820": "tel. 030 901820",
    "0S5 12 34": "055 12 34",
    "B12": "B12",
    "Ill be there at 5": "Ill be there at 5",
    "So 20 of us": "So 20 of us",
    "page l2 of 30": "page l2 of 30",
    "H2O": "H2O",
    "SOS": "SOS",
    "GB33 BUKB 2020 1555 5555 55": "GB33 BUKB 2020 1555 5555 55",
    "NL20 INGB 0001 2345 67": "NL20 INGB 0001 2345 67",
}


@pytest.mark.parametrize(("text", "expected"), FIGURES.items())
def test_figures_for_letters(text: str, expected: str) -> None:
    assert figures_for_letters(text) == expected
    assert len(expected) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1T60 X054 2811 1010 0000 0123 456", "IT60 X054 2811 1010 0000 0123 456"),
        ("E591 2100 0418 4502 0005 1332", "ES91 2100 0418 4502 0005 1332"),
        ("8E68 5390 0754 7034", "BE68 5390 0754 7034"),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        ("at 1200 2100 0418 4502", "at 1200 2100 0418 4502"),
    ],
)
def test_letters_for_figures_at_the_head_of_an_iban(text: str, expected: str) -> None:
    assert letters_for_figures(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Dear ZOE BRONTË,", "Zoë Brontë", ["ZOE BRONTË"]),
        ("lñaki Ordonez", "Iñaki Ordóñez", ["lñaki Ordonez"]),
        ("K0-48Z13", "KO-48213", ["K0-48Z13"]),
        ("Smithsonian", "Smith", []),
        ("Anna", "Ann", []),  # too short to be looked for
        ("two\nwords here", "words  here", ["words here"]),
        ("François Bæuf", "François Bœuf", ["François Bæuf"]),
    ],
)
def test_values_are_found_as_ocr_may_have_read_them(text: str, value: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in skeleton_matches(text, value)] == expected


@pytest.mark.parametrize("text", ["ŁÓDŹ ﬁ ŉ ĳ ß ẞ İ ı", "e\u0301 a\u0308", "😀 ½ ª", "\u2028x\u00a0y"])
def test_a_skeleton_is_as_long_as_its_text(text: str) -> None:
    assert len(skeleton(text)) == len(text)

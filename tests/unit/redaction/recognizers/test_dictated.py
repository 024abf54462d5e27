"""Dictated numbers, addresses and names, in seven languages."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers import Registry
from tabside.redaction.recognizers.spoken.dictation import passages
from tabside.redaction.view.folding import fold
from tests.unit.redaction.recognizers.marks import marked

REGISTRY = Registry.default()
RECOGNIZERS = [
    recognizer
    for recognizer in REGISTRY.recognizers
    if recognizer.name in ("dictated_number", "dictated_email", "spelled_name")
]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("five three six, two two, one two three four", ["536 22 1234"]),
        ("double seven nine triple oh one", ["7790001"]),
        ("forty two, nineteen seventy one", ["42 1971"]),
        ("nine hundred, two thousand five, two thousand twenty one", ["900 2005 2021"]),
        ("plus four four seven seven", ["+4477"]),
        ("one two uh three, dash four", ["123 4"]),
        ("third of march nineteen seventy one", ["3", "1971"]),
        ("treinta y cuatro, mil novecientos setenta y uno", ["34 1971"]),
        ("veintitrés, novecientos doce, cinco", ["23 912 5"]),
        ("quatre-vingt-dix-huit, soixante et onze, soixante-dix-huit", ["98 71 78"]),
        ("mille neuf cent soixante-dix-huit et un", ["1978", "1"]),
        ("vierunddreißig, zwo, neunzehnhundertzweiundachtzig", ["34 2 1982"]),
        ("trentotto, ventuno, trentatré, millenovecentosettantuno", ["38 21 33 1971"]),
        ("vinte e um, noventa e oito, meia dois", ["21 98 62"]),
        ("vierendertig, tweeëntwintig, negentien eenenzeventig", ["34 22 1971"]),
        ("between nineteen seventy one and two thousand three", ["1971", "2003"]),
        ("1 2 3 4 5 6 7", ["1234567"]),
        ("one of three or four", []),
        ("1 2 3 4 5 6", []),
        ("one " * 60, []),
    ],
)
def test_is_read_as_figures(said: str, figures: list[str]) -> None:
    read = [run for runs in passages(fold(said).text, most=10) for run in runs]
    assert [" ".join(group.figures for group in run.groups) for run in read] == figures
    assert all(said[run.start : run.end].strip() == said[run.start : run.end] for run in read)


@pytest.mark.parametrize(
    "expected",
    [
        "it is «PHONE: four one five, five five five, two six seven one», call after six",
        "the social is «SSN: five three six, two two, one two three four», got it?",
        "card «CREDIT_CARD: four one one one, one one one one, one one one one, one one one one» please",
        "the zip is «ZIP_CODE: nine oh two one oh» and the house number is forty two",
        "reach me at «PHONE: two one two, five five five, oh one four seven extension nine»",
        "call «PHONE: plus four four, seven seven double oh, nine hundred, one two three»",
        "routing number «ROUTING_NUMBER: oh two one oh oh oh oh two one»",
        "date of birth «DATE_OF_BIRTH: march third nineteen seventy one».",
        "fecha de nacimiento «DATE_OF_BIRTH: doce de mayo de mil novecientos setenta y uno»",
        "née le «DATE_OF_BIRTH: douze mars mille neuf cent soixante-dix-huit»",
        "geboren am «DATE_OF_BIRTH: dritten Mai neunzehnhundertzweiundachtzig»",
        "nato il «DATE_OF_BIRTH: tre maggio millenovecentosettantuno»",
        "data de nascimento «DATE_OF_BIRTH: três de maio de mil novecentos e oitenta e dois»",
        "geboren op «DATE_OF_BIRTH: drie mei negentien eenenzeventig»",
        "mi teléfono es «PHONE: seis uno dos, treinta y cuatro, cincuenta y seis, setenta y ocho»",
        "mon numéro c'est le «PHONE: zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit»",
        "ssn «SSN: 5 3 6 2 2 1 2 3 4» thanks",
        "my email is «EMAIL: jane dot holloway at example dot com», all lower case",
        "uh it's «EMAIL: r underscore silva ninety at example dot org»",
        "«EMAIL: ana punto ruiz arroba example punto com»; «EMAIL: paul point martin arobase example point fr»",
        "an «EMAIL: j punkt maier unterstrich zwei at web punkt de» bitte",
        "visit us at «EMAIL: example dot co dot uk»",
        "«SURNAME: Holloway», that's «SURNAME: H O L L O W A Y», first name Jane",
        "surname spelled «SURNAME: K-O-W-A-L»",
        # negative examples
        "one two three four five six seven eight nine ten",
        "null, null, null, null, null, null, null, null",
        "between nineteen seventy one and two thousand three we had one or two of three",
        "my pin is one two three four, chapter twenty one",
        "grades: A B C D",
        "meet at noon, the dot com boom",
    ],
)
def test_probe(expected: str) -> None:
    text = expected
    for entity in sorted({part.partition(":")[0] for part in expected.split("«")[1:]}):
        text = text.replace(f"«{entity}: ", "")
    assert marked(text.replace("»", ""), RECOGNIZERS) == expected


def test_more_numbers_than_anybody_dictates_are_claimed_without_being_read() -> None:
    number = "four one five, five five five, two six seven one"
    found = list(RECOGNIZERS[0].find(f"{number}, that's all of it; " * 400))
    assert [hit.end - hit.start for hit in found] == [len(number)] * 400

"""Cards, IBANs and phone numbers: together and apart, with and without context."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn as reference

from tabside.redaction import Recognizer
from tabside.redaction.checks import address_checksums
from tabside.redaction.checks import holds as check_digits
from tabside.redaction.checks.check_digits import luhn
from tabside.redaction.recognizers.numbers.card import CardRecognizer
from tabside.redaction.recognizers.numbers.iban import IbanRecognizer
from tabside.redaction.recognizers.numbers.phone import PhoneRecognizer
from tabside.redaction.view.folding import fold

CARDS = [
    "«4111111111111111»",
    "Card: «4111 1111 1111 1111».",
    "«4111-1111-1111-1111», thanks",
    "amex «3782 822463 10005»",
    "maestro «630427373398»",
    "diners «30569309025904»",
    "19 digits: «6304000000000000000»",
    "«4111 1111 1111 1111» «5555 5555 5555 4444»",
    "«4111111111111111» «5555555555554444»",
    "«4111 1111 1111 1111» 12/27",
    "my card «4111 1111 1111 1112»",
    "card «4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1»",
    "«４１１１ 1111\u00a01111\u20111111»".replace("\u2011", "\u00a0"),
    "4111 1111 1111 1112",
    "order 1234567890123456",
    "1700000000003",
    "4111 1111-1111 1111",
    "41111111111111111111111",
    "0.4111111111111111",
]
IBANS = [
    "«DE89370400440532013000»",
    "IBAN: «DE89 3704 0044 0532 0130 00».",
    "«gb82 west 1234 5698 7654 32» please",
    "«GB82 WEST 1234 5698 7654 32» 94110",
    "«FR1420041010050500013M02606» and «NO9386011117947»",
    "iban «DE89 3704 0044 0532 0130 01»",
    "DE89 3704 0044 0532 0130 01",
    "DE89370400440532013",
    "XX89370400440532013000",
    "GB82 WEST of here",
]
PHONES = [
    "Call «+44 20 7946 0958» today",
    "«+1 (415) 555-2671»",
    "«(415) 555-2671»",
    "«415-555-2671 ext. 12»",
    "«415.555.2671 x123»;",
    "«4155552671»",
    "«1-800-356-9377»",
    "«+49 (0)30 901820»",
    "«0044 20 7946 0958»",
    "tel: «060 56 85 91»",
    "phone «699 956 915»",
    "(«415) 555-2671»".replace("(«", "«("),
    "«415-555-2671» 94110",
    "«+46 (0)8 928 571 38»",
    "fax «555-0123»",
    "order 123-45-6789",
    "2020-01-15 12:30",
    "call me on 2020-01-15",
    "v 1.2.3.4",
    "$415.555.2671",
    "12345678901234567890",
    "pi 3.14159265358979",
    "ratio 10/20/30/40",
]


def check(recognizer: Recognizer, example: str) -> None:
    text = example.replace("«", "").replace("»", "")
    view = fold(text)
    marked = text
    for found in reversed(list(recognizer.find(view.text))):
        start, end = view.to_original(found.start, found.end)
        marked = f"{marked[:start]}«{marked[start:end]}»{marked[end:]}"
    assert marked == example


@pytest.mark.parametrize("example", CARDS)
def test_cards(example: str) -> None:
    check(CardRecognizer(), example)


@pytest.mark.parametrize("example", IBANS)
def test_ibans(example: str) -> None:
    check(IbanRecognizer(), example)


@pytest.mark.parametrize("example", PHONES)
def test_phones(example: str) -> None:
    check(PhoneRecognizer(), example)


def test_a_postcode_near_a_word_for_a_telephone_is_none() -> None:
    check(PhoneRecognizer(), "8500-794 Portimão, Telemóvel: «+351 936 550 147»")
    check(PhoneRecognizer(), "Telefone «21 555 01 88», Rua X 3, 4000-443 Porto; CEP 32010-130; NY 10001-2345")
    check(PhoneRecognizer(), "Tel. «4000-443»")
    check(PhoneRecognizer(), "só por telefone.\n\n4000-443 Porto; telefoon NL91 ABNA 0417 1643 00 1017 PT")


@pytest.mark.parametrize(
    ("regions", "example"),
    [
        (("DE",), "«030 901820»"),
        (("FR",), "«01 42 68 53 00»"),
        (("US",), "01 42 68 53 00"),
        (("GB", "US"), "«020 7946 0958» or «415-555-2671»"),
    ],
)
def test_phones_of_regions(regions: tuple[str, ...], example: str) -> None:
    check(PhoneRecognizer(regions), example)


@pytest.mark.parametrize(("text", "certain"), [("4111111111111111", True), ("card 4111111111111112", False)])
def test_a_failed_check_digit_is_not_certain(text: str, certain: bool) -> None:
    (found,) = CardRecognizer().find(text)
    assert found.certain is certain
    assert ("check holds" in found.reasons) is certain


@settings(deadline=None)
@given(st.text("0123456789", min_size=1, max_size=25))
def test_luhn_agrees_with_python_stdnum(digits: str) -> None:
    assert luhn(digits) == (reference.checksum(digits) == 0)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (check_digits.iban, "DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
        (check_digits.aba_routing, "021000021", "021000022"),
        (check_digits.us_ssn, "536-22-1234", "666-22-1234"),
        (check_digits.us_itin, "912-90-3456", "912-10-3456"),
        (check_digits.us_ein, "91-1144442", "07-1144442"),
        (address_checksums.bitcoin, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyU"),
        (address_checksums.base58check, "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7M"),
        (check_digits.credit_card, "6011 1111 1111 1117", "6011 1111 1111 1118"),
    ],
)
def test_check_digits(check: object, right: str, wrong: str) -> None:
    assert callable(check)
    assert check(right) is True
    assert check(wrong) is False

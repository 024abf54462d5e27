"""Check functions written out here, called for every candidate of a list, agree with the libraries."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from ipaddress import AddressValueError, IPv6Address
from typing import Any

import phonenumbers
import pytest
from phonenumbers import phonenumberutil
from phonenumbers.phonemetadata import PhoneMetadata
from stdnum import bitcoin, iban, util
from stdnum.cn import ric
from stdnum.us import ein, itin, rtn, ssn

from tabside.redaction.checks import address_checksums
from tabside.redaction.checks import holds as check_digits
from tabside.redaction.checks.phone_numbers import is_valid, is_valid_abroad
from tabside.redaction.checks.stdnum_modules import stdnum_module
from tabside.redaction.recognizers import Registry
from tabside.redaction.recognizers.numbers.number import IdNumber, NumberRecognizer
from tabside.redaction.recognizers.tables import internet

FIGURES, LETTERS, SEPARATORS = "0123456789", "ABCDEFGHJKLMNPQRSTUVWXYZ", " .-/+"


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
"""The alphabet of BIP 173."""


def _numbers() -> list[IdNumber]:
    (recognizer,) = (of for of in Registry.default().recognizers if isinstance(of, NumberRecognizer))
    return [number for number in recognizer.numbers if "." in number.check]


@pytest.mark.parametrize(
    ("check", "reference"),
    [(check_digits.us_ssn, ssn), (check_digits.us_itin, itin), (check_digits.us_ein, ein)],
    ids=["us_ssn", "us_itin", "us_ein"],
)
def test_us_numbers_agree_with_python_stdnum(check: Callable[[str], bool], reference: Any) -> None:
    numbers = [
        f"{area:03}{group}{serial}"
        for area in range(1000)
        for group in ("00", "12", "88", "93")
        for serial in ("0000", "1234")
    ]
    numbers += [f"900{group:02}1234" for group in range(100)] + [
        "078051120",
        "219099999",
        "457555462",
        "12345678",
        "1234567890",
    ]
    answers = [(number, check(number)) for number in numbers]
    assert answers == [(number, reference.is_valid(number)) for number in numbers]
    assert {answer for _, answer in answers} == {True, False}


def test_routing_numbers_agree_with_python_stdnum() -> None:
    numbers = [f"{number:09}" for number in range(10_000_000, 330_000_000, 54_321)]
    given_out = [number for number in numbers if int(number[:2]) <= 12 or 21 <= int(number[:2]) <= 32]
    answers = [check_digits.aba_routing(number) for number in given_out]
    assert answers == [rtn.is_valid(number) for number in given_out]
    assert any(answers)


def test_ibans_agree_with_python_stdnum() -> None:
    chance = random.Random(6)
    answers = set()
    for country, length in (("GB", 18), ("DE", 18), ("NO", 11), ("MT", 27), ("XX", 18), ("FR", 23)):
        for letters in (0, 4, length):
            for _ in range(50):
                rest = "".join(chance.choices("ABCXYZ", k=letters) + chance.choices(FIGURES, k=length - letters))
                number = country + iban.calc_check_digits(f"{country}00{rest}") + rest
                wrong = number[:-1] + str((ord(number[-1]) + 1) % 10)
                for candidate in (number, number.lower(), wrong, number[:-1]):
                    answers.add(check_digits.iban(candidate))
                    assert check_digits.iban(candidate) == iban.is_valid(candidate, check_country=False), candidate
    assert answers == {True, False}


@pytest.mark.parametrize(
    "address",
    [
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "1111111111111111111114oLvT2",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
    ],
)  # fmt: skip
def test_bitcoin_addresses_agree_with_python_stdnum(address: str) -> None:
    assert address_checksums.bitcoin(address)
    assert bitcoin.is_valid(address)
    for place in range(len(address)):
        altered = address[:place] + ("x" if address[place] != "x" else "y") + address[place + 1 :]
        assert address_checksums.bitcoin(altered) == bitcoin.is_valid(altered), altered


def test_numbers_are_read_as_python_stdnum_reads_them_with_and_without_separators() -> None:
    chance = random.Random(23)
    answers = set()
    for number in _numbers():
        module = import_module(f"stdnum.{number.check}")
        for _ in range(60):
            written = _altered(number.example, chance)
            compact = re.sub("[^A-Z0-9]+", "", written.upper())
            try:
                expected = module.is_valid(written) or module.is_valid(compact)
            except KeyError:  # `cn.ric`, for places that it does not know.
                expected = False
            answers.add(expected)
            assert check_digits.holds(number.check, written, compact) == expected, (number.name, written)
    assert answers == {True, False}


def test_python_stdnum_cleans_as_it_did() -> None:
    ours = stdnum_module("util")
    assert ours.clean is not util.clean
    texts = ["", "A1", "1 2-3", "1\u20132", "\uff11\uff12", "\u00e91", *map(chr, range(128)), "x1m", "m.", "12\u0663"]
    for text in texts:
        for deleted in ("", " -", " -/?:().m", "1", ".,- "):
            assert ours.clean(text, deleted) == util.clean(text, deleted), (text, deleted)
    with pytest.raises(stdnum_module("exceptions").InvalidFormat):
        ours.clean(None, "")


def test_a_check_that_breaks_does_not_hold() -> None:
    with pytest.raises(KeyError):
        ric.is_valid("460426399101010071")
    assert not check_digits.holds("cn.ric", "460426399101010071", "460426399101010071")


@pytest.mark.parametrize("number", _numbers(), ids=lambda number: number.name)
def test_checks_written_out_agree_with_python_stdnum(number: IdNumber) -> None:
    module: Any = import_module(f"stdnum.{number.check}")
    chance = random.Random(number.name)
    answers = []
    for candidate in _candidates(number, chance):
        try:
            expected = module.is_valid(candidate)
        except (
            KeyError,
            ValueError,
            AssertionError,
        ):  # `cn.ric`, `gh.tin` and `cz.bankaccount`, for values that they do not know.
            expected = False
        answers.append(expected)
        assert check_digits.holds(number.check, candidate, candidate) == expected, candidate
    assert {*answers} == {True, False} or number.check in _NEED_SEPARATORS


# Their numbers are valid only in their written form.
_NEED_SEPARATORS = ("at.businessid", "cz.bankaccount", "fi.hetu", "ro.onrc")


def _candidates(number: IdNumber, chance: random.Random) -> Iterator[str]:
    """Yield random numbers of a row's shapes, variants of its example with one digit changed, and other lengths."""
    example = re.sub("[^A-Z0-9]+", "", number.example.upper())
    yield example
    for shape in number.shapes:
        for turn in range(80):
            drawn = [chance.choice({"9": FIGURES, "A": _ALPHABET}.get(ch, FIGURES + _ALPHABET)) for ch in shape]
            if turn % 3 == 0 and len(example) == len(drawn):
                drawn = [old if chance.random() < 0.8 else new for old, new in zip(example, drawn, strict=True)]
            elif turn % 3 == 1:
                drawn[:2] = example[:2]
            place = chance.choice((-1, -1, 0, chance.randrange(len(drawn))))
            for figure in FIGURES if turn % 10 else FIGURES + _ALPHABET:
                drawn[place] = figure
                yield "".join(drawn)
            if turn % 10 == 0:
                text = "".join(drawn)
                yield from (text[:-1], text[1:], f"{text}1", f"ES{text}", f"{text}K", f"000{text[3:]}", "0" * len(text))


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_country_letters_are_those_that_python_stdnum_takes() -> None:
    for number in _numbers():
        digits = re.sub("[^A-Z0-9]+", "", number.example.upper())
        plain = digits[2:] if digits[:2].isalpha() else digits
        if number.country_letters:
            module: Any = import_module(f"stdnum.{number.check}")
            taken = [a + b for a in _ALPHABET for b in _ALPHABET if module.is_valid(a + b + plain)]
            assert taken == sorted(number.country_letters), number.name


@pytest.mark.parametrize("name", ["at/fa", "cn/loc", "cz/banks", "iban", "id/loc", "my/bp", "nz/banks"])
def test_places_are_looked_up_as_python_stdnum_looks_them_up(name: str) -> None:
    spec = find_spec("stdnum.numdb")
    assert spec is not None
    assert spec.loader is not None
    untouched: Any = module_from_spec(spec)
    spec.loader.exec_module(untouched)
    places, expected = stdnum_module("numdb").get(name), untouched.get(name)
    assert type(places)._find is not type(expected)._find
    chance = random.Random(name)
    alphabet = _ALPHABET if name == "iban" else FIGURES
    known = [place[1] for place in expected.prefixes]
    for length in range(1, 8):
        for _ in range(150):
            rest = "".join(chance.choices(alphabet, k=length))
            for number in (rest, (chance.choice(known) + rest)[: max(length, 3)]):
                assert places.info(number) == expected.info(number), number


def _altered(written: str, chance: random.Random) -> str:
    """Return a number with other digits and letters in some places, and other separators."""
    characters = list(written)
    for place in chance.sample(range(len(characters)), k=chance.randint(0, 2)):
        kind = FIGURES if characters[place].isdecimal() else LETTERS if characters[place].isalpha() else SEPARATORS
        characters[place] = chance.choice(kind)
    if chance.random() < 0.3:
        characters.insert(chance.randrange(1, len(characters)), chance.choice(SEPARATORS))
    return "".join(characters)


def test_witness_programs_agree_with_python_stdnum() -> None:
    answers = set()
    for version in "qpzl":
        for length in range(71):
            for end in "qpyx":
                symbols = version + ("zx" * 35)[:length] + end
                values = [BECH32.index(ch) for ch in symbols]
                checksum = bitcoin.bech32_checksum([3, 3, 0, 2, 3, *values, *[0] * 6]) ^ 1
                tail = "".join(BECH32[checksum >> 5 * place & 31] for place in range(5, -1, -1))
                answers.add(address_checksums.bitcoin(f"bc1{symbols}{tail}"))
                assert address_checksums.bitcoin(f"bc1{symbols}{tail}") == bitcoin.is_valid(f"bc1{symbols}{tail}"), (
                    symbols
                )
    assert answers == {True, False}


def test_ipv6_addresses_agree_with_ipaddress() -> None:
    chance = random.Random(4291)
    answers = []
    for _ in range(20_000):
        groups = chance.choices(
            ("", "0", "1", "ffff", "00a1", "10000", "g", "127.0.0.1", "::", "1.2.3"),
            (4, 2, 9, 4, 4, 1, 1, 1, 1, 1),
            k=chance.randint(1, 9),
        )
        address = ":".join(groups)
        try:
            expected = int(IPv6Address(address)) > 1
        except AddressValueError:
            expected = False
        answers.append(expected)
        assert internet.is_ipv6(address) == expected, address
    assert answers.count(True) > 500
    assert internet.is_ipv6("fe80::1%eth0/64")
    assert not internet.is_ipv6("fe80::1/129")


def test_telephone_numbers_agree_with_phonenumbers() -> None:
    chance = random.Random(15)
    answers = []
    for region in sorted(phonenumberutil.SUPPORTED_REGIONS):
        for figures in _dialed(region, chance):
            answers.append(is_valid(figures, region))
            assert answers[-1] == _by_library(figures, region), (figures, region)
            if figures[0] != "0" and len(figures) >= 7:
                assert is_valid_abroad(figures) == _by_library(f"+{figures}", None), figures
    assert answers.count(True) > len(answers) / 5
    assert not is_valid("4155550123", "XX")


def _dialed(region: str, chance: random.Random) -> Iterator[str]:
    """Yield a region's example numbers, unchanged and altered, as dialed within it and from abroad."""
    data: Any = PhoneMetadata.metadata_for_region(region, None)
    examples = [kind.example_number for kind in (data.fixed_line, data.mobile, data.toll_free) if kind is not None]
    for example in filter(None, examples):
        place = chance.randrange(len(example))
        altered = example[:place] + chance.choice(FIGURES) + example[place + 1 :]
        for number in (example, altered, example[:-1]):
            yield from (number, f"{data.national_prefix or '0'}{number}", f"{data.country_code}{number}")
        yield from (f"00{data.country_code}{example}", f"011{data.country_code}{example}", f"{example}12345")


def _by_library(written: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False

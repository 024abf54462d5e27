"""Numbers issued by states to people and companies."""

from __future__ import annotations

from ...checks import holds as check_digits
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_DRIVER_WORDS = (
    "driver license", "drivers license", "driver's license", "driver licence", "driving licence", "driving license",
    "driver's licence", "license number", "dl", "permis de conduire", "führerschein", "führerscheinnummer", "rijbewijs",
    "rijbewijsnummer", "patente", "permiso de conducir", "carta de condução",
)  # fmt: skip
_PASSPORT_WORDS = (
    "passport",
    "passport no",
    "passport number",
    "passeport",
    "reisepass",
    "pasaporte",
    "passaporto",
    "passaporte",
    "paspoort",
)
_SSN_WORDS = ("ssn", "ssns", "social", "social security", "soc sec", "ss", "security number", "social security no")

RECOGNIZERS = (
    PatternRecognizer(
        name="number_behind_han",
        entity="GOVERNMENT_ID",
        # No space parts these words from the particle or the sign behind them.
        regex=r"(?:マイナンバー|個人番号|身份证(?:号码|号)?|身分證(?:字號)?|公民身份号码|주민등록번호|외국인등록번호)(?:は|が|を|은|는|:|：|是|为|為)?\s?"
        r"(?P<value>[A-Z]?[0-9][0-9 -]{6,20}[0-9Xx])(?![\w-])",
        score=0.85,
        certain=False,
        hits=("マイナンバーは «481 902 337 118» です", "身份证号码：«11010519491231002X»。"),
        misses=("マイナンバーは何ですか", "番号 481902337118"),
    ),
    PatternRecognizer(
        name="kr_resident_number",
        entity="GOVERNMENT_ID",
        # YYMMDD-SNNNNNN; numbers given out since October 2020 have no check digit.
        regex=r"(?<![\w.-])[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}(?![\w-])",
        score=0.8,
        certain=False,
        country="KR",
        hits=("«920723-1234560» 제출",),
        misses=("921323-1234560", "920723-9234560", "920723-123456"),
    ),
    PatternRecognizer(
        name="us_ssn",
        entity="SSN",
        regex=r"(?<![\w.-])[0-9]{3}(?P<gap> ?[.-] ?| )[0-9]{2}(?P=gap)[0-9]{4}(?!\w|[.-]\d)",
        score=0.85,
        check=check_digits.us_ssn,
        context=_SSN_WORDS,
        context_excuses=True,
        country="US",
        hits=(
            "My SSN is «123-45-6780».",
            "«536 22 1234» is it",
            "social «536.22.1234»",
            "SSN: «000-12-3456»",
            "«536-22-1234» 94110",
        ),
        misses=("000-12-3456", "666-12-3456", "1536-22-1234", "536-22-12345", "536-22 1234"),
    ),
    PatternRecognizer(
        name="us_ssn_bare",
        entity="SSN",
        regex=r"(?<![\w.-])[0-9]{9}(?!\w|[.-]\d)",
        score=0.5,
        check=check_digits.us_ssn,
        context=_SSN_WORDS,
        needs_context=True,
        country="US",
        hits=("SSN «536221234»",),
        misses=("order 536221234", "SSN 000221234"),
    ),
    PatternRecognizer(
        name="us_itin",
        entity="TAX_ID",
        regex=r"(?<![\w.-])9[0-9]{2}(?P<gap>[ -]?)[0-9]{2}(?P=gap)[0-9]{4}(?!\w|[.-]\d)",
        score=0.6,
        check=check_digits.us_itin,
        context=("itin", "taxpayer", "tax id", "tax"),
        needs_context=True,
        country="US",
        hits=("ITIN «912-90-3456»",),
        misses=("912-90-3456", "ITIN 912-10-3456"),
    ),
    PatternRecognizer(
        name="us_ein",
        entity="TAX_ID",
        regex=r"(?<![\w.-])[0-9]{2}-[0-9]{7}(?!\w|[.-]\d)",
        score=0.5,
        check=check_digits.us_ein,
        context=("ein", "employer", "employer identification", "fein", "tax id", "tin", "federal", "irs"),
        needs_context=True,
        country="US",
        hits=("EIN: «91-1144442»", "Federal tax ID «12-3456789»."),
        misses=("91-1144442", "EIN 07-1144442"),
    ),
    PatternRecognizer(
        name="passport",
        entity="PASSPORT",
        regex=r"(?<![\w-])(?=[A-Z]{0,3}[0-9])[A-Z0-9]{6,10}(?<=\d)(?![\w-])",
        score=0.5,
        certain=False,
        context_proves=True,
        context=_PASSPORT_WORDS,
        needs_context=True,
        ignore_case=True,
        hits=("Passport number: «C01X00T47»", "passport no. «512345678»", "my passport number is «533418296»"),
        misses=("C01X00T47", "my passport is ready by 2020"),
    ),
    PatternRecognizer(
        name="drivers_license",
        entity="DRIVERS_LICENSE",
        regex=r"(?<![\w-])(?=[A-Z]{0,3}[0-9])[A-Z0-9](?:(?:-\n?)?[A-Z0-9]){5,17}(?<=\d)(?![\w-])",
        score=0.5,
        certain=False,
        context_proves=True,
        context=_DRIVER_WORDS,
        needs_context=True,
        ignore_case=True,
        hits=("Driver's license: «F162823540116»", "my driving licence is «2270-66-\n1551»"),
        misses=("F162823540116", "license renewed 2020"),
    ),
    PatternRecognizer(
        name="uk_nino",
        entity="GOVERNMENT_ID",
        regex=r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?"
        r"[A-D](?!\w)",
        score=0.8,
        context=("ni", "nino", "national insurance"),
        country="GB",
        hits=("NI number «AB123456C»", "«JG 10 37 59 A»"),
        misses=("GB123456A", "AB123456", "ab 12 34"),
    ),
)

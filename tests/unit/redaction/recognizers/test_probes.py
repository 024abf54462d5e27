"""Probes: values that others miss or confuse. All recognizers together, without the model."""

from __future__ import annotations

import pytest

from tests.unit.redaction.recognizers.marks import marked

LETTERS = "ab1cd2ef3gh4ij5kl6mn7op8qr9st0uv1wx2"


@pytest.mark.parametrize(
    "expected",
    [
        # with spaces, split and disguised
        "IBAN «IBAN: DE89 3704 0044 0532 0130 00» please",
        "pay to «IBAN: GB82-WEST-1234-5698-7654-32»",
        "«IBAN: DE89 3704 0044\n0532 0130 00»",
        "«CREDIT_CARD: 4111 1111\n1111 1111»",
        "SSN «SSN: ５３６-２２-１２３４»",
        "SSN «SSN: 536\u200b-22\u200b-12\u200b34»",
        "SSN «SSN: 536\u00ad-22-1234»",
        "SSN «SSN: 𝟓𝟑𝟔‑𝟐𝟐‑𝟏𝟐𝟑𝟒»",
        "SSN «SSN: 536 – 22 – 1234»",
        "NI «GOVERNMENT_ID: \u0410\u0412123456\u0421»",
        "mail «EMAIL: ada%40example.org» or «EMAIL: ada&#64;example.org»",
        "mail «EMAIL: \u0430da@ex\u0430mple.org»",
        "«EMAIL: jürgen.groß@müller-söhne.de»",
        "mac «MAC_ADDRESS: 78:\u0435b:8b:12:76:\u0430\u0441», router «MAC_ADDRESS: \u04350-0d-b5-d2-\u04300-13»",
        "plate «VEHICLE_ID: \u041a\u0421-334-\u041dV», plate «VEHICLE_ID: \u041c \u0415\u0422 5973»",
        # across line breaks
        "Ann,«PHONE: +351\n21 281 4410»\n2,Thomas",
        "Ann,«PHONE: +39 02 1204 5385»\n2,Thomas",
        "tel: «PHONE: 0171\n2345678», call «PHONE: (415)\n555-2671»",
        "immatriculation : «VEHICLE_ID: KC-\n334-HV»\nNom",
        "driving licence «DRIVERS_LICENSE: 2270-66-\n1551»",
        "12\n13\n14\n2020\n555 123\n4567, page (3)\n12",
        # adjacent
        "«SSN: 536-22-1234» «ZIP_CODE: 94110-1234»",
        "SSN «SSN: 536-22-1234» 94110",
        "«CREDIT_CARD: 4111 1111 1111 1111» «CREDIT_CARD: 5555 5555 5555 4444»",
        "«CREDIT_CARD: 4111111111111111»,«CREDIT_CARD: 5555555555554444»",
        "CPF «TAX_ID: 390.533.447-05» CEP «ZIP_CODE: 01310»",
        "Boston, «STATE: MA» «ZIP_CODE: 02134-1001».",
        # context decides
        "my passport number is «PASSPORT: 533418296»",
        "SSN «SSN: 533418296», passport «PASSPORT: 512345678»",
        "EIN «TAX_ID: 12-3456789»",
        "routing «ROUTING_NUMBER: 021000021» account number «BANK_ACCOUNT: 000123456789»",
        "driver's license «DRIVERS_LICENSE: D1234567»",
        "IMEI «DEVICE_ID: 490154203237518»",
        "NHS number «HEALTH_ID: 943 476 5870»",
        "date of birth «DATE_OF_BIRTH: 12/03/1980»",
        # devices and networks
        "eth0 «MAC_ADDRESS: 00:1A:2B:3C:4D:5E» is up",
        "from «IP_ADDRESS: 2001:db8::8a2e:370:7334».",
        "see «URL: example.com/ann» or «URL: ann-smith.de».",
        # secrets
        f"«API_KEY: AKIA{'ABCDEFGHIJKLMNOP'}» and «API_KEY: ghp_{LETTERS}»",
        f"«API_KEY: xoxb-123456789012-{LETTERS}»",
        "«JWT: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl»",
        "«API_KEY: postgres://ann:pw@db.example.com:5432/app»",
        "clone «API_KEY: https://ann:hunter2@git.example.org/x.git» now",
        # negative examples
        "order 1234567890123 of 2020-01-15, version 1.2.3.4.5, total 1,234.56",
        "chapter 12, pages 100-104, ISBN 978-3-16-148410-0",
        "commit 3990ec2f0b, build 20240115.3, ticket 123456",
        "the meeting is at 10:30 on 12/03/2024",
        "SELECT 1, 2, 3 FROM t WHERE id = 12345678",
        "phone: 5 of 10, DVD-R 4.7 GB, 1080p, A4",
        "@property def f(self): return 0x1F",
        "tax for 2020 and 2021 was 1234.50",
    ],
)
def test_probe(expected: str) -> None:
    text = expected
    for entity in sorted({part.partition(":")[0] for part in expected.split("«")[1:]}):
        text = text.replace(f"«{entity}: ", "")
    assert marked(text.replace("»", "")) == expected

"""A key tells what its value is, in JSON, code, XML, directories and forms of the web."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.keyed_values import KeyedValueRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        '{"lastName": "«Qwzty»", "birthDate": "«1971-12-01»", "postalCode": "«00417»", "age": 41}',
        '{"policy_no": "«HX/4471902/B»", "member_id": «4471902818», "premium": 4471}',
        '{"achternaam": "«van der Zwqt»", "kenteken": "«4-TKX-19»", "naam": "Fiets"}',
        "row = {'fone': '«73 3298-1640»', 'cidade': '«Zqw Grande»', 'cpf': '«390.533.447-05»'}",
        "['vorname' => '«Zwenka»', 'strasse' => '«Amberhof 12»', 'typ' => 'Gast']",
        "<Kunde><Nachname>«Zwqt»</Nachname><Telefon>«030 8812045»</Telefon><Betrag>4471</Betrag></Kunde>",
        "to_name=«Cosma Wrigly»&to_street=«52 Gillow Gate»&amount=12",
        "dn: uid=zq\nsn: «Qwzty»\ngivenName: «Zwenka»\nl: «Heronsgate»\nobjectClass: person",
        "BEGIN:VCARD\nBDAY:«1961-05-03»\nNOTE:none",
        "customer:\n  customer_phone: «+49 30 8812045»\n  policy_number: '«VS 20-558»'",
        '{"lastName": "string", "city": null, "phone": "number", "surname": "Surname"}',
        '{"name": "lodash", "owner": "tabside", "version": "4.17.21"}',
        "City: Heronsgate\nPhone number of the week: none",
        "const city = getCity(); let phone=parse(input); surname=load(x)",
    ],
)
def test_values_behind_keys(text: str) -> None:
    assert framed(text, KeyedValueRecognizer()) == text

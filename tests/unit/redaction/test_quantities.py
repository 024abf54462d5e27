"""Quantities that are neither house numbers nor postcodes: the context of the model's claims."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.quantities import without_quantities


@pytest.mark.parametrize(
    ("text", "claims", "kept"),
    [
        # amounts, units, dimensions
        ("in 1532 ms", [("ZIP_CODE", "1532", 0.99)], []),
        ("bei 180 Grad backen", [("CITY", "Grad", 0.6)], []),
        ("der Grad der Reife", [("CITY", "Grad", 0.9)], ["Grad"]),
        ("took 35ms", [("ZIP_CODE", "35ms", 0.99)], []),
        ("bei 180 Grad", [("BUILDING_NUMBER", "180", 0.99)], []),
        ("port 51122 ssh2", [("ZIP_CODE", "51122", 0.99)], []),
        ('"Lugo", "importe": "314,80 €"', [("CITY", "Lugo", 0.99), ("BUILDING_NUMBER", "314", 0.99)], ["Lugo"]),
        ("€ 249 in Lugo", [("BUILDING_NUMBER", "249", 0.9), ("CITY", "Lugo", 0.9)], ["Lugo"]),
        ("M8 x 25 bolts", [("DRIVERS_LICENSE", "M8 x 25", 0.99)], []),
        ("via eth0", [("ZIP_CODE", "eth0", 0.95)], []),
        ("kostet 549 Euro.", [("BUILDING_NUMBER", "549", 0.9)], []),
        ("mit 1400 Umdrehungen für 549 Euro", [("ZIP_CODE", "1400", 0.95), ("BUILDING_NUMBER", "549", 0.9)], []),
        # times since 1970, behind keys of times
        ('"ts":1778485442,"phone":"', [("PHONE", "1778485442", 0.95)], []),
        ("createdAt: 1778485442123", [("PHONE", "1778485442123", 0.95)], []),
        ("last_seen_at=1778485442 phone=", [("TAX_ID", "1778485442", 0.9)], []),
        ('"phone": 1778485442', [("PHONE", "1778485442", 0.95)], ["1778485442"]),
        ("kontakt: 1778485442", [("PHONE", "1778485442", 0.95)], ["1778485442"]),
        # numbers of files
        ("Akte 2026-41-5512 liegt vor", [("ZIP_CODE", "41", 0.9), ("ZIP_CODE", "5512", 0.9)], []),
        # numbered things
        ("treno Frecciarossa 9612 parte", [("ZIP_CODE", "9612", 0.99)], []),
        ("naar dinsdag 14 om tien uur", [("BUILDING_NUMBER", "14", 0.97)], []),
        ("la loi n° 78-17 du 6 janvier", [("BUILDING_NUMBER", "78-17", 0.88)], []),
        # days and years of Slavic dates
        ("zmarł 12 lutego 1871 roku", [("BUILDING_NUMBER", "12", 0.9), ("BUILDING_NUMBER", "1871", 0.9)], []),
        ("ul. Lipowa 12, Kraków", [("STREET_NAME", "Lipowa", 0.9), ("BUILDING_NUMBER", "12", 0.9)], ["Lipowa", "12"]),
        ("Przed 1410 była wsią", [("BUILDING_NUMBER", "1410", 0.9)], []),
        ("построена в 1907 году", [("BUILDING_NUMBER", "1907", 0.9)], []),
        ("narozena 3. března", [("BUILDING_NUMBER", "3", 0.9)], []),
        # streets without other evidence
        ("con 3 huevos de farinha, Ana", [("STREET_NAME", "farinha", 0.35)], []),
        ("we met at Larkspur, Ana", [("STREET_NAME", "Larkspur", 0.35)], ["Larkspur"]),
        ("en la jornada 28", [("STREET_NAME", "jornada", 0.79)], []),
        ("vive en alameda 12", [("STREET_NAME", "alameda", 0.45), ("BUILDING_NUMBER", "12", 0.9)], ["alameda", "12"]),
        ("in zaal 3.", [("BUILDING_NUMBER", "3", 0.99)], []),
        ("na carruagem 4.", [("BUILDING_NUMBER", "4", 0.99)], []),
        ("song at #15.", [("BUILDING_NUMBER", "15", 0.9)], []),
        ("Room 304 is booked", [("SECONDARY_ADDRESS", "Room 304", 0.99)], []),
        (
            "Room 304, 12 Oak St",
            [("SECONDARY_ADDRESS", "Room 304", 0.9), ("STREET_NAME", "Oak St", 0.9)],
            ["Room 304", "Oak St"],
        ),
        ("apt 735 please", [("SECONDARY_ADDRESS", "apt 735", 0.7)], ["apt 735"]),
        # parts of codes
        ("L'ordine 778-20114 parte", [("ZIP_CODE", "20114", 0.99)], []),
        ("Ticket JIRA-20931", [("ZIP_CODE", "20931", 0.99)], []),
        ("nach D-10115, Berlin", [("ZIP_CODE", "10115", 0.99), ("CITY", "Berlin", 0.99)], ["10115", "Berlin"]),
        ("nach D-10115", [("ZIP_CODE", "10115", 0.99)], ["10115"]),
        # postcodes and houses
        ("it is 94110 here", [("ZIP_CODE", "94110", 0.7)], []),
        ("it is 94110 here", [("ZIP_CODE", "94110", 0.95)], ["94110"]),
        ("zip: 94110", [("ZIP_CODE", "94110", 0.7)], ["94110"]),
        ("94110 Oslo", [("ZIP_CODE", "94110", 0.7), ("CITY", "Oslo", 0.9)], ["94110", "Oslo"]),
        ("EN Lugo", [("ZIP_CODE", "EN", 0.9), ("CITY", "Lugo", 0.9)], ["Lugo"]),
        ("Oak Street 12 m", [("STREET_NAME", "Oak Street", 0.9), ("BUILDING_NUMBER", "12", 0.9)], ["Oak Street", "12"]),
        ("house 12", [("BUILDING_NUMBER", "12", 0.9)], ["12"]),
        ("until E07 flashes", [("ZIP_CODE", "E07", 0.99)], []),
        ("near SE5 then", [("ZIP_CODE", "SE5", 0.99)], ["SE5"]),
        ("la demande de prêt n° 7740-221", [("ZIP_CODE", "7740-221", 0.99)], []),
        # decimals, days before a month, and measured values
        ("diuresed 6.4 L, code 5.7.1", [("BUILDING_NUMBER", "6.4", 0.9), ("BUILDING_NUMBER", "5.7.1", 0.9)], []),
        ("fermera du 12 au 26 août", [("BUILDING_NUMBER", "26", 0.9)], []),
        ("rouvrira le 1er juillet.", [("BUILDING_NUMBER", "1er", 0.9)], []),
        (
            "at 293 May Brook",
            [("BUILDING_NUMBER", "293", 0.9), ("STREET_NAME", "May Brook", 0.9)],
            ["293", "May Brook"],
        ),
        ("TA 162/88, FC 104", [("BUILDING_NUMBER", "162/88", 0.9), ("BUILDING_NUMBER", "104", 0.9)], []),
        ("audit(1766312887.442:9917)", [("PHONE", "1766312887.442", 0.9)], []),
        ("FW: peilbesluit", [("DRIVERS_LICENSE", "peilbesluit", 0.99)], []),
        ("Uvuvwe called", [("DRIVERS_LICENSE", "Uvuvwe", 0.99)], ["Uvuvwe"]),
        # document numbers without a context word
        ("the oven HB-676-GBS1 is new", [("DRIVERS_LICENSE", "HB-676-GBS1", 0.95)], []),
        ("license HB-676-GBS1", [("DRIVERS_LICENSE", "HB-676-GBS1", 0.95)], ["HB-676-GBS1"]),
        ("in Boise (33335295)", [("GOVERNMENT_ID", "33335295", 0.99)], ["33335295"]),
        ("06 12 34 56 78", [("PHONE", "06 12 34", 0.9), ("ROUTING_NUMBER", "56 78", 0.9)], ["06 12 34", "56 78"]),
        ("no. 2, then", [("GOVERNMENT_ID", "2", 0.96)], []),
        # others
        ("Com os cumprimentos", [("EMAIL", "Com", 0.9)], []),
        ("a@b.com", [("EMAIL", "a@b.com", 0.9)], ["a@b.com"]),
        ("ISBN 978-0-306-40615-7", [("TAX_ID", "0-306-40615-7", 0.9)], []),
        ("EAN 8806095299006", [("GOVERNMENT_ID", "8806095299006", 0.8)], []),
        ("request_id=8f14e45f-ceea-467f-a8f5-71c1", [("GOVERNMENT_ID", "8f14e45f", 0.98)], []),
        ("id 12345678-1234-1234", [("GOVERNMENT_ID", "12345678", 0.98)], ["12345678"]),
        ("tax 0-306-40615-7", [("TAX_ID", "0-306-40615-7", 0.9)], ["0-306-40615-7"]),
    ],
)
def test_what_stands_around_a_number(text: str, claims: list[tuple[str, str, float]], kept: list[str]) -> None:
    detections = []
    for entity, value, score in claims:
        start = text.index(value)
        detections.append(Detection(entity, start, start + len(value), score, "model"))
    assert [text[found.start : found.end] for found in without_quantities(detections, text)] == kept


def test_what_a_recognizer_is_sure_of_stays() -> None:
    found = Detection("ZIP_CODE", 3, 8, 0.8, "us_state_zip", True)
    assert without_quantities([found], "in 94110 ms") == [found]

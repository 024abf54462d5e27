"""Identifiers of vehicles and devices, which identify their owners."""

from __future__ import annotations

from ...checks import national_checks
from ...checks.check_digits import luhn
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

# Between the groups of a plate, also at the end of a line if only the rest of it follows on the next.
_BREAK = r"(?:[ -]|-\n|\n(?=[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4})?(?:[,.;)]|[ ]?\n|\Z)))"
_HEX4 = "[0-9a-fA-F]{4}"
# British plates since 2001 (DVLA's INF104): place and age, followed by three letters without I and Q.
_BRITISH_HEAD, _BRITISH_TAIL = "[A-HJ-PR-Y][A-HJ-PR-Z](?:0[1-9]|[1267][0-9]|5[1-9])", "[A-HJ-PR-Z]{3}"


def _is_plate(value: str) -> bool:
    return 4 <= sum(map(str.isalnum, value)) <= 11 and any(map(str.isdecimal, value))


RECOGNIZERS = (
    PatternRecognizer(
        name="vin",
        entity="VEHICLE_ID",
        # ISO 3779: no I, O or Q; the last four are almost always digits.
        regex=r"(?<!\w)(?=[A-HJ-NPR-Z]*[0-9])(?=[0-9]*[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{13}[0-9]{4}(?!\w)",
        score=0.65,
        check=national_checks.vin,
        context=(
            "vin", "vehicle identification", "chassis", "fahrgestellnummer", "fin", "châssis", "numéro de série",
            "bastidor",
            "telaio", "numero di telaio", "chassi", "chassisnummer",
        ),
        context_excuses=True,
        ignore_case=True,
        hits=("car «1M8GDM9AXKP042788» sold", "VIN: «WVWZZZ1JZXW000001».", "vin «1m8gdm9axkp042788»"),
        misses=("1M8GDM9AXKP042789", "12345678901234567"),
    ),
    PatternRecognizer(
        name="turkish_plate",
        entity="VEHICLE_ID",
        regex=r"(?<![\w.-])(?:0[1-9]|[1-7][0-9]|8[01]) ?[A-Z]{1,3} ?[0-9]{2,5}(?!\w)",
        score=0.6,
        certain=False,
        context=("plaka", "plakası", "plakalı", "plakasi"),
        needs_context=True,
        country="TR",
        hits=("Plaka: «34 ABC 123»",),
        misses=("34 ABC 123", "plaka 99 ABC 123"),
    ),
    PatternRecognizer(
        name="license_plate",
        entity="VEHICLE_ID",
        regex=rf"(?<![\w.-])(?:[A-ZÄÖÜ]{{1,3}}{_BREAK}[A-Z]{{1,2}}(?:{_BREAK})?[0-9]{{1,4}}[EH]?"
        rf"|[A-Z0-9]{{1,4}}{_BREAK}[A-Z0-9]{{1,5}}(?:{_BREAK}[A-Z0-9]{{1,4}})?(?: (?:GP|EC|FS|L|MP|NC|NW|WP))?"
        r"|[A-Z0-9]{4,8}|[A-Z]{2}[0-9]{1,2}[A-Z]{1,3}[0-9]{4})(?![\w-]|[.,]\d)",
        score=0.45,
        check=_is_plate,
        certain=False,
        context_proves=True,
        context=(
            "license plate", "licence plate", "number plate", "plate number", "plate no", "plates", "plate",
            "vehicle registration",
            "car registration", "car reg", "vehicle reg", "reg no", "kennzeichen", "kfz", "amtliches kennzeichen",
            "immatriculation", "plaque",
            "matrícula", "placa", "targa", "targata", "targato", "immatriculé", "immatriculée", "matriculado",
            "matriculada",
            "kenteken", "nummernschild", "plaka", "nummerplade", "registreringsnummer",
            "rejestracyjny", "rekisterinumero",
        ),
        needs_context=True,
        within=25,
        hits=(
            "license plate «7ABC123»", "Kennzeichen «B-AB 1234»", "number plate «AB12 CDE», blue",
            "immatriculation: «AB-123-CD»",
            "matrícula «1234 BCD»", "matrícula «4513\nBCD»", "immatriculation «KC-\n334-HV»",
            "targa «AB123CD»", "kenteken «12-ABC-3»", "plate number «ABC-123DE»", "number plate «BB 12 CD GP»",
            "vehicle registration «KA53ME3456»", "plaka «34 ABC 123»",
        ),
        misses=("AB12 CDE", "AB-\n12", "the plate was 12 inches"),
    ),
    PatternRecognizer(
        name="uk_vehicle_registration",
        entity="VEHICLE_ID",
        country="GB",
        regex=rf"(?<![\w.-]){_BRITISH_HEAD} ?{_BRITISH_TAIL}(?![\w-])",
        score=0.5,
        certain=False,
        context_proves=True,
        context=("registration", "reg", "vrm", "vrn", "vehicle", "car", "van", "lorry", "motorbike", "driving"),
        needs_context=True,
        within=40,
        hits=("Registration: «AB51 ABC»", "a blue van, reg «LK18XYZ», was seen"),
        misses=("AB51 ABC", "registration AB91 ABC", "registration ab51 abc"),
    ),
    PatternRecognizer(
        name="license_plate_by_form",
        entity="VEHICLE_ID",
        # British plates with a space, French and Italian ones with hyphens: these shapes are distinctive.
        regex=rf"(?<![\w.-])(?:{_BRITISH_HEAD} {_BRITISH_TAIL}"
        r"|[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2})(?![\w-]|[.,]\d)",
        score=0.6,
        certain=False,
        hits=("Parking for «LD23 XKT» please", "a grey «NK14 VBM»,", "une Clio («FX-418-QT»)"),
        misses=("AB42 CDE", "XLD23 XKT", "AB-1234-CD", "LD23-XKT", "ld23 xkt"),
    ),
    PatternRecognizer(
        name="license_plate_in_lower_case",
        entity="VEHICLE_ID",
        regex=r"(?=[pnkitmv])(?<![^\W_])(?:(?:licen[sc]e |number )?plate(?: (?:no\.?|number))?|kennzeichen"
        r"|nummernschild|immatriculation|plaque|matrícula|placa|targa|kenteken|vehicle registration)\"? ?[:=] ?\"?"
        r"(?P<value>[a-zäöü0-9]{1,4}(?:[ -][a-z0-9]{1,4}){1,2}|[a-z]{1,3}[0-9]{1,4}[a-z]{0,3})(?![\w-]|[.,]\d)",
        score=0.6,
        check=_is_plate,
        certain=False,
        hits=(
            "matrícula: «gs-62-bs»", "license plate: «7 abc 123»", "kennzeichen: «b-ab 1234»", "targa: «ab123cd»",
            '"plate": "«ab12 cde»"',
        ),
        misses=("the plate was 12 inches", "plate: in stock", "kennzeichen: ab morgen"),
    ),
    PatternRecognizer(
        name="imei",
        entity="DEVICE_ID",
        regex=r"(?<![\w.-])[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9]{1,2}(?![\w-]|\.\d)",
        score=0.6,
        check=luhn,
        context=("imei", "imeisv", "handset", "serial", "device id"),
        needs_context=True,
        context_excuses=True,
        hits=("IMEI: «35-209900-176148-1».", "imei «490154203237518»"),
        misses=("490154203237518", "order 35-209900-176148-1"),
    ),
    PatternRecognizer(
        name="iccid",
        entity="DEVICE_ID",
        regex=r"(?<![\w.-])89[0-9]{2}(?:[ -]?[0-9]{4}){3}[ -]?[0-9]{3,4}(?![\w-]|\.\d)",
        score=0.6,
        check=luhn,
        context=("iccid", "sim", "sim card", "esim"),
        needs_context=True,
        context_excuses=True,
        hits=("ICCID «8944500102198304826»",),
        misses=("8944500102198304826",),
    ),
    PatternRecognizer(
        name="imsi",
        entity="DEVICE_ID",
        regex=r"(?<![\w.-])[2-7][0-9]{13,14}(?![\w-]|\.\d)",
        score=0.5,
        certain=False,
        context=("imsi",),
        needs_context=True,
        hits=("IMSI «310150123456789»",),
        misses=("310150123456789",),
    ),
    PatternRecognizer(
        name="uuid",
        entity="DEVICE_ID",
        regex=rf"(?<![\w-]){_HEX4}{_HEX4}-{_HEX4}-{_HEX4}-{_HEX4}-[0-9a-fA-F]{{12}}(?![\w-])",
        score=0.5,
        context=(
            "user id", "userid", "device id", "deviceid", "session id", "sessionid", "advertising id", "idfa",
            "gaid", "customer id",
            "account id", "client id", "visitor id", "patient id", "person id", "user", "device", "session",
        ),
        needs_context=True,
        within=25,
        hits=("user_id=«123e4567-e89b-12d3-a456-426614174000»", "IDFA «123E4567-E89B-12D3-A456-426614174000»"),
        misses=("build 123e4567-e89b-12d3-a456-426614174000", "user 123e4567-e89b-12d3-a456"),
    ),
    PatternRecognizer(
        name="serial_number",
        entity="DEVICE_ID",
        regex=r"(?<![\w-])(?=[A-Za-z-]{0,8}[0-9])[A-Za-z0-9](?:-?[A-Za-z0-9]){5,23}(?![\w-])",
        score=0.4,
        certain=False,
        context=(
            "serial number", "serial no", "serial", "s n", "seriennummer", "numéro de série", "número de serie",
            "numero di serie",
            "número de série", "serienummer",
        ),
        needs_context=True,
        within=15,
        hits=("Serial number: «C02XK0AAJGH5»", "S/N «1234-5678-90»"),
        misses=("C02XK0AAJGH5", "serial killer in 1984"),
    ),
)  # fmt: skip

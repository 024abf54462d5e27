"""Travel documents, identity cards and numbers of hospitals, insurers and offices, by their context."""

from __future__ import annotations

from ...checks import national_checks
from ..pattern import PatternRecognizer
from ..vocabulary import KINDS

__all__ = ["RECOGNIZERS"]

# A code of letter and digit groups; the text after it decides which group ends it.
_CODE = r"(?<![\w.-])(?=[A-Z]{0,4}[ /-]?[0-9])[A-Z0-9](?:(?:[ ./-]|-\n)?[A-Z0-9]){4,19}(?![\w-]|\.\d)"


# The patterns' matches are ASCII. Counting characters one by one takes twice as long.
_NO_FIGURES = bytes(code for code in range(256) if not 48 <= code <= 57)


def _has_figures(value: str) -> bool:
    return len(value.encode().translate(None, _NO_FIGURES)) >= 5


def _words(entity: str, *without: str) -> tuple[str, ...]:
    return tuple(word for words in KINDS[entity].values() for word in words if word not in without)


RECOGNIZERS = (
    PatternRecognizer(
        name="mrz",
        entity="PASSPORT",
        # ICAO Doc 9303: two lines of 44 or 36, or three of 30. Fillers at the end of a line are easily lost.
        regex=r"(?<![\w<])[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{20,39}\s{1,3}[A-Z0-9<]{28,44}(?:\s{1,3}[A-Z<]{25,30}(?![\w<]))?(?![\w<])",
        score=1.0,
        check=national_checks.mrz,
        hits=(
            "«P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10»",
            "«I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<»",
        ),
        misses=("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408122F1204159ZE184226B<<<<<10", "P<UTO"),
    ),
    PatternRecognizer(
        name="de_id_card",
        entity="GOVERNMENT_ID",
        regex=r"(?<!\w)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7}[0-9]{1,2}(?!\w)",
        score=0.6,
        check=national_checks.de_document,
        context=("personalausweis", "personalausweisnummer", "ausweis", "ausweisnummer", "aufenthaltstitel"),
        context_excuses=True,
        needs_context=True,
        country="DE",
        hits=("Personalausweis «L01X00T471»", "Ausweisnummer: «L01X00T44»"),
        misses=("L01X00T471", "Ausweis MUSTERMANN"),
    ),
    PatternRecognizer(
        name="medical_record",
        entity="HEALTH_ID",
        regex=r"(?<![\w.-])[A-Z]{0,4}[-#]?[0-9]{4,14}(?:-[0-9A-Z]{1,6})?(?![\w-]|\.\d)",
        score=0.5,
        certain=False,
        context_proves=True,
        context=(
            "mrn", "medical record", "medical record number", "record number", "patient id", "patient number",
            "chart number",
            "health record", "hospital number", "patientennummer", "patienten-id", "fallnummer", "historia clínica",
            "número de historia", "numéro de patient", "dossier médical", "numéro de dossier", "cartella clinica",
            "número do paciente", "prontuário", "patiëntnummer", "dossiernummer",
        ),
        needs_context=True,
        within=25,
        hits=("MRN: «00123456»", "Patientennummer «P-778812»", "medical record number is «MR448812»"),
        misses=("00123456", "MRN is missing for 202 patients"),
    ),
    PatternRecognizer(
        name="health_plan",
        entity="HEALTH_ID",
        regex=r"(?<![\w.-])(?=[A-Z]{0,5}-?[0-9])[A-Z0-9](?:-?[A-Z0-9]){5,19}(?<=[0-9A-Z])(?![\w-]|\.\d)",
        score=0.5,
        check=_has_figures,
        certain=False,
        context=(
            "member id", "member number", "subscriber id", "subscriber number", "health plan", "health insurance",
            "insurance id",
            "insurance number", "policy number", "policy no", "group number", "claim number", "claim no",
            "prescription number",
            "rx number", "rx", "prior authorization", "authorization number", "referral number", "versichertennummer",
            "versicherungsnummer", "numéro d'assuré", "número de póliza", "numero di polizza", "número da apólice",
            "polisnummer",
        ),
        needs_context=True,
        within=25,
        hits=("Member ID: «XYZ123456789»", "Rx number «7654321»", "claim no. «CLM-2024-001234»"),
        misses=("XYZ123456789", "policy number is not known"),
    ),
    PatternRecognizer(
        name="tax_number",
        entity="TAX_ID",
        regex=_CODE,
        score=0.4,
        check=_has_figures,
        certain=False,
        context=_words("TAX_ID", "iva", "uid", "registration number", "business number", "company number"),
        needs_context=True,
        within=25,
        hits=("Tax ID: «123-456-789-01»", "Steuernummer «21/815/08150»", "numéro fiscal : «12 34 567 890 123»"),
        misses=("123-456-789-01", "the tax number for 2020"),
    ),
    PatternRecognizer(
        name="id_document",
        entity="GOVERNMENT_ID",
        regex=_CODE,
        score=0.4,
        check=_has_figures,
        certain=False,
        context=_words("GOVERNMENT_ID", "rg", "social security"),
        needs_context=True,
        within=25,
        hits=("ID card no. «X1234567»", "Ausweisnummer: «T220001293»", "carta d'identità «AX1234567»"),
        misses=("X1234567", "identity card since 2020"),
    ),
)  # fmt: skip

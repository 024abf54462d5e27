"""Every pattern-based entity of Presidio's predefined recognizers (2.2.366) is found here, without a model.

`PERSON`, `LOCATION`, `NRP` and `ORGANIZATION` need a model there as well; the last is not covered here. The sentences
are our own.
"""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers import Registry
from tabside.redaction.view.folding import fold

CASES = (
    ("ABA_ROUTING_NUMBER", "Routing number «121000358»"),
    ("AGE", "The patient is «47» years old"),
    ("AU_ABN", "ABN «51 824 753 556»"),
    ("AU_ACN", "ACN «000 000 019»"),
    ("AU_MEDICARE", "Medicare «2123 45670 1»"),
    ("AU_TFN", "TFN «876 543 210»"),
    ("CA_POSTAL_CODE", "Ottawa ON «K1A 0B1»"),
    ("CA_SIN", "SIN «130 692 544»"),
    ("CREDIT_CARD", "card «4012888888881881»"),
    ("CRYPTO", "Send to «16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ» today"),
    ("DATE_TIME", "on «12 March 2019»"),
    ("DE_BSNR", "Betriebsstättennummer «021234568»"),
    ("DE_FUEHRERSCHEIN", "Führerscheinnummer «B072RRE2I55»"),
    ("DE_HANDELSREGISTER", "Handelsregister «HRB 123456»"),
    ("DE_HEALTH_INSURANCE", "Krankenversichertennummer «A123456780»"),
    ("DE_ID_CARD", "Personalausweis «L01X00T471»"),
    ("DE_KFZ", "Kennzeichen: «B-MW 1234»"),
    ("DE_LANR", "LANR «123456601»"),
    ("DE_PASSPORT", "Reisepass «C01X00T47»"),
    ("DE_PLZ", "PLZ «10115»"),
    ("DE_SOCIAL_SECURITY", "Sozialversicherungsnummer «65 170839 J 003»"),
    ("DE_TAX_ID", "Steuer-ID «86095742719»"),
    ("DE_TAX_NUMBER", "Steuernummer «181/815/08155»"),
    ("DE_VAT_ID", "USt-IdNr. «DE136695976»"),
    ("EMAIL_ADDRESS", "write to «info@presidio.site» now"),
    ("ES_NIE", "NIE «X9613851N»"),
    ("ES_NIF", "NIF «55555555K»"),
    ("ES_PASSPORT", "Pasaporte «AAA123456»"),
    ("FI_PERSONAL_IDENTITY_CODE", "henkilötunnus «131052-308T»"),
    ("IBAN_CODE", "IBAN «IL150120690000003111111»"),
    ("IN_AADHAAR", "Aadhaar «3675 9834 6015»"),
    ("IN_GSTIN", "GSTIN «27AAPFU0939F1ZV»"),
    ("IN_PAN", "PAN «ABCPD1234E»"),
    ("IN_PASSPORT", "Passport No. «A2096457»"),
    ("IN_VEHICLE_REGISTRATION", "vehicle registration «KA53ME3456»"),
    ("IN_VOTER", "Voter ID «ABC1234567»"),
    ("IP_ADDRESS", "from «2001:db8:85a3::8a2e:370:7334» today"),
    ("IT_DRIVER_LICENSE", "patente «AA0123456B»"),
    ("IT_FISCAL_CODE", "codice fiscale «RCCMNL83S18D969H»"),
    ("IT_IDENTITY_CARD", "carta d'identità «CA12345AA»"),
    ("IT_PASSPORT", "Passaporto «AA1234567»"),
    ("IT_VAT_CODE", "Partita IVA «01333550323»"),
    ("KR_BRN", "사업자등록번호 «120-81-47521»"),
    ("KR_DRIVER_LICENSE", "운전면허 «11-15-123456-01»"),
    ("KR_FRN", "외국인등록번호 «870215-5678907»"),
    ("KR_PASSPORT", "여권번호 «M12345678»"),
    ("KR_RRN", "주민등록번호 «960121-1212121»"),
    ("MAC_ADDRESS", "MAC «00:1A:2B:3C:4D:5E»"),
    ("MEDICAL_LICENSE", "DEA number «BB1388568»"),
    ("NG_NIN", "NIN «12345678908»"),
    ("NG_VEHICLE_REGISTRATION", "plate number «ABC-123DE»"),
    ("PHONE_NUMBER", "call «(415) 555-2671»"),
    ("PH_PASSPORT", "Philippine passport «P1234567A»"),
    ("PH_TIN", "TIN «123-456-789-000»"),
    ("PH_UMID", "UMID CRN «0111-1234567-8»"),
    ("PL_PESEL", "PESEL «44051401359»"),
    ("SE_ORGANISATIONSNUMMER", "organisationsnummer «556036-0793»"),
    ("SE_PERSONNUMMER", "personnummer «811218-9876»"),
    ("SG_NRIC_FIN", "NRIC «S2740116C»"),
    ("SG_UEN", "UEN «53125226D»"),
    ("TH_TNIN", "เลขประจำตัวประชาชน «1-1017-00230-70-8»"),
    ("TR_LICENSE_PLATE", "plaka «34 ABC 123»"),
    ("TR_NATIONAL_ID", "TC kimlik no «10000000146»"),
    ("UK_DRIVING_LICENCE", "driving licence «MORGA607054SM9IJ»"),
    ("UK_NHS", "NHS number «943 476 5919»"),
    ("UK_NINO", "NI number «AA 12 34 56 B»"),
    ("UK_PASSPORT", "Passport number «533380006»"),
    ("UK_POSTCODE", "at «SW1A 1AA»"),
    ("UK_VEHICLE_REGISTRATION", "Registration: «AB51 ABC»"),
    ("URL", "see «https://www.example.com/a?b=c»"),
    ("US_BANK_NUMBER", "Bank account number «945456787654»"),
    ("US_CLAIM_NUMBER", "Claim number: «CLM-2024-0098123» was denied."),
    ("US_CLAIM_NUMBER", "Your claim # «7712345678» is pending."),
    ("US_DRIVER_LICENSE", "Driver license «H12234567»"),
    ("US_HEALTH_INSURANCE_MEMBER_ID", "Member ID: «XYZ123456789»"),
    ("US_ITIN", "ITIN «911-70-1234»"),
    ("US_MBI", "Medicare «1EG4-TE5-MK73»"),
    ("US_NPI", "NPI «1234567893»"),
    ("US_PASSPORT", "US passport «912803456»"),
    ("US_PRESCRIPTION_NUMBER", "Prescription #: RX «1234567-00»"),
    ("US_PRESCRIPTION_NUMBER", "Rx number «7654321» refilled."),
    ("US_PRIOR_AUTHORIZATION_NUMBER", "Prior authorization number «PA123456789» approved."),
    ("US_PROVIDER_TAX_ID", "Provider tax ID «12-3456789»"),
    ("US_REFERRAL_NUMBER", "Referral number: «REF-4455667»"),
    ("US_SSN", "SSN «536-90-4399»"),
    ("UUID", "device id «123e4567-e89b-12d3-a456-426614174000»"),
    ("ZA_COMPANY_REGISTRATION", "Company registration number «2015/123456/07»"),
    ("ZA_DRIVER_LICENSE", "Driver's licence «1234AB567890»"),
    ("ZA_ID_NUMBER", "ID number «8001015009087»"),
    ("ZA_INCOME_TAX_NUMBER", "Income tax reference number «0001339050»"),
    ("ZA_LICENSE_PLATE", "licence plate «CA 123-456»"),
    ("ZA_LICENSE_PLATE", "number plate «BB 12 CD GP»"),
    ("ZA_MOBILE_NUMBER", "Call «082 123 4567»"),
    ("ZA_PASSPORT", "South African passport «A12345678»"),
    ("ZA_TELEPHONE_NUMBER", "tel «011 123 4567»"),
    ("ZA_TRAFFIC_REGISTER_NUMBER", "Traffic register number «1234567890123»"),
    ("ZA_VAT_NUMBER", "VAT number «4123456789»"),
)


@pytest.mark.parametrize(("entity", "marked"), CASES, ids=[f"{entity}: {marked}" for entity, marked in CASES])
def test_what_presidio_recognizes_is_found(entity: str, marked: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    text = fold(marked.replace("«", "").replace("»", "")).text
    covered = {
        place
        for recognizer in Registry.default().recognizers
        for found in recognizer.find(text)
        for place in range(found.start, found.end)
    }
    assert {place for place in range(start, end) if text[place].isalnum()} <= covered

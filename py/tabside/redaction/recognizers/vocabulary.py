"""Context words for kinds of numbers, for all countries, in the seven languages of the model."""

from __future__ import annotations

__all__ = ["KINDS"]

# By entity and language. Whole words or phrases, without the article.
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "TAX_ID": {
        "en": ("tax id", "tax number", "taxpayer", "tax identification", "tax registration", "tin", "vat", "vat id",
               "vat number",
               "vat registration", "company number", "business number", "registration number"),
        "es": ("nif", "cif", "iva", "identificación fiscal", "número fiscal", "id fiscal", "contribuyente",
               "registro mercantil"),
        "fr": ("tva", "numéro fiscal", "identifiant fiscal", "numéro d'identification fiscale", "siren", "siret",
               "contribuable"),
        "de": ("steuernummer", "steuer-id", "steuer-nr", "steueridentifikationsnummer", "ust-id", "ust-idnr",
               "ustid", "mwst",
               "umsatzsteuer", "st-nr", "uid"),
        "it": ("partita iva", "p iva", "piva", "codice fiscale", "numero fiscale"),
        "pt": ("contribuinte", "número de contribuinte", "identificação fiscal", "número fiscal", "nipc"),
        "nl": ("btw", "btw-nummer", "btw-id", "fiscaal nummer", "belastingnummer", "kvk", "rsin"),
    },
    "GOVERNMENT_ID": {
        "en": ("national id", "id number", "id no", "id card", "identity card", "identity number",
               "identification number",
               "personal number", "citizen number", "social security", "social insurance", "national insurance"),
        "es": ("dni", "nie", "documento de identidad", "cédula", "carné de identidad", "número de identidad",
               "seguridad social"),
        "fr": ("carte d'identité", "pièce d'identité", "numéro d'identité", "sécurité sociale", "registre national",
               "cni"),
        "de": ("ausweis", "ausweisnummer", "personalausweis", "ausweis-nr", "sozialversicherungsnummer",
               "versicherungsnummer",
               "personennummer", "identitätskarte"),
        "it": ("carta d'identità", "documento d'identità", "numero di identità", "previdenza sociale",
               "tessera sanitaria"),
        "pt": ("bilhete de identidade", "cartão de cidadão", "documento de identidade", "carteira de identidade",
               "segurança social", "registo nacional", "rg"),
        "nl": ("identiteitskaart", "identiteitsbewijs", "burgerservicenummer", "rijksregisternummer", "id-kaart",
               "id-nummer"),
    },
    "HEALTH_ID": {
        "en": ("health number", "health insurance", "health card", "health plan", "medicare", "patient id",
               "patient number",
               "insurance number", "member id"),
        "es": ("tarjeta sanitaria", "número de afiliación", "seguro médico", "número de paciente"),
        "fr": ("carte vitale", "assurance maladie", "numéro de patient", "mutuelle"),
        "de": ("krankenversicherung", "krankenversichertennummer", "versichertennummer", "krankenkasse",
               "patientennummer",
               "gesundheitskarte"),
        "it": ("tessera sanitaria", "assistenza sanitaria", "numero paziente"),
        "pt": ("cartão de saúde", "número de utente", "utente", "plano de saúde", "número do paciente"),
        "nl": ("zorgverzekering", "zorgpas", "patiëntnummer", "verzekerdennummer", "polisnummer"),
    },
    "BANK_ACCOUNT": {
        "en": ("bank account", "account number", "account no", "acct", "acct no", "sort code"),
        "es": ("cuenta bancaria", "número de cuenta", "cuenta corriente", "ccc"),
        "fr": ("compte bancaire", "numéro de compte", "rib"),
        "de": ("kontonummer", "bankkonto", "bankverbindung", "konto-nr", "konto"),
        "it": ("conto corrente", "numero di conto", "conto bancario"),
        "pt": ("conta bancária", "número da conta", "conta corrente", "nib"),
        "nl": ("rekeningnummer", "bankrekening", "banknummer"),
    },
}  # fmt: skip

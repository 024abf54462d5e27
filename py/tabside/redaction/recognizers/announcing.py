"""Words that announce a number or a part of an address, in the seven languages of the model."""

from __future__ import annotations

import re

from .vocabulary import KINDS

__all__ = ["OF_ADDRESS", "OF_CARDS", "OF_NUMBERS", "OF_PHONES", "STREET_WORD", "UNIT_WORD"]

OF_NUMBERS = (
    *(word for kinds in KINDS.values() for words in kinds.values() for word in words),
    "transfer", "überweisung", "überweisen", "virement", "bonifico", "transferencia", "transferência", "overmaken",
    "マイナンバー", "個人番号", "身份证", "身分證字號", "주민등록번호", "kimlik",
    "vkn", "pesel", "nip", "conta", "konto", "pix", "dni",
    "member", "member no", "hospital no", "vers nr", "sv nr", "versicherungsnr", "acc", "checking", "savings", "póliza",
    "poliza", "polizza", "apólice", "polis", "police", "policy", "matricola",
    "matrícula", "permesso", "kenteken",
    "passport", "passeport", "pasaporte", "passaporto", "passaporte", "reisepass", "paspoort", "license", "licence",
    "drivers license", "dl", "führerschein", "permis", "patente", "rijbewijs", "carta de condução", "ssn", "social",
    "ein", "itin", "nie", "cpf", "bsn", "tax", "account", "acct", "routing", "aba", "iban", "customer number",
    "customer no", "kundennummer", "kundennr", "klantnummer", "número de cliente", "numéro client", "codice cliente",
    "member number", "membership", "mrn", "patient", "policy number", "insured", "employee id", "student id",
    "registration", "citizen", "resident", "taxpayer", "nhs", "medicare", "national insurance", "identity", "id card",
)  # fmt: skip

OF_CARDS = (
    "card", "credit card", "debit card", "visa", "mastercard", "amex", "carte", "carte bancaire", "karte",
    "kreditkarte", "tarjeta", "carta di credito", "cartão", "kaart", "creditcard",
)  # fmt: skip

OF_PHONES = (
    "phone", "telephone", "tel", "cell", "cellphone", "mobile", "mob", "fax", "call", "dial", "text", "text me",
    "sms", "whatsapp", "hotline", "phone number", "reach me", "ring", "teléfono", "telefono", "tfno", "tlf", "móvil",
    "celular", "llame", "llama", "téléphone", "portable", "appelez", "appeler", "appelle", "telefon", "handy",
    "mobil", "rufnummer", "durchwahl", "anruf", "rufen", "cellulare", "chiama", "chiamare", "telefone", "telemóvel",
    "ligue", "ligar", "liga", "answering", "messages", "registered",
    "office", "desk", "llámame", "llamarme", "chiamami", "appelle moi", "tlm", "terugbellen", "rückruf",
    "zurückrufen", "devolver la", "richiamare", "rappeler", "erreichen", "joignable", "gebeld", "zavolat", "zadzwoń",
    "numer", "numeru", "telefoon", "telefoonnummer", "mobiel", "bel", "bellen", "bereikbaar", "nummer", "contact",
    "kontakt", "contacto", "contatto", "contato", "number", "número", "numéro", "numero", "extension", "ext", "pager",
    "voicemail",
)  # fmt: skip

OF_ADDRESS = (
    "zip", "zip code", "zipcode", "postcode", "postal code", "post code", "plz", "postleitzahl", "code postal", "cp",
    "c p", "código postal", "codigo postal", "cap", "codice postale", "cep", "address", "anschrift", "adresse",
    "dirección", "indirizzo", "morada", "endereço", "adres", "street", "straße", "calle", "rue", "via", "rua",
    "straat", "lives at", "live at", "residence", "resides", "residing", "domicilio", "domicilié", "domiciliée",
    "wohnhaft", "residente", "woonachtig", "woont", "wohnt",
)  # fmt: skip

STREET_WORD = re.compile(
    r"(?<![^\W_])(?:street|st|str|road|rd|avenue|ave|av|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|way"
    r"|terrace|parkway|pkwy|highway|hwy|route|circle|cir|crescent|close|row|mews|grove|gardens|alley|plaza|trail|loop"
    r"|corner|expressway|turnpike|broadway|calle|avenida|avda|paseo|plaza|camino|carretera|ronda|travesía|rua|travessa"
    r"|praça|alameda|largo|estrada|rodovia|via|viale|vicolo|corso|piazza|piazzale|strada|largo|rue|allée|chemin|impasse"
    r"|quai|place|cours|passage|weg|platz|allee|gasse|ring|ufer|damm|laan|straat|plein|gracht|kade|dijk|singel|steeg"
    r"|hof|callejón|cuesta|glorieta|ul|ulica|ulice|út|utca|útja|tér|nám|náměstí|vej|gade|gata|gatan|katu|tie|põik|tänav|u"
    r"|pod|bygget|pasadizo|piazzetta|venelle|salita|markt|hinterhaus|résidence|corte|contrada|cité"
    r"|po box|p\.? ?o\.? box|postfach|apartado|boîte postale|box)(?![^\W_])"
    r"|[^\W\d_]{2}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm|straat|laan|plein|gracht|kade|dijk|singel"
    r"|steeg|lei|dreef|pad|steig|chaussee|vej|gade|gata|gatan|vägen|veien|vegen|katu)(?![^\W_])",
    re.IGNORECASE,
)
"""A word that makes a street, alone or at the end of a compound."""

UNIT_WORD = re.compile(
    r"(?<![^\W_])(?:bp|postbox|postbus|apt|apartment|suite|ste|unit|flat|room|rm|floor|fl|bldg|building|lot"
    r"|po box|p\.? ?o\.? box|box|#"
    r"|piso|puerta|planta|esc|escalera|bloque|bloco|andar|apto|étage|appartement|appt|bât|bâtiment|stock|etage|whg"
    r"|wohnung|interno|int|scala|piano|verdieping|bus|hs|level|door|unité)(?![^\W_])",
    re.IGNORECASE,
)
"""A word that makes a part of a building of the number beside it."""

"""Other data on a payment card: expiry date and security code, by their context words or
after a card number."""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_MONTH_YEAR = r"(?:0[1-9]|1[0-2]|[1-9](?=[/ ]))(?: ?[-/.] ?)(?:20)?[2-4][0-9]"
_UNTIL = (
    r"exp(?:\.|iry|ires|iring|iration)?(?: date)?|expdate|exp[_ ](?:date|month)|valid (?:thru|through|until|to|till)|"
    r"good thru|"
    r"caduca|caducidad|fecha de caducidad|vence|vencimiento|válid[ao] hasta|"
    r"expire(?: le| fin)?|expiration|date d'expiration|valable jusqu'(?:au|en|à)|"
    r"gültig bis|ablaufdatum|ablauf|läuft ab|verfalls?datum|"
    r"scad(?:\.|enza)?|data di scadenza|scade(?: il)?|valida fino al?|"
    r"validade|data de validade|válido até|expira(?: em)?|"
    r"geldig tot(?: en met)?|vervaldatum|verloopt|vervalt"
)
_CODE = (
    r"cvv2?|cvc2?|cvn|csc|cid code|(?:card )?security code|card (?:verification )?code|verification code|"
    r"código de seguridad|cód\. seg\.|"
    r"cryptogramme(?: visuel)?|code de sécurité|"
    r"prüfziffer|prüfnummer|kartenprüfnummer|sicherheitscode|"
    r"codice di sicurezza|código de segurança|beveiligingscode|veiligheidscode"
)
# The last four digits of a card number, in groups or together.
_BEHIND_CARD = r"(?:(?<=[0-9]{4}[ -][0-9]{4})|(?<=[0-9]{4}[ -][0-9]{5})|(?<=[0-9]{15}))[ ,;|\t/]{1,3}"

RECOGNIZERS = (
    PatternRecognizer(
        name="card_expiry",
        entity="CARD_EXPIRY",
        regex=rf"(?=[cdegkslv])(?<![^\W_])(?:{_UNTIL})[\"']?\s{{0,2}}[:=#]?\s{{0,2}}[\"']?(?P<value>{_MONTH_YEAR})(?![\w/]|[.-]\d)",
        score=0.8,
        certain=False,
        ignore_case=True,
        hits=(
            "exp «04/29»", "Expiry date: «12/2027»", "valid thru «03-28»", '"exp": "«04/29»"', "caduca «04/29»",
            "expire le «04/29»", "gültig bis: «04/29»", "scadenza «04/29»", "Validade: «11/28»", "geldig tot «04/29»",
        ),
        misses=("expires 13/29", "04/29", "exp 4.29", "expires 04/29/2027", "valid until 5"),
    ),
    PatternRecognizer(
        name="card_expiry_behind_number",
        entity="CARD_EXPIRY",
        regex=rf"{_BEHIND_CARD}(?P<value>{_MONTH_YEAR}|(?:0[1-9]|1[0-2])\|20[2-4][0-9])(?![\w/]|[.-]\d)",
        score=0.8,
        certain=False,
        hits=("4111 1111 1111 1111 «04/29» 123", "4111111111111111|«04|2029»|123"),
        misses=("1111 04/29", "4111 1111 1111 1111 14/29"),
    ),
    PatternRecognizer(
        name="card_security_code",
        entity="CVV",
        regex=rf"(?=[cpksvb])(?<![^\W_])(?:{_CODE})(?: (?:is|es|est|ist|è|é|number|no\.?))?"
        r"[\"')]?\s{0,2}[:=#(]?\s{0,2}[\"']?(?P<value>[0-9]{3,4})(?![\w%]|[.,:/-]\d)",
        score=0.85,
        certain=False,
        ignore_case=True,
        hits=(
            "CVV «123»", "cvc: «4321»", '"cvv": "«123»"', "security code is «123»", "código de seguridad: «123»",
            "cryptogramme «123»", "Prüfnummer «123»", "codice di sicurezza «123»", "código de segurança «123»",
            "beveiligingscode «123»",
        ),
        misses=("cvv is required", "CVV 12", "CVV 12345", "code 123"),
    ),
    PatternRecognizer(
        name="card_code_behind_expiry",
        entity="CVV",
        regex=r"(?<=[0-9]{4}[ ,;|\t/])(?:0[1-9]|1[0-2])[/|](?:20)?[2-4][0-9][ ,;|\t]{1,2}"
        r"(?P<value>[0-9]{3,4})(?![\w%]|[.,:/-]\d)",
        score=0.8,
        certain=False,
        hits=("4111 1111 1111 1111 04/29 «123»", "4111111111111111|04|2029|«123»"),
        misses=("at 04/29 123", "page 12 04/29 123"),
    ),
)  # fmt: skip

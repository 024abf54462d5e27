"""US routing and bank account numbers by context. Cards and IBANs have their own recognizers."""

from __future__ import annotations

from ...checks import holds as check_digits
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    PatternRecognizer(
        name="pix_key",
        entity="BANK_ACCOUNT",
        # Banco Central do Brasil: a random key is a UUID.
        regex=r"(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])",
        score=0.8,
        certain=False,
        ignore_case=True,
        context=("pix", "chave pix"),
        needs_context=True,
        within=30,
        country="BR",
        hits=("Chave PIX: «123e4567-e89b-12d3-a456-426614174000»",),
        misses=("id 123e4567-e89b-12d3-a456-426614174000",),
    ),
    PatternRecognizer(
        name="us_routing",
        entity="ROUTING_NUMBER",
        regex=r"(?<![\w.-])[0-9]{4}(?:[ -]?)[0-9]{4}(?:[ -]?)[0-9](?![\w-]|\.\d)",
        score=0.6,
        check=check_digits.aba_routing,
        context=("routing", "routing number", "aba", "rtn", "transit", "ach", "wire"),
        needs_context=True,
        context_excuses=False,
        country="US",
        hits=("Routing number: «021000021».", "ABA «0110-0001-5»", "RTN «111000025», account follows"),
        misses=("Routing number: 021000022", "order 021000021", "routing 991000021"),
    ),
    PatternRecognizer(
        name="account_with_check_digit",
        entity="BANK_ACCOUNT",
        # As banks of Brazil and Portugal write accounts: a check digit behind a hyphen.
        regex=r"(?<![^\W_])(?:conta|cta|c/c)\.?(?: corrente| poupança| n[º°o]\.?){0,2}:?\s{1,2}"
        r"(?P<value>[0-9]{1,3}(?:\.[0-9]{3}){1,3}-[0-9xX]|[0-9]{5,12}-[0-9xX])(?![\w-])",
        score=0.85,
        ignore_case=True,
        hits=("agência 0417, conta «48213-7»", "C/C nº «1.204.718-x»"),
        misses=("conta 2025-1", "a conta de 48,20", "conto 48213-7"),
    ),
    PatternRecognizer(
        name="bank_account",
        entity="BANK_ACCOUNT",
        regex=r"(?<![\w.-])[0-9](?:[ -]?[0-9]){5,16}(?![\w-]|\.\d)",
        score=0.4,
        certain=False,
        context_proves=True,
        context=(
            "account number", "account no", "acct", "acct no", "bank account", "kontonummer", "numéro de compte",
            "número de cuenta", "numero di conto", "número da conta", "rekeningnummer",
        ),
        needs_context=True,
        hits=("Account number: «000123456789»", "acct «12345678»."),
        misses=("order 12345678", "my account was closed in 2019"),
    ),
    PatternRecognizer(
        name="swift_bic",
        entity="BANK_ACCOUNT",
        regex=r"(?<!\w)[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?!\w)",
        score=0.5,
        certain=False,
        context=("bic", "swift", "swift code"),
        needs_context=True,
        hits=("BIC: «DEUTDEFF500»", "SWIFT «BOFAUS3N»"),
        misses=("DEUTDEFF", "THE PASSWORD"),
    ),
)  # fmt: skip

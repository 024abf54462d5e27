"""Country names, in seven languages."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.countries import CountryRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "She moved from «Spain» to the «United States», then to «New Zealand».",
        "née en «Côte d'Ivoire», vit en «Allemagne» et aux «Pays-Bas»",
        "aus der «Schweiz» nach «Österreich» und «Saudi-Arabien»",
        "de «España» a «Estados Unidos»; «EE. UU.» y «Japón»",
        "dall'«Italia» al «Regno Unito»; «Brasile»",
        "do «Brasil» para «Portugal» e «Cabo Verde»",
        "van «België» naar «Nederland», «Duitsland»",
        "«USA», «UK», «U.S.» and «SPAIN»; «Guinea-Bissau», «Papua New Guinea»",
        "Chad and Jordan went to Georgia for turkey; spain, Spainish, the Reunion",
        "«Congo» and «Hong Kong»",
        "governed by the laws of England and Wales; laws of the United States; droit de France; leyes de España",
    ],
)
def test_country(text: str) -> None:
    assert framed(text, CountryRecognizer()) == text

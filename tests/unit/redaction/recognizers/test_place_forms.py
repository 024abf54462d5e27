"""Places by the preceding verb."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.place_forms import PlaceFormRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "She lives in «Zqwrtel Bridge» and grew up near «Much Zqwen».",
        "vive sola en «Zqwr de la Sierra»; natural de «Qwertel»; nacida en «Las Zqwas» el 2 de mayo",
        "il habite à «Zqwr-sur-Mer», née à «Qwertel» le 3 mai",
        "wohnhaft in «Bad Zqwrtel», geboren in «Qwertel» am",
        "abita a «Zqwrtel»; residente in «Castel Zqwr», nata a «Qwer»",
        "Vive sozinha em «Zqwrtola»; moro em «sobral» faz 12 ano",
        "wonende te «Zqwrdam»; woont in «Qwerdijk aan den Zqw»",
        'Place of birth: «Zqwuf», Saudi Arabia; {"city":"«Zqwrtel»"}',
        "lives in January, born in 1980, vive en Casa Rural, residente na Rua 25, nata in casa",
        "the daemon lives in memory and resides in ram",
        "City: zqwrtel. wohnt in der Nähe",
    ],
)
def test_form(text: str) -> None:
    assert framed(text, PlaceFormRecognizer()) == text

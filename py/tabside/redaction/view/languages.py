"""Recognize languages that the model was not trained on by their most frequent small words.

A word counts less the more languages have it. A text with too few such words gives no result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["OTHER_LANGUAGE", "TRAINED", "language_of", "surely_other_language"]

OTHER_LANGUAGE = "redaction.other-language"

TRAINED = frozenset(("English", "German", "Spanish", "French", "Italian", "Portuguese", "Dutch"))

_SMALL_WORDS: Mapping[str, str] = {
    "English": "the and of to in is was for that with his her from this have are not you they she he it on at by be as",
    "German": "der die das und ist nicht ein eine mit für auf dem den des von zu im sich auch wird wurde sie er es ich",
    "Spanish": "el la los las que y en un una por con para su es del al se no lo como más pero fue está muy también",
    "French": "le la les des est et une dans pour que qui sur par avec au du il elle ne pas ce sont nous vous été aux",
    "Italian": "il di che la un una per con del della è non in si le dei nel alla sono da gli ha anche al come",
    "Portuguese": "o a de que e do da em um uma para com não os as no na por mais dos foi ao são ele pelo também",
    "Dutch": "de het een van en in is dat op te zijn met voor niet aan er om ook als maar bij door naar werd uit",
    "Polish": "i w na z się nie że jest do o jak po przez ale był oraz od dla jego który są ma tym przy została został",
    "Czech": "a v na se je že s z o do jako by pro ale byl jsem není kde již také který jeho nebo podle jsou byla",
    "Slovak": "a v na sa je že s z o do ako by pre ale bol som nie kde už tiež ktorý jeho alebo podľa sú bola",
    "Hungarian": "a az és hogy nem is egy van volt de meg csak mint már még ez azt el ki lesz között után által",
    "Romanian": "și în de la cu nu este că pe care mai din pentru a fost sunt un o dar au fi se lui prin după",
    "Swedish": "och att det i en är som på för av med inte den till var har de ett om men han hon från vid kan",
    "Norwegian": "og det i er på som til av for en ikke med at den har å var de et fra han hun ved om etter ble",
    "Danish": "og det i er på som til af for en ikke med at den har var de et fra han hun ved om efter blev",
    "Finnish": "ja on ei että se oli hän mutta myös kun joka ovat tai sen mukaan jossa sekä kuin vuonna ollut olla",
    "Estonian": "ja on ei et see oli ta aga ka kui mis või ning tema selle siis veel oma aastal olnud pärast",
    "Latvian": "un ir ar uz par no kas tas bija arī kā bet pēc viņš viņa nav tika gadā pie līdz tā vai",
    "Lithuanian": "ir yra kad su iš į kaip buvo bet apie po jis ji nuo per tai jo arba metais dėl prie taip",
    "Turkish": "ve bir bu için ile da de çok olarak olan daha gibi ne var kadar sonra ama değil ben o en ise",
    "Croatian": "i je u se na da su za od s koji kao nije bio ali iz po sam godine što bila ili može samo te",
    "Slovenian": "in je v na se da za so z ki pa ni kot bil ali iz po sem leta tudi bila od še lahko pri",
    "Albanian": "dhe në të një e për me nga që është i si ka u nuk më por ishte janë kjo duke pas këtë",
    "Vietnamese": "và là của có không được cho một trong các với người này đã ở khi những tôi từ anh",
    "Indonesian": "dan yang di ini itu dengan untuk tidak dari pada dalam adalah akan saya ke juga telah oleh karena",
    "Tagalog": "ang ng sa na mga at ay ko si ito hindi niya para kung siya may isang ako din lang",
    "Swahili": "na ya wa kwa ni katika za la kama hii yake huo alikuwa kuwa pia lakini hiyo watu baada sana",
    "Catalan": "el la els les que i en un una per amb del és no al com més però seva va dels aquest també ser",
    "Basque": "eta da ez bat du izan zen dira ere dute hau baina edo egin zuen dela gabe oso bere",
    "Welsh": "y yn a i o ar mae ei yr am wedi oedd ac â gan fod bod er hyn nid roedd eu",
    "Irish": "an agus na ar i is a le go bhí do ní tá sé ó atá leis faoi sí nach raibh ach",
    "Icelandic": "og að í á er sem til var um ekki með það en við hann frá fyrir hún eru af var því",
}  # fmt: skip

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")


def _by_word() -> Mapping[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in _SMALL_WORDS.items():
        for word in dict.fromkeys(words.split()):
            languages[word] = (*languages.get(word, ()), language)
    return languages


_LANGUAGES_OF = _by_word()
_FEWEST, _WEIGHT, _LEAST, _SAMPLE = 3, 60, 30, 4_000
# So much more than of any language that the model knows, and so much at least.
_SURELY, _ENOUGH = 2, 60


def language_of(text: str) -> str | None:
    """Return the language of a text in English, None where its small words do not tell. Reads the beginning alone.

    >>> language_of("Umowa została podpisana przez dyrektora, który nie był w biurze")
    'Polish'
    """
    counts = _counts(text)
    # In doubt one that the model knows.
    best = max(counts, key=lambda language: (counts[language], language in TRAINED), default=None)
    return best if best is not None and counts[best] >= _LEAST else None


def surely_other_language(text: str) -> str | None:
    """Return the language of a text that the model was not trained on, None in any doubt.

    >>> surely_other_language("Umowa została podpisana przez dyrektora, który nie był w biurze")
    'Polish'
    """
    best = language_of(text)
    if best is None or best in TRAINED:
        return None
    counts = _counts(text)
    known = max(counts[language] for language in TRAINED)
    return best if counts[best] >= max(_SURELY * known, _ENOUGH) else None


@lru_cache(maxsize=2)
def _counts(text: str) -> Counter[str]:
    """Count each language's small words; none where there are too few."""
    counts: Counter[str] = Counter()
    distinct: set[str] = set()
    # A word counts less the more languages have it.
    for match in _WORD.finditer(text[:_SAMPLE].lower()):
        languages = _LANGUAGES_OF.get(match[0], ())
        if languages:
            distinct.add(match[0])
        for language in languages:
            counts[language] += _WEIGHT // len(languages)
    return counts if len(distinct) >= _FEWEST else Counter()

"""Languages that the model was not trained on are told apart on a sentence, and said with the result."""

from __future__ import annotations

import pytest

from tabside.redaction.model.decoding import DecodeOptions, Word, decode
from tabside.redaction.model.name_evidence import weigh
from tabside.redaction.view.languages import OTHER_LANGUAGE, TRAINED, language_of, surely_other_language
from tabside.redaction.view.unread_scripts import notices_of

SENTENCES = {
    "English": "She told the landlord that the heating has not worked for two weeks.",
    "German": "Der Vermieter hat auf die letzte Nachricht nicht geantwortet.",
    "Spanish": "La inquilina dice que no funciona la calefacción en el salón.",
    "French": "La locataire dit que le chauffage ne marche pas dans le salon.",
    "Italian": "La signora dice che il riscaldamento non funziona nella sala.",
    "Portuguese": "A inquilina diz que o aquecimento não funciona na sala.",
    "Dutch": "De huurder zegt dat de verwarming het niet doet in de woonkamer.",
    "Polish": "Pani powiedziała, że ogrzewanie nie działa i jest zimno w pokoju.",
    "Czech": "Paní říká, že topení nefunguje a v pokoji je zima, ale není to jako loni.",
    "Hungarian": "A bérlő azt mondta, hogy a fűtés nem működik és hideg van.",
    "Romanian": "Doamna spune că încălzirea nu merge și este frig în cameră.",
    "Swedish": "Hyresgästen säger att värmen inte fungerar och att det är kallt.",
    "Danish": "Lejeren siger at varmen ikke virker, og efter et uheld blev det koldt.",
    "Finnish": "Vuokralainen sanoi että lämmitys ei toimi ja huone on kylmä.",
    "Estonian": "Üürnik ütles, et küte ei tööta ja tuba on külm, aga see oli juba eile.",
    "Latvian": "Īrnieks saka, ka apkure nedarbojas un istabā ir auksti, bet tas bija arī vakar.",
    "Lithuanian": "Nuomininkas sako, kad šildymas neveikia ir kambaryje yra šalta, bet tai buvo ir vakar.",
    "Turkish": "Kiracı ısıtmanın çalışmadığını ve odanın çok soğuk olduğunu söyledi, ama bu yeni bir şey değil.",
    "Croatian": "Stanarka kaže da grijanje ne radi, ali nije se žalila što je i sama bila kriva.",
    "Albanian": "Qiramarrësja tha që ngrohja nuk punon dhe dhoma është e ftohtë.",
    "Vietnamese": "Người thuê nhà nói rằng máy sưởi không hoạt động và phòng của họ được để lạnh.",
    "Indonesian": "Penyewa mengatakan bahwa pemanas itu tidak menyala dan kamar yang dingin akan diperiksa.",
    "Tagalog": "Sinabi ng nangungupahan na hindi gumagana ang heater at malamig sa kuwarto.",
    "Swahili": "Mpangaji alisema kwamba joto haifanyi kazi katika chumba na ni baridi sana kwa watu.",
    "Catalan": "La llogatera diu que la calefacció no va i que també fa fred a la sala, però no és res més.",
    "Basque": "Maizterrak esan du berogailua ez dabilela eta gela oso hotz dagoela, baina hau ere konpondu dute.",
    "Welsh": "Mae'r tenant yn dweud nad yw gwres yn gweithio ac mae ei ystafell wedi bod yn oer.",
    "Icelandic": "Leigjandinn segir að hitinn virki ekki og það er kalt í herberginu.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, sentence: str) -> None:
    assert language_of(sentence) == language


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_other_languages_are_said(language: str, sentence: str) -> None:
    codes = [notice.code for notice in notices_of(sentence)]

    assert (OTHER_LANGUAGE in codes) is (language not in TRAINED)


def test_in_other_languages_a_capital_makes_no_name() -> None:
    assert surely_other_language(SENTENCES["Latvian"]) == "Latvian"
    assert all(surely_other_language(SENTENCES[language]) is None for language in TRAINED)
    # The model doubts; beside a listed name it is believed.
    latvian = "Tā kā Qwertā un Zqwrtā bija arī tur, bet pēc tam Ilze Qwertiņa nav"
    words = [
        Word(latvian.index(word), latvian.index(word) + len(word), mass, {"SURNAME": mass}, True)
        for word, mass in (("Qwertā", 0.5), ("Zqwrtā", 0.5), ("Ilze", 0.9), ("Qwertiņa", 0.5))
    ]
    claimed = decode(weigh(words, latvian), latvian, DecodeOptions(threshold=0.3))
    assert [latvian[one.start : one.end] for one in claimed] == ["Ilze", "Qwertiņa"]


@pytest.mark.parametrize("text", ["", "Kim Lee", "404 Not Found", "x = y + z;", "Ala Nowak, ul. Polna 3"])
def test_too_little_says_nothing(text: str) -> None:
    assert language_of(text) is None

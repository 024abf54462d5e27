"""Adjust the model's scores by name lists and surrounding words."""

from __future__ import annotations

import re

import pytest

from tabside.redaction.model.decoding import DecodeOptions, Word, decode
from tabside.redaction.model.name_evidence import weigh

ENTITY = {"G": "GIVEN_NAME", "S": "SURNAME", "C": "CITY", "T": "STREET_NAME", "P": "PHONE"}
MARK = re.compile(r"(\w+)<([GSCTP]) ([0-9.]+)>")


def read(marked: str) -> tuple[str, list[Word]]:
    """Parse the model's scores out of a text: `Ann<G 0.9>`."""
    text, words, position = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        mass = float(match[3])
        words.append(Word(len(text), len(text) + len(match[1]), mass, {ENTITY[match[2]]: mass}, True))
        text += match[1]
        position = match.end()
    return text + marked[position:], words


def found(marked: str, threshold: float = 0.3) -> list[str]:
    text, words = read(marked)
    claimed = decode(weigh(words, text), text, DecodeOptions(threshold=threshold))
    return [f"{detection.entity} {text[detection.start : detection.end]}" for detection in claimed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("we told Kealoha<G 0.03> about it", ["SURNAME Kealoha"], id="surname-as-the-list-says"),
        pytest.param("we met Adeyemi there", ["SURNAME Adeyemi"], id="no-word-of-the-model"),
        pytest.param("Machteld is er niet.", ["GIVEN_NAME Machteld"], id="a-given-name-and-no-word-begins-a-sentence"),
        pytest.param("J'ai dormi.", [], id="not-with-an-apostrophe"),
        pytest.param("Machteld 3", [], id="nor-without-a-word-behind"),
        pytest.param("we met Zqwrtel there", [], id="in-no-list"),
        pytest.param("es kam Wolf zu uns", [], id="a-german-noun"),
        pytest.param("we met Hill there", [], id="an-english-word"),
        pytest.param("vino Ana<G 0.9> Izquierdo a casa", ["GIVEN_NAME Ana", "SURNAME Izquierdo"], id="beside-a-name"),
        pytest.param("Temisto<G 0.9> Qwertel<S 0.03> kam an", ["GIVEN_NAME Temisto", "SURNAME Qwertel"], id="unlisted"),
        pytest.param(
            "Olumide Adeyemi\n12 Main St", ["GIVEN_NAME Olumide", "SURNAME Adeyemi"], id="two-at-the-beginning"
        ),
        pytest.param("vraag het aan De Vries, graag", ["SURNAME Vries"], id="behind-a-particle"),
        pytest.param("l'abbiamo visto a Lecce ieri", ["CITY Lecce"], id="behind-a-preposition"),
        pytest.param("Lecce, 2 dicembre", [], id="a-day-alone-is-not-enough"),
        pytest.param("Lecce, 2 dicembre 2024", ["CITY Lecce"], id="before-a-whole-date"),
        pytest.param("en hij gaat terug naar Gent", ["CITY Gent"], id="an-english-word-in-dutch"),
        pytest.param("they went back to Gent", [], id="an-english-word-in-english"),
        pytest.param(
            "ik weet dat Bibi<G 0.9> van Zqwrtel hier was",
            ["GIVEN_NAME Bibi", "SURNAME Zqwrtel"],
            id="unlisted-behind-a-particle-in-dutch",
        ),
        pytest.param("we met Bibi<G 0.9> Zqwrtel here", ["GIVEN_NAME Bibi"], id="unlisted-in-english"),
        pytest.param("then ZQWRTEL<S 0.8> was sent over the wire", [], id="an-abbreviation"),
        pytest.param("sum(values) / len<G 0.96>(values) is The mean", [], id="a-function"),
        pytest.param("Lecce<C 0.05>, 2 dicembre 2024", ["CITY Lecce"], id="before-a-date"),
        pytest.param("he moved to Baton Rouge<C 0.05> then", ["CITY Baton Rouge"], id="a-town-of-two-words"),
        pytest.param("visto il Đỗ<G 0.05> ieri", ["SURNAME Đỗ"], id="letters-of-another-language"),
        pytest.param("we met a certain adeyemi<S 0.02> there", ["SURNAME adeyemi"], id="no-capitals"),
        pytest.param("for Eun<G 0.9>-ji<G 0.02> to sign", ["GIVEN_NAME Eun-ji"], id="both-parts-of-a-name"),
        pytest.param("the LaTeX and McAllister files", ["SURNAME McAllister"], id="capitals-within"),
        pytest.param("see /home/Adeyemi and Adeyemi_7", [], id="paths"),
        pytest.param("Adeyemi<T 0.9> 12", ["STREET_NAME Adeyemi"], id="a-street-stays-one"),
        pytest.param("they said that we use Zqwrtel<G 0.15> with it", [], id="unlisted-needs-more"),
        pytest.param("Liebe Zqwrtel<G 0.2>, hier", ["GIVEN_NAME Zqwrtel"], id="but-not-when-greeted"),
        pytest.param("it was a long review<C 0.98> of Ann<G 0.9>", ["GIVEN_NAME Ann"], id="english-is-no-town"),
        pytest.param(
            "ha visto un film con Machteld Zqwrtel e poi",
            ["GIVEN_NAME Machteld", "SURNAME Zqwrtel"],
            id="a-given-name-before-a-capital",
        ),
        pytest.param("ha letto che il filosofo Zqwrtel era nato qui", ["SURNAME Zqwrtel"], id="behind-a-role"),
        pytest.param("en la obra de Zqwrtel se lee que no era así", ["SURNAME Zqwrtel"], id="behind-what-is-somebodys"),
        pytest.param("en la ciudad de Zqwrtel se lee que no era así", [], id="but-not-behind-a-town"),
        pytest.param("they read the work of Zqwrtel and liked it", [], id="nor-in-english"),
        pytest.param(
            "il a lu Marcel<G 0.9> et Zqwrtel dans la nuit", ["GIVEN_NAME Marcel", "SURNAME Zqwrtel"], id="enumerated"
        ),
        pytest.param("grâce aux efforts d'Adeyemi dans la ville", ["SURNAME Adeyemi"], id="behind-an-elision"),
        pytest.param(
            "w filmie nie zagrał Adeyemi, jest za to przez inny",
            ["SURNAME Adeyemi"],
            id="polish-gives-capitals-to-names",
        ),
        pytest.param(
            "i told peter<G 0.9> about it, Yes ok",
            ["GIVEN_NAME peter"],
            id="a-given-name-that-is-a-word-in-small-letters",
        ),
        pytest.param("the River would peter<G 0.9> out in Sands", [], id="but-not-among-capitals"),
        pytest.param("then dort<S 0.5> mathis<G 0.9> here", ["GIVEN_NAME mathis"], id="ordinary-without-capitals"),
        pytest.param(
            "ha letto che Zqwrtel era nato qui, ma non è vero", ["SURNAME Zqwrtel"], id="a-capital-alone-in-italian"
        ),
        pytest.param("on sait que l'Zqwrtel est né ici, mais pas les autres", [], id="but-not-behind-an-article"),
        pytest.param("on a lu « Zqwrtel » dans la nuit, mais pas les autres", [], id="nor-in-quotation-marks"),
        pytest.param("y el Girona<C 0.9> 3, Zqwrtel 1, pero no se sabe más", ["CITY Girona"], id="nor-before-a-result"),
        pytest.param("they said that Zqwrtel was born here", [], id="nor-in-english-at-all"),
        pytest.param("und er hat gesagt, dass Zqwrtel<S 0.7> nicht da ist", [], id="a-noun-in-german"),
        pytest.param(
            "für seine Stieftochter<S 0.9> Machteld<G 0.9> ist es nicht",
            ["GIVEN_NAME Machteld"],
            id="a-compound-before-a-name",
        ),
        pytest.param(
            "und es gab Ann<G 0.9> Adeyemi<S 0.9> Stammspieler<S 0.9> auf dem Platz",
            ["GIVEN_NAME Ann", "SURNAME Adeyemi"],
            id="a-compound-behind-a-name",
        ),
        pytest.param(
            "Drogę<G 0.9> do domu znalazł malarz<G 0.8> Kowalski<S 0.9> dopiero wieczorem, kiedy już wszyscy spali",
            ["SURNAME Kowalski"],
            id="polish-words",
        ),
        pytest.param(
            "und gestern kam der Komiker<S 0.99> Machteld<G 0.9> zu uns",
            ["GIVEN_NAME Machteld"],
            id="a-german-noun-before-a-name",
        ),
        pytest.param("und er sah das Plakat für den Landsmann<S 0.7> nicht", [], id="a-compound-of-short-words"),
        pytest.param("und er sprach mit dem Vogel-Philosophen<S 0.5> nicht", [], id="a-compound-with-a-hyphen"),
        pytest.param(
            "und er ging mit Machteld<G 0.9> Rahmen<S 0.9> auf den Platz",
            ["GIVEN_NAME Machteld", "SURNAME Rahmen"],
            id="a-noun-behind-a-given-name-is-a-surname",
        ),
        pytest.param(
            "Przyszli wtedy Machteld Zqwrtel, Olumide Qwertzk, Kealoha Ywqrs, Adeyemi Xqzk, malarze i uczniowie szkoły",
            [
                *("GIVEN_NAME Machteld", "SURNAME Zqwrtel", "GIVEN_NAME Olumide", "SURNAME Qwertzk"),
                *("SURNAME Kealoha Ywqrs", "SURNAME Adeyemi Xqzk"),
            ],
            id="a-list-of-names-is-no-heading",
        ),
        pytest.param(
            "ha letto che Machteld<G 0.9> King<S 0.03> non era lì",
            ["GIVEN_NAME Machteld", "SURNAME King"],
            id="an-english-word-behind-a-name",
        ),
        pytest.param(
            "il sistema filosofico di Zqwrtel<C 0.2> che non è qui", ["CITY Zqwrtel"], id="a-town-or-somebody"
        ),
        pytest.param(
            "l'ha detto lo scrittore zqwrtico<S 0.97> Machteld<G 0.99>, che non era qui",
            ["GIVEN_NAME Machteld"],
            id="an-adjective-before-a-name",
        ),
        pytest.param(
            "l'ha scritto Machteld<G 0.9> ed<G 0.5> Olumide<G 0.9> non lo sa",
            ["GIVEN_NAME Machteld", "GIVEN_NAME Olumide"],
            id="two-people-joined-by-and",
        ),
        pytest.param(
            "questa la costruì Machteld<G 0.9> von<S 0.9> Siemens<S 0.9> nel tempo",
            ["GIVEN_NAME Machteld", "SURNAME Siemens"],
            id="a-brand-behind-a-particle",
        ),
        pytest.param(
            "trabalhou com Otto<G 0.9> Hahn<S 0.9> nesta casa",
            ["GIVEN_NAME Otto", "SURNAME Hahn"],
            id="a-numeral-as-a-name",
        ),
        pytest.param("ne ho viste otto<G 0.9> ieri, e poi ancora Sette", [], id="a-numeral"),
        pytest.param("it read forms<C 0.8> of zqwrtel", [], id="an-english-word-is-no-town-without-capitals"),
        pytest.param("dijo hola.adeyemi<S 0.8> y se fue", [], id="nor-what-a-full-stop-is-glued-to"),
        pytest.param("sie hielt eine kluge Rede<G 0.3> gegen ihn", [], id="a-german-noun-behind-an-adjective"),
        pytest.param("Nele<G 0.2>, como se vê, falta o fim do texto", [], id="a-portuguese-contraction"),
        pytest.param("Nele<G 0.2> fährt mit dem Rad und kommt bald", ["GIVEN_NAME Nele"], id="elsewhere-a-name"),
        pytest.param(
            "Qwertê<G 0.05> Rodrigues ficou como diretor da escola",
            ["SURNAME Qwertê Rodrigues"],
            id="unlisted-before-a-surname-begins-a-sentence",
        ),
        pytest.param(
            "a lei que Paulo Afonso de Melo assinou com o filho",
            ["GIVEN_NAME Paulo", "SURNAME Afonso", "SURNAME Melo"],
            id="a-town-called-as-somebody-before-a-surname",
        ),
        pytest.param("für die Zqwrtelheit<S 0.8> gilt das nicht", [], id="a-german-ending-of-nouns"),
        pytest.param("Sehr geehrte Damen<G 0.9> und Herren<S 0.9>, vielen Dank", [], id="a-salutation"),
        pytest.param("call 555<P 0.4> now", ["PHONE 555"], id="other-things-are-left-alone"),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["we use Zqwrtel<C 0.11> here", "see Lalo<G 0.15>", "it is a review<C 0.3> of it"])
def test_a_low_threshold_still_finds_what_no_list_knows(text: str) -> None:
    assert found(text, 0.1) != []


def test_the_factor_says_what_the_model_read() -> None:
    text, words = read("we told Kealoha<G 0.03> and Zqwrtel<G 0.4> yesterday")
    raised, lowered = weigh(words, text)
    assert raised.mass > 0.5
    assert raised.factor > 1
    assert raised.read == pytest.approx(0.03)
    assert lowered.mass < 0.4
    assert lowered.factor < 1
    assert lowered.read == pytest.approx(0.4)


def test_reasons_say_so() -> None:
    text, words = read("we told Kealoha<G 0.03> and Zqwrtel<G 0.6> yesterday")
    raised, lowered = decode(weigh(words, text), text, DecodeOptions())
    assert [reason.kind for reason in raised.reasons if not isinstance(reason, str)] == ["model", "lexicon_raised"]
    assert [reason.kind for reason in lowered.reasons if not isinstance(reason, str)] == ["model", "lexicon_lowered"]


def test_names_without_end_take_time_in_proportion() -> None:
    assert len(weigh([], "Adeyemi Okonkwo, " * 3_000)) == 6_000
    assert weigh([], "van der " * 3_000) == []
    assert weigh([], "A-" * 10_000) == []

"""Names in other scripts: each rule by its own examples, and runs of such words within Latin text."""

from __future__ import annotations

import re

import pytest

from tabside.redaction.recognizers.names.script_names import ScriptNameRecognizer
from tabside.redaction.recognizers.names.script_rules import RULES, ScriptRule
from tabside.redaction.settling.overlaps import resolve
from tabside.redaction.view.folding import fold


def framed(expected: str) -> str:
    """Return the text of the framed string `expected`, with frames around what the recognizer finds: `«value»`."""
    text = fold(expected.replace("«", "").replace("»", "")).text
    for hit in reversed(resolve(list(ScriptNameRecognizer().find(text)), text)):
        text = f"{text[: hit.start]}«{text[hit.start : hit.end]}»{text[hit.end :]}"
    return text


def by_rule(rule: ScriptRule, text: str) -> str:
    return re.sub(rule.regex, lambda match: match[0].replace(match["name"], f"«{match['name']}»"), text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.hits[0])
def test_each_rule_finds_what_it_says(rule: ScriptRule) -> None:
    for text in (*rule.hits, *rule.misses):
        assert by_rule(rule, text.replace("«", "").replace("»", "")) == text
        assert re.search(f"[{rule.script}]", text)


@pytest.mark.parametrize(
    "text",
    [
        "Contactpersoon bij nood: «Пров» «Бобылев» (broer), tel. 012 38 10 56",
        "Oggetto: giovedì. Ciao «Λαζαρία», alle dieci ti va bene?",
        "La testigo «ياسمين» «زلاطيمو» declaró que vio salir al acusado",
        "Den ersten Preis bekam «איתי» «כהן». Seine Schwester kam auch.",
        "acabei de ver «जयदेव» «छेत्री» na estação em Aveiro",
        "Hello team, «แกมแพร» «คณานุรักษ์» joins us on Monday",
        '{"destinataire": "«이아름»", "voie": "24 rue Hebert"}',
        "Se deriva a «姚建平», nacido el 02/04/1967, para valoración, y a «山口あすか»",
        "he was born in «Москва» and works there",
        # not names
        "the Greek word Λόγος has many senses; Привет to all of you",
        "we say спасибо a lot, and 谢谢 as well",
        "the sign Δ, an angle α, a width of 3 Ω, and ЯM mixed with Latin",
        "Это письмо написано по русски and has two English words",
        "a very long 这是一个很长的句子 in the middle",
        "DB 위치는 postgres://svc:pw@db.example:5432/crm 입니다",
        "plain text of nothing but Latin, with é and ü",
    ],
)
def test_runs_in_latin_text(text: str) -> None:
    assert framed(text) == text


def test_a_town_is_one() -> None:
    text = "he was born in Москва and works there"
    assert [found.entity for found in ScriptNameRecognizer().find(text)] == ["CITY"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Вчера в отдел пришла «Светлана» и забрала пропуск", id="a-given-name"),
        pytest.param("Мы говорили с «Светланой» о переезде", id="in-another-case"),
        pytest.param("«Светлана» забрала пропуск", id="at-the-beginning"),
        pytest.param("Документы подписал «Тимур» «Зейналов», остальные ждали", id="with-a-surname"),
        pytest.param("В статье «Дэвида» «Фоулера» об этом ни слова", id="of-another-country-and-in-another-case"),
        pytest.param("Потом слово взял «Кюнцель», и стало тихо", id="a-lone-surname"),
        pytest.param("Договор с «Кюнцелем» истёк. «Кюнцель» об этом знал.", id="found-again-at-a-beginning"),
        pytest.param("Это отметил «Юстус» «ван дер Хейде» в письме", id="a-particle"),
        pytest.param("Письмо от «К.» «Л. Мартова» пришло утром", id="initials"),
        # places, things, words
        pytest.param("Они переехали в Хельсинки и открыли там лавку", id="a-town"),
        pytest.param("Она родилась в старинном Дамбахе, потом уехала", id="an-unknown-town-behind-a-preposition"),
        pytest.param("Лодка шла по реке Кламма до моста", id="a-river"),
        pytest.param("Матч выиграл клуб Эрвайн, как и год назад", id="a-club"),
        pytest.param("Завтра начнётся ярмарка. Приходите все!", id="the-beginning-of-a-sentence"),
        pytest.param("Территория нынешней Бургундии была обширной", id="the-form-of-a-country"),
        pytest.param("Он учился в Тартуском университете и читал 'Вестник'", id="an-adjective-and-a-title"),
        pytest.param("  -n   Выводить номера строк\n  -q   Молчать", id="help-of-a-program"),
        pytest.param("Нажмите Сохранить, чтобы Вас не спрашивали", id="a-button-and-a-polite-word"),
        pytest.param("Иванка каже, що Ґрандель їде додому", id="ukrainian-is-left-to-the-other-rules"),
    ],
)
def test_russian_sentences(text: str) -> None:
    assert framed(text) == text


def test_russian_takes_time_in_proportion() -> None:
    for piece in ("Кюнцель ", "А. ", "Ван дер ", "А-Б-", "Кюнцель, ", "Ааа-"):
        found = list(ScriptNameRecognizer().find(f"взял {piece * 5_000}"))
        assert len(found) <= 10_000

"""Names in other scripts: each rule by its own examples, and runs of such words within Latin text."""

from __future__ import annotations

import re

import pytest

from tabside.redaction.recognizers.names.script_names import ScriptNameRecognizer
from tabside.redaction.recognizers.names.script_rules import RULES, ScriptRule
from tabside.redaction.view.folding import fold
from tests.unit.redaction.recognizers.marks import framed


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
        "plain text of nothing but Latin, with é and ü",
    ],
)
def test_runs_in_latin_text(text: str) -> None:
    assert framed(fold(text).text, ScriptNameRecognizer()) == text


def test_a_town_is_one() -> None:
    text = "he was born in Москва and works there"
    assert [found.entity for found in ScriptNameRecognizer().find(text)] == ["CITY"]

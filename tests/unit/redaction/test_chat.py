"""Chats: detection, speakers, and text written without capitals."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.chat_speakers import ChatSpeakerRecognizer
from tabside.redaction.words.casing import casing
from tabside.redaction.words.chat import chat_lines, in_small_message
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "[09:14] «jonas»: did you tell «priti»\n[09:15] «Priti»: no\n[09:16] «jonas»: ok", id="times-in-brackets"
        ),
        pytest.param(
            "12/04/2026, 20:31 - Auntie «Bev»: hi\n12/04/2026, 20:33 - Mum: oh\n12/04/2026, 20:34 - «Tiana P.»: hey\n"
            "12/04/2026, 20:35 - Auntie «Bev»: so",
            id="an-export-with-dates",
        ),
        pytest.param("<«Zeynep»> who?\n<rob_h> not me\n<«Zeynep»> ok", id="nicknames-in-angles"),
        pytest.param("«tati»: oi\n«Karim»: ola\n«tati»: vem?\n«Karim»: vou", id="bare-labels"),
        pytest.param("«tati»: oi\n\n«Karim»: ola\n\n«tati»: vem?", id="with-blank-lines-between"),
        pytest.param(
            "«Zqono»: t'as le numéro ?\n«Zqul»: elle est chez sa mère\n«Zqono»: mdr ok et lui\n"
            "«Zqul»: demande à Rachid",
            id="talk-of-names-in-no-list",
        ),
        pytest.param("Zqwidth: a b c\nZqheight: d e f\nZqwidth: g h i\nZqheight: j k l", id="settings-of-words"),
        pytest.param("Name: Karim\nTown: Lecce\nKarim: yes\nPhone: 12", id="a-form"),
        pytest.param("[12:00:01] Compiling: a\n[12:00:02] Linking: b\n[12:00:04] Compiling: c", id="a-log"),
        pytest.param("AGENT: hello\nCUSTOMER: hi\nAGENT: who?", id="roles"),
        pytest.param("host: karim\nport: 80\nhost: priti\nport: 81", id="settings"),
    ],
)
def test_who_speaks(text: str) -> None:
    assert framed(text, ChatSpeakerRecognizer()) == text


def test_what_is_small_in_a_chat_has_no_capitals_to_go_by() -> None:
    text = "Sanne: wie heeft de sleutel\nJoost: karim denk ik\nSanne: hij zit in zeist\nJoost: Goed"
    assert len(chat_lines(text)) == 4
    assert in_small_message(text, text.index("karim"))
    assert not in_small_message(text, text.index("Goed"))
    assert casing(text, text.index("karim"), text.index("karim") + 5) == "none"
    assert casing(text, text.index("zeist"), text.index("zeist") + 5) == "none"
    assert casing(text, text.index("sleutel"), text.index("sleutel") + 7) != "none"

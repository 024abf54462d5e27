"""The texts of web/index.html: each names its message, and is that of the English catalogue."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser

from scripts.paths import ROOT, WEB

READ_BY_PEOPLE = ("aria-label", "title", "placeholder", "alt")
NAME = "tabside"


class Texts(HTMLParser):
    """Collect what people read of a page, with the message that each text names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        for name in READ_BY_PEOPLE:
            if own.get(name):
                self.found.append((own[name] or "", own.get(f"data-t-{name}")))
        if tag not in {"meta", "link", "use", "br", "input"}:
            self._open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not any(tag in {"title", "noscript", "script", "style"} for tag, _ in self._open):
            self.found.append((text, self._open[-1][1].get("data-t")))


def test_every_text_of_the_page_is_a_message() -> None:
    script = 'import("./web/language/messages/en.js").then(({ EN }) => console.log(JSON.stringify(EN)))'
    done = subprocess.run(["node", "-e", script], cwd=ROOT, capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)
    texts = Texts()
    texts.feed((WEB / "index.html").read_text(encoding="utf-8"))
    assert len(texts.found) > 10
    for text, key in texts.found:
        if text != NAME:
            assert key is not None, f"{text!r} names no message"
            assert messages[key] == text

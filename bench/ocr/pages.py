"""Draw invented pages with Chromium, and record the box of each word as ground truth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle
from pathlib import Path
from typing import Any

from .texts import LANGUAGES, Texts

__all__ = ["DPI", "FONTS", "OLD_STYLE", "TrueWord", "draw", "html_pages", "read_words"]

DPI = 200
CSS_DPI = 96
FONTS = (
    "Liberation Serif", "Liberation Sans", "DejaVu Sans", "Carlito", "Caladea", "Open Sans", "Liberation Sans Narrow",
    "DejaVu Serif", "Liberation Mono",
)  # fmt: skip
"""Debian: fonts-liberation, fonts-dejavu, fonts-crosextra-carlito and -caladea, fonts-open-sans."""
OLD_STYLE = "EB Garamond"
"""Debian: fonts-ebgaramond. Its digits have the shapes of lower-case letters: a 0 looks like an o. Measured apart."""

_STYLE = """
* { box-sizing: border-box } body { margin: 0; width: 794px; height: 1123px; padding: 70px 80px; background: #fff;
color: #000; overflow: hidden } h1 { font-size: 22px } p { margin: 0 0 15px; line-height: 1.45 }
.field { display: inline-block; width: 48%; margin: 0 1% 14px 0; vertical-align: top } .field b { display: block;
font: 10px sans-serif } .field span { display: block; border: 1px solid #555; padding: 5px 8px; white-space: nowrap }
table { border-collapse: collapse; width: 100%; margin: 20px 0 } td, th { border: 1px solid #666; padding: 4px 8px;
text-align: left } th { background: #e6e6e6 } .small { font-size: 10px; border-top: 1px solid #999; padding-top: 6px }
v { white-space: nowrap }
"""
_WORDS = """() => {
  const words = [], values = [...document.querySelectorAll("v")];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    for (const match of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const value = node.parentElement.closest("v");
      for (const { left, top, right, bottom } of range.getClientRects())
        words.push({ text: match[0], box: [left, top, right, bottom], value: value ? values.indexOf(value) : -1 });
    }
  }
  return { words, values: values.map((one) => ({ kind: one.dataset.kind, text: one.textContent })) };
}"""


@dataclass(frozen=True)
class TrueWord:
    """A word that was drawn: its box in pixels of the image, and the number of the value that it belongs to, or -1."""

    text: str
    box: tuple[float, float, float, float]
    value: int


def html_pages(fonts: Sequence[str] = FONTS) -> Iterator[tuple[str, str]]:
    """Yield a name and HTML for a letter, a form and an invoice in each language; the fonts take turns."""
    turns = cycle(fonts)
    for language, texts in LANGUAGES.items():
        for kind, body in (("letter", _letter(texts)), ("form", _form(texts)), ("invoice", _invoice(texts))):
            font = next(turns)
            size = 13 if "Mono" in font else 15
            yield (
                f"{language}-{kind}",
                f'<!doctype html><html lang="{language}"><meta charset="utf-8"><style>{_STYLE}'
                f'body {{ font-family: "{font}"; font-size: {size}px }}</style><body>{body}',
            )


def _value(texts: Texts, key: str) -> str:
    return f'<v data-kind="{key.rstrip("0123456789")}">{escape(texts.values[key])}</v>'


def _filled(texts: Texts, template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(_value(texts, part) if index % 2 else escape(part) for index, part in enumerate(parts))


def _letter(texts: Texts) -> str:
    head = f"<p>{_value(texts, 'name0')}<br>{_value(texts, 'street')}<br>{_value(texts, 'town')}</p>"
    return head + "".join(f"<p>{_filled(texts, line)}</p>" for line in texts.letter)


def _form(texts: Texts) -> str:
    keys = ("name1", "born", "street", "town", "phone1", "mail1", "iban", "name2")
    rows = "".join(
        f'<div class="field"><b>{escape(label)}</b><span>{_value(texts, key)}</span></div>'
        for label, key in zip(texts.fields, keys, strict=True)
    )
    return f"<h1>{escape(texts.words[0])}</h1>{rows}<p>{_filled(texts, texts.letter[3])}</p>"


def _invoice(texts: Texts) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in texts.words[2:5])
    rows = "".join(
        f"<tr><td>{escape(item)}</td><td>{number}</td><td>{37 * number + 12},{number}0</td></tr>"
        for number, item in enumerate(texts.items, 1)
    )
    sums = f"<tr><td><b>{escape(texts.words[5])}</b></td><td></td><td><b>615,50</b></td></tr>"
    return (
        f"<h1>{escape(texts.words[1])} 2026/118</h1><p>{_value(texts, 'name2')}<br>{_value(texts, 'street')}<br>"
        f"{_value(texts, 'town')}</p><p>{_value(texts, 'date')} · {_value(texts, 'customer')}</p>"
        f"<table><tr>{head}</tr>{rows}{sums}</table><p>{_filled(texts, texts.letter[1])}</p>"
        f'<p class="small">{_value(texts, "name1")} · {_value(texts, "mail1")} · {_value(texts, "iban")} · '
        f"{_value(texts, 'phone0')}</p>"
    )


def draw(folder: Path, chrome: Path, fonts: Sequence[str] = FONTS) -> list[str]:
    """Draw every page as NAME.png, with its words as NAME.json; return the names."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chrome), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=DPI / CSS_DPI)
        for name, html in html_pages(fonts):
            page.set_content(html)
            page.screenshot(path=str(folder / f"{name}.png"))
            (folder / f"{name}.json").write_text(json.dumps(page.evaluate(_WORDS)), encoding="utf-8")
            names.append(name)
        browser.close()
    return names


def read_words(path: Path) -> tuple[list[TrueWord], Sequence[Mapping[str, Any]]]:
    """Return the words that were drawn, in pixels of the image, and the values."""
    data = json.loads(path.read_text(encoding="utf-8"))
    scale = DPI / CSS_DPI
    words = [
        TrueWord(word["text"], tuple(side * scale for side in word["box"]), word["value"]) for word in data["words"]
    ]
    return words, data["values"]

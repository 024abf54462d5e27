"""Generate `pii.jsonl` beside it: python -m tests.data.pii.generate (needs Faker; see README.md).

Templates (`templates/*.txt`) and hard cases (`hard/*.txt`) are written by hand; names and values are drawn with a fixed
seed, so that the same Faker gives the same file.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.data.pii import perturbations
from tests.data.pii.traditions import NATIVE, OTHER_SCRIPTS, TRADITIONS, People, Person
from tests.data.pii.values import Values

HERE = Path(__file__).parent
SEED = 20261124
TEXTS_PER_TEMPLATE = 5
TEXTS_PER_PERTURBATION = 60
TEXTS_PER_SCRIPT = 12
NATIVE_SHARE = 0.5

KINDS = {
    "name": "PERSON",
    "given": "PERSON",
    "surname": "PERSON",
    "name_comma": "PERSON",
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "street": "STREET_ADDRESS",
    "city": "GPE",
    "state": "GPE",
    "zip": "ZIP_CODE",
    "iban": "IBAN_CODE",
    "card": "CREDIT_CARD",
    "nid": "NATIONAL_ID",
    "passport": "PASSPORT",
    "license": "DRIVER_LICENSE",
    "plate": "LICENSE_PLATE",
    "account": "BANK_ACCOUNT",
    "dob": "DATE_OF_BIRTH",
    "date": "DATE_TIME",
    "ip": "IP_ADDRESS",
    "ipv6": "IP_ADDRESS",
    "mac": "MAC_ADDRESS",
    "key": "API_KEY",
    "handle": "USERNAME",
    "handle_plain": "LOGIN",
    "url": "URL",
    "amount": None,
    "order": None,
    "title": None,
}
NAMES = {"PERSON", "STREET_ADDRESS", "GPE", "ZIP_CODE", "DATE_OF_BIRTH", "DATE_TIME", "USERNAME", "LOGIN", "URL"}
"""Kinds that are words rather than structured values: perturbations of values leave them alone."""

SLOT = re.compile(r"\{\{(\w+?)(2?)\}\}")
MARKED = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.DOTALL)
PAD = re.compile(r"<<pad (\d+)>>\n?")
PADDING = {
    "en": "The committee met again and talked about the weather at some length, as it does every spring. ",
    "de": "Der Ausschuss kam erneut zusammen und sprach lange über das Wetter, wie in jedem Frühling. ",
    "fr": "Le comité s'est réuni de nouveau et a longuement parlé du temps, comme à chaque printemps. ",
    "es": "El comité volvió a reunirse y habló largo rato del tiempo, como hace cada primavera. ",
}


@dataclass(frozen=True)
class Part:
    """A piece of a text, with its type if it is personal data."""

    text: str
    kind: str | None = None
    perturbed: bool = False


@dataclass(frozen=True)
class Text:
    """A text in its parts, with its tags."""

    parts: tuple[Part, ...]
    template: str
    language: str
    genre: str
    tradition: str | None = None
    perturbation: str | None = None

    def entry(self) -> dict[str, Any]:
        spans, text = [], ""
        for part in self.parts:
            if part.kind:
                span: dict[str, Any] = {
                    "entity_type": part.kind,
                    "start_position": len(text),
                    "end_position": len(text) + len(part.text),
                }
                spans.append({**span, "perturbed": True} if part.perturbed else span)
            text += part.text
        entry = {
            "full_text": text,
            "spans": spans,
            "template_id": self.template,
            "language": self.language,
            "genre": self.genre,
        }
        entry |= {name: value for name in ("tradition", "perturbation") if (value := getattr(self, name))}
        return entry


@dataclass
class Writer:
    """Fills in templates."""

    rng: random.Random
    people: People
    values: dict[str, Values] = field(default_factory=dict)

    def fill(self, template: str, language: str, tradition: str) -> tuple[Part, ...]:
        values = self.values.setdefault(language, Values(language, self.rng))
        people = (self.people.make(tradition), self.people.make(tradition))
        made: dict[str, str] = {}
        parts, end = [], 0
        for slot in SLOT.finditer(template):
            name, second = slot[1], bool(slot[2])
            if slot[0] not in made:
                made[slot[0]] = self._value(values, name, people[second])
            parts += [Part(template[end : slot.start()]), Part(made[slot[0]], KINDS[name])]
            end = slot.end()
        return tuple(part for part in (*parts, Part(template[end:])) if part.text)

    @staticmethod
    def _value(values: Values, name: str, person: Person) -> str:
        of_person = {"name": person.full, "given": person.given, "surname": person.surname, "name_comma": person.comma}
        if name in of_person:
            return of_person[name]
        if name in {"email", "handle", "handle_plain", "url"}:
            return str(getattr(values, name)(person))
        return str(getattr(values, name)())


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the head line and the body of each block of a file."""
    for block in re.split(r"^@ ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        yield head.strip(), body.rstrip("\n")


def filled(writer: Writer) -> Iterator[Text]:
    """Yield every template with names of its own tradition and of others."""
    turn = 0
    for path in sorted((HERE / "templates").glob("*.txt")):
        language = path.stem
        for number, (genre, body) in enumerate(blocks(path), 1):
            for _ in range(TEXTS_PER_TEMPLATE):
                native = writer.rng.random() < NATIVE_SHARE
                tradition = NATIVE[language] if native else TRADITIONS[turn % len(TRADITIONS)]
                turn += not native
                yield Text(
                    writer.fill(body, language, tradition), f"{language}-{number:02}", language, genre, tradition
                )


def hard() -> Iterator[Text]:
    """Yield the hard cases unchanged."""
    for path in sorted((HERE / "hard").glob("*.txt")):
        for number, (head, body) in enumerate(blocks(path), 1):
            language, genre = head.split(" ", 1)
            body = PAD.sub(partial(padded, language), body)
            parts, end = [], 0
            for mark in MARKED.finditer(body):
                parts += [Part(body[end : mark.start()]), Part(mark[2], mark[1])]
                end = mark.end()
            parts.append(Part(body[end:]))
            yield Text(tuple(part for part in parts if part.text), f"{path.stem}-{number:03}", language, genre)


def padded(language: str, pad: re.Match[str]) -> str:
    return padding(language, int(pad[1]))


def padding(language: str, length: int) -> str:
    """Return prose of this length that ends with a space."""
    sentence = PADDING[language]
    return (sentence * (length // len(sentence) + 1))[:length].rsplit(" ", 1)[0] + " "


def perturbed(texts: list[Text], rng: random.Random) -> Iterator[Text]:
    """Yield texts of which structured values, or the whole, were altered."""
    for name, alter in perturbations.VALUES.items():
        yield from _altered(
            texts,
            name,
            rng,
            lambda part, alter=alter: alter(part.text, rng) if part.kind and part.kind not in NAMES else part.text,
        )
    plain = [text for text in texts if not any(part.kind == "API_KEY" for part in text.parts)]
    for name, alter in perturbations.TEXTS.items():
        yield from _altered(plain, name, rng, lambda part, alter=alter: alter(part.text, rng))


def _altered(texts: list[Text], name: str, rng: random.Random, alter: Any) -> Iterator[Text]:
    made = 0
    for text in rng.sample(texts, len(texts)):
        parts = tuple(
            replace(part, text=new, perturbed=bool(part.kind)) if (new := alter(part)) != part.text else part
            for part in text.parts
        )
        if any(part.perturbed for part in parts):
            made += 1
            yield replace(text, parts=parts, perturbation=name)
        if made == TEXTS_PER_PERTURBATION:
            return


def other_scripts(writer: Writer) -> Iterator[Text]:
    """Yield texts in the seven languages with names written in other scripts."""
    bodies = [
        (path.stem, number, body)
        for path in sorted((HERE / "templates").glob("*.txt"))
        for number, (_genre, body) in enumerate(blocks(path), 1)
    ]
    named = [entry for entry in bodies if "{{name}}" in entry[2]]
    for script in OTHER_SCRIPTS:
        for language, number, body in writer.rng.sample(named, TEXTS_PER_SCRIPT):
            yield Text(writer.fill(body, language, script), f"{language}-{number:02}", language, "other script", script)


def main() -> None:
    rng = random.Random(SEED)
    random.seed(SEED)  # some of Faker's providers use the global generator
    writer = Writer(rng, People(rng))
    plain = list(filled(writer))
    texts = [*plain, *hard(), *perturbed(plain, rng), *other_scripts(writer)]
    with (HERE / "pii.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for text in texts:
            file.write(json.dumps(text.entry(), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(texts)} texts")


if __name__ == "__main__":
    main()

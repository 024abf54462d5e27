"""Code, schemas, type declarations and logs are machine text; letters, forms and chats are not."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.identifiers import without_identifiers
from tabside.redaction.view.lines import in_machine_line, without_machine_lines

SCHEMA = """{
  "type": "object",
  "properties": {
    "holder": { "type": "string" },
    "price": {
      "type": "number",
      "enum": [
        "Basil",
        "Clement"
      ]
    }
  }
}"""
DECLARATIONS = """export interface Crate<Marten> {
    readonly owner: string;
    keeper?: Marten | undefined;
    lift(): Promise<Crate<Marten>>;
    /**
     * The Marten that keeps this crate.
     */
    depth: number;
}"""
MODULE = '''import heron

def carry(heron_path: str) -> Crane:
    """Carry a Heron to another Crane."""
    # The Heron may be asleep.
    crane = heron.load(heron_path)
    elif_branch = crane.lift(
        Heron,
        Crane,
    )
    return crane
'''
LETTER = """Dear Mr Marsh,

Heron Lane is closed on Monday, so please use the back door.

Yours,
Clement Basil"""
FORM = "Name: Clement Basil\nBorn: 3 May 1961\nPlace: Heronsgate"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param(SCHEMA, ("string", "Basil", "enum"), id="a JSON schema"),
        pytest.param(DECLARATIONS, ("string", "Marten |", "Marten that"), id="type declarations, with their comments"),
        pytest.param(MODULE, ("heron\n", "Heron to", "Heron may", "Heron,"), id="source, docstrings and arguments"),
        pytest.param('  "integrity": "sha512-Zm9vYmFy",\n  "dev": true,', ("integrity", "dev"), id="a lock file"),
        pytest.param("@pytest.fixture\n", ("pytest",), id="a decorator"),
    ],
)
def test_machine_text(text: str, places: tuple[str, ...]) -> None:
    assert [place for place in places if not in_machine_line(text, text.index(place))] == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param(LETTER, ("Marsh", "Heron", "Clement"), id="a letter"),
        pytest.param(FORM, ("Clement", "Heronsgate"), id="a form"),
        pytest.param(
            "The call fails:\n\nfoo(bar);\nbaz(qux);\n\nPlease ask Clement Basil in Heronsgate about it.",
            ("Clement", "Heronsgate"), id="prose behind code",
        ),
        pytest.param(
            "2026-03-02 11:02:07 INFO start\nWhere: Heronsgate (Kent) Boat House", ("Heronsgate",),
            id="a line of a form behind a line of a log",
        ),
        pytest.param('"note": "Please call Clement Basil about the boat",', ("Clement",), id="prose in JSON"),
    ],
)  # fmt: skip
def test_prose(text: str, places: tuple[str, ...]) -> None:
    assert [place for place in places if in_machine_line(text, text.index(place))] == []


def claims(text: str, *values: str) -> list[str]:
    found = [
        Detection("GIVEN_NAME", text.index(value), text.index(value) + len(value), 0.99, "model") for value in values
    ]
    return [text[one.start : one.end] for one in without_identifiers(found, text)]


@pytest.mark.parametrize(
    ("text", "values", "kept"),
    [
        (
            "    name: str,\n    owner: string;\n    size: number;\n",
            ("str", "string"),
            [],
        ),  # types behind keys of people
        (MODULE, ("Heron,", "Crane:"), []),  # what is imported, and what no list knows
        ("import clement\n\nx = clement.load()\n# Clement loads it.\n", ("Clement",), []),  # the name of a package
        ("@patch('x')\nvalue = run(1)\n# Reported by Theresa Marsh.\n", ("Theresa Marsh",), ["Theresa Marsh"]),
        ('author = "Theresa Qwzty"\nkind = load(1)\n', ("Theresa Qwzty",), ["Theresa Qwzty"]),  # a key of people
        # What the text writes as code, a file, a page or a package as well; not a name of the lists.
        ("Qwertel reads mail. Run `qwertel -h` first.", ("Qwertel",), []),
        ("See zqwtool.py. We like Zqwtool.", ("Zqwtool.",), []),
        ("- [[zqwmap]]\n\nzqwmap", ("zqwmap",), []),
        ("First pip install qwertkit. Qwertkit draws.", ("Qwertkit",), []),
        ("Run `theresa` or ask Theresa.", ("Theresa",), ["Theresa"]),
        # The whole value of a key that says nothing of people.
        ("steps:\nrun: qwtest\ntool: qwlint", ("qwtest", "qwlint"), []),
        ("surname: qwertel\ncontact: qwzty", ("qwertel", "qwzty"), ["qwertel", "qwzty"]),
        ("run: Qwertel", ("Qwertel",), ["Qwertel"]),
        ('    rows = [\n        ["AB", "MARS"],\n        ["CD", "MARS"],\n', ("MARS",), []),  # a symbol of a share
    ],
)
def test_identifiers_are_nobody(text: str, values: tuple[str, ...], kept: list[str]) -> None:
    assert claims(text, *values) == kept


def test_a_machine_line_without_a_name_is_not_read_by_the_model() -> None:
    assert without_machine_lines('  "type": "object",\n  "minimum": 4,').strip() == ""
    assert "Theresa" in without_machine_lines('  "type": "object",\n  "by": "Theresa",')


def test_long_code_takes_linear_time() -> None:
    lines = without_machine_lines("x = f(1)\n\n" * 20_000)
    assert lines.strip() == ""

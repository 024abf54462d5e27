"""Exact way back of text formats: values come back as they were written, where a format has several ways."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.errors import InputError
from tabside.files import redact_file, restore_file
from tabside.redaction import PlaceholderMap, Redactor
from tabside.types import Finding
from tests.unit.files.office_files import docx
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS = {"Ann": "B-GIVEN_NAME", "Jörg": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Miller": "B-SURNAME", "Oslo": "B-CITY"}
LINK = "https://example.org/p?name=ann&id=4"
SCRIPT = r'<script>var user={"name":"J\u00f6rg Smith","mail":"ann\x40corp.com"}</script><p>Jörg Smith</p>'
FILES = {
    "bare.html": f'<p>Ann: <a href="{LINK}">Ann</a> and <a href="{LINK.replace("&", "&amp;")}">Ann</a></p>',
    "decimal.html": f'<p><a href="{LINK.replace("&", "&#038;")}">Ann</a></p>',
    "references.html": "<p>J&ouml;rg Smith, J&#246;rg Smith, Jörg Smith, J&#xF6;rg &#83;mith</p>",
    "attributes.html": "<p title='J&ouml;rg &quot;Smith&quot;' data-x=Ann>J&ouml;rg</p>",
    "script.html": f"<html>{SCRIPT}</html>",
    "names.xml": "<r><name>Ann &#83;mith</name><name>Ann Smith</name><mail a='ann&#64;corp.com'/></r>",
    "emphasis.md": "Dear **Ann** Smith, **An**n Smith, S*mit*h and *Ann* Smith.\n",
    "scalars.yaml": 'a: "J\\u00f6rg Smith"\nb: Jörg Smith\nc: "ann\\x40corp.com"\nd: ann@corp.com\n',
    "strings.json": '{"a": "J\\u00f6rg Smith", "b": "Jörg Smith", "c": "ann\\u0040corp.com", "d": 4111111111111111}',
    "strings.toml": 'a = "J\\u00F6rg Smith"\nb = "Jörg Smith"\nc = \'Ann Smith\'\n',
    "slashes.json": (
        r'{"a": "and\/or Ann \u263A http:\/\/b.org\/c", "Ann \/ Oslo": "Ann\/Smith, \ud83d\uDE00 \n ann@corp.com"}'
    ),
    "escapes.yaml": 'a: "Ann\\u263A\\tSmith\\/x"\n',
    "blanks.yaml": "a: Ann Smith \nb: Ann  # x\nc: [Ann , Smith   ,Oslo  ]\ne: 'Ann'  \nf: Ann # y\nAnn : 1\n",
    "lines.xml": "<r a='Ann\n Smith\tOslo'>Ann\r\n</r>",
    "quotes.csv": 'name,city\n"Ann Smith",Oslo\nAnn Smith,"Oslo"\n',
    "folds.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Ann Sm\r\n ith calls\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "card.vcf": "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Smi\r\n th\r\nN:Smith;Ann;;;\r\nEND:VCARD\r\n",
    "eight-bit.eml": (
        "From: Jörg Smith <ann@corp.com>\r\nTo: Ann\r\n Smith <b@corp.com>\r\n\r\nHello Ann, this is Jörg Smith.\r\n"
    ),
    "soft.eml": (
        "From: ann@corp.com\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nDear Ann =53mith, call J=C3=B6rg Sm=\r\nith in Oslo.\r\n"
    ),
}  # fmt: skip


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(WordClassifier(WORDS))


def encoded(name: str) -> bytes:
    return FILES[name].encode("latin-1" if name == "eight-bit.eml" else "utf-8")


def through_json(mapping: PlaceholderMap) -> PlaceholderMap:
    return PlaceholderMap.from_dict(json.loads(json.dumps(mapping.to_dict())))


@pytest.mark.parametrize("name", FILES)
async def test_a_value_comes_back_as_it_was_written(name: str, redactor: Redactor) -> None:
    data = encoded(name)
    done = await redact_file(data, name, redactor)
    assert done.data != data
    assert restore_file(done.data, name, through_json(done.mapping)).data == data


async def test_escapes_stay_beside_what_is_replaced(redactor: Redactor) -> None:
    done = await redact_file(FILES["slashes.json"].encode(), "a.json", redactor)
    assert rb'"and\/or [GIVEN_NAME_1] \u263A [URL_1' in done.data
    assert rb"\ud83d\uDE00 \n [EMAIL_1]" in done.data


async def test_several_files_share_a_mapping(redactor: Redactor) -> None:
    mapping = None
    written: dict[str, list[bytes]] = {}
    for name in (*FILES, *reversed(FILES)):
        done = await redact_file(encoded(name), name, redactor, mapping=mapping)
        written.setdefault(name, []).append(done.data)
        mapping = done.mapping
    assert mapping is not None
    for name, results in written.items():
        for data in results:
            assert restore_file(data, name, mapping).data == encoded(name)


async def test_texts_and_packed_files_keep_what_a_mapping_knows(redactor: Redactor) -> None:
    data = b"<p>Ann &#83;mith</p>"
    page = await redact_file(data, "a.html", redactor)
    letter = await redact_file(docx(), "a.docx", redactor, mapping=page.mapping)
    text = await redactor.anonymize_document(
        "Ann Smith", [Finding("GIVEN_NAME", 0, 3, 1.0, "test")], mapping=letter.mapping
    )
    assert restore_file(page.data, "a.html", text.mapping).data == data
    assert text.mapping.cuts == letter.mapping.cuts != {}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        # Moved into a script, a reference would say something else.
        (lambda text: f"<script>var a = '{text[3:-4]}'</script>", "<script>var a = 'Jörg Smith'</script>"),
        (lambda text: f"<p>Dear {text[3:-4]},</p>", "<p>Dear J&ouml;rg Smith,</p>"),
    ],
)
async def test_a_value_that_was_moved_stays_readable(
    edit: Callable[[str], str], expected: str, redactor: Redactor
) -> None:
    done = await redact_file(b"<p>J&ouml;rg Smith</p>", "a.html", redactor)
    edited = edit(done.data.decode()).encode()
    assert restore_file(edited, "a.html", done.mapping).data.decode() == expected


async def test_a_fold_cannot_become_a_header(redactor: Redactor) -> None:
    mapping = PlaceholderMap({"[SURNAME_1]": "Smith"}, written={"[SURNAME_1]": "Smith\r\nBcc: x@corp.com"})
    back = restore_file(b"From: [SURNAME_1] <a@corp.com>\r\nSubject: x\r\n\r\nHello\r\n", "a.eml", mapping)
    assert back.data == b"From: Smith <a@corp.com>\r\nSubject: x\r\n\r\nHello\r\n"


async def test_a_value_that_was_moved_to_another_file_does_not_damage_it(redactor: Redactor) -> None:
    mapping = PlaceholderMap({"[SURNAME_1]": "Smith"}, written={"[SURNAME_1]": '"Smith'})
    assert restore_file(b'{"a": "[SURNAME_1]"}', "a.json", mapping).data == b'{"a": "Smith"}'


@pytest.mark.parametrize("written", [["x"], {"[SURNAME_1]": 4}, {"[SURNAME_2]": "x"}, "x"])
def test_a_mapping_with_another_shape_is_refused(written: object) -> None:
    data = {**PlaceholderMap({"[SURNAME_1]": "Smith"}).to_dict(), "written": written}
    with pytest.raises(InputError):
        PlaceholderMap.from_dict(data)


def test_a_mapping_hides_what_was_written() -> None:
    assert "Smith" not in repr(PlaceholderMap({"[SURNAME_1]": "Smith"}, written={"[SURNAME_1]": "&#83;mith"}))


@st.composite
def _in_references(draw: st.DrawFn) -> str:
    """Draw a page that says the same words again and again, each letter by a reference or as it is."""
    words = draw(st.lists(st.sampled_from([*WORDS, "ann@corp.com", "and", "to"]), min_size=1, max_size=12))
    letter = st.sampled_from(("{0}", "{0}", "&#{1};", "&#x{1:x};"))
    said = ["".join(draw(letter).format(one, ord(one)) for one in word) for word in words]
    tags = [draw(st.sampled_from(["<p>{}</p>", '<p title="{}">x</p>', "<td title='{}'>{}</td>"])) for _ in said]
    return "\n".join(tag.replace("{}", one) for tag, one in zip(tags, said, strict=True))


@given(page=_in_references())
@settings(max_examples=60, deadline=None)
async def test_any_references_come_back(page: str) -> None:
    done = await redact_file(page.encode(), "a.html", Redactor(WordClassifier(WORDS)))
    assert restore_file(done.data, "a.html", done.mapping).data.decode() == page

"""Rows of the table of kinds for files that are text."""

from __future__ import annotations

from tabside.errors import FileError, FileTooLargeError
from tests.unit.files.kinds_claims import Row, gone, kept, packed, refused, says

__all__ = ["TEXT_ROWS"]

TEXTS = ("txt", "text", "log", "md", "markdown", "rst", "ini", "cfg", "conf", "env", "properties", "sql", "tex", "srt",
         "vtt")  # fmt: skip
PICTURE = f"data:image/png;base64,{packed('x' * 12)}"
DEEP = "[" * 502 + "]" * 502


def cell(said: str) -> str:
    """A notebook of one cell."""
    return f'{{"cells": [{{"cell_type": "code", {said}}}], "nbformat": 4}}'


def printed(said: str) -> str:
    """A notebook with one output."""
    return cell(f'"outputs": [{{"output_type": "stream", {said}}}]')


TEXT_ROWS = (
    Row(
        TEXTS,
        (
            [
                says(
                    "everything",
                    *(gone(f"a.{kind}", "Dear Ann Smith: ann@corp.com\n", "Ann", "Smith") for kind in TEXTS),
                )
            ],
            [
                says(
                    "every other byte, with byte order mark and encoding",
                    kept("a.txt", b"\xff\xfe" + "Ann\r\nfür\t1".encode("utf-16-le"), "\r\x00\n\x00f\x00"),
                    kept("a.txt", "Ann für\r\r\n".encode("cp1252"), "\r\r\n"),
                )
            ],
            [],
            [
                says("binary data", refused("a.unknown", b"Ann\0\1")),
                says("packed files", refused("a.unknown", b"PK\3\4")),
            ],
        ),
        "; unknown extensions, if they are text, with a warning",
    ),
    Row(
        ("csv", "tsv"),
        (
            [
                says(
                    "cells; the delimiter is chosen on parsed rows",
                    gone("a.csv", 'k;l\n"Ann, x; y";Smith\n', "Ann", "Smith"),
                    gone("a.tsv", "k\tl\nAnn\tx\n", "Ann"),
                ),
                says(
                    "a column is known by its head and by most of its cells",
                    gone("a.csv", "ssn,x\n123456789,1\n", "123456789"),
                ),
            ],
            [
                says("heads that name fields", kept("a.csv", "GivenName,Oslo\nAnn,7\n", "GivenName,")),
                says(
                    "plain numbers (up to six digits, or a fraction) without a head that says otherwise",
                    kept("a.csv", "n,m\n123456,4.25\nAnn,1\n", "123456,4.25"),
                ),
                says("every other byte", kept("a.csv", '"Ann","x ""y"""\r\n\r\n', ',"x ""y"""\r\n\r\n')),
            ],
            [],
            [],
        ),
    ),
    Row(
        ("json", "jsonl", "ndjson", "geojson"),
        (
            [
                says(
                    "strings",
                    *(
                        gone(f"a.{kind}", '{"a": "J\\u00fcr Ann"}\n', "Ann")
                        for kind in ("json", "jsonl", "ndjson", "geojson")
                    ),
                ),
                says("long numbers", gone("a.json", '{"phone": 4155552671}', "4155552671")),
                says("keys that are not names of fields", gone("a.json", '{"Ann Smith": 1}', "Ann", "Smith")),
                says(
                    "text in Base64", gone("a.json", f'{{"a": "{packed("met Ann Smith")}"}}', packed("met Ann Smith"))
                ),
            ],
            [
                says(
                    "plain numbers, names of fields, every other byte",
                    kept("a.json", '{ "width":1024,\n"name":  "Ann" }', '{ "width":1024,\n"name":  "'),
                ),
                says(
                    "a number that is replaced is a string followed by a tab, and comes back as a number",
                    kept("a.json", '{"phone": 4155552671}', '"[PHONE_1]"\t}'),
                ),
            ],
            [],
            [
                says("broken JSON", refused("a.json", "{oops", FileError)),
                says("more than 500 levels", refused("a.json", DEEP, FileTooLargeError)),
            ],
        ),
    ),
    Row(
        ("ipynb",),
        (
            [
                says("cells, as lines of one text", gone("a.ipynb", cell('"source": ["# An", "n"]'), '"An"')),
                says("what programs printed", gone("a.ipynb", printed('"text": ["Ann\\n"]'), "Ann")),
                says(
                    "pages and drawings in it as such",
                    gone("a.ipynb", printed('"data": {"text/html": ["<b>An</b>n\\n", "x"]}'), "An<"),
                ),
                says(
                    "attached names, authors, other metadata",
                    gone(
                        "a.ipynb", cell('"attachments": {"Ann.png": {}}, "metadata": {"by": "Smith"}'), "Ann", "Smith"
                    ),
                    gone("a.ipynb", '{"metadata": {"authors": [{"name": "Ann"}]}, "cells": []}', "Ann"),
                ),
            ],
            [
                says(
                    "words of the format, kernels, every other byte",
                    kept("a.ipynb", cell('"id":  "Ann", "source": "Ann"'), '"id":  "Ann"'),
                    kept("a.ipynb", '{"metadata": {"language_info": {"name": "Ann"}}, "cells": []}', '"Ann"'),
                ),
                says(
                    "tags, except for names found elsewhere",
                    kept("a.ipynb", cell('"metadata": {"tags": ["Ann"]}'), '"Ann"'),
                    gone("a.ipynb", cell('"metadata": {"tags": ["Ann"]}, "source": "by Ann"'), "Ann"),
                ),
                says(
                    "pictures and other packed data (with a warning)",
                    kept("a.ipynb", printed('"data": {"image/png": "QW5uIFNtaXRo"}'), "QW5uIFNtaXRo", said="Pictures"),
                ),
            ],
            [],
            [says("broken JSON", refused("a.ipynb", "{oops", FileError))],
        ),
    ),
    Row(
        ("yaml", "yml", "toml"),
        (
            [
                says(
                    "scalars, comments, escapes",
                    gone("a.yaml", '# by Ann\na: Smith\nb: "Mu\\u00f1oz"\n', "Ann", "Smith", "u00f1oz"),
                    gone("a.yml", "a: Ann\n", "Ann"),
                    gone("a.toml", '# Ann\na = "Smith"\n', "Ann", "Smith"),
                )
            ],
            [
                says(
                    "tags, anchors, numbers, dates, every other byte",
                    kept("a.yaml", "a: !t &n  1.4\nb: 2024-01-02\nc: Ann\n", "a: !t &n  1.4\nb: 2024-01-02\nc: "),
                    kept("a.toml", "a = 1979-05-27\nb  = 8080\nc = 'Ann'\n", "a = 1979-05-27\nb  = 8080\nc = "),
                ),
                says(
                    "a scalar that needs quotes gets them, with a space behind that says so",
                    kept("a.yaml", "a: Ann\n", 'a: "[GIVEN_NAME_1]" \n'),
                ),
            ],
            [],
            [
                says("broken TOML", refused("a.toml", "a = = Ann", FileError)),
                says(
                    "what is no YAML is read as text, and that is said",
                    gone("a.yaml", "{{ if }}\na: Ann: [\n", "Ann", said="plain text"),
                ),
            ],
        ),
    ),
    Row(
        ("xml", "svg", "html", "htm", "xhtml"),
        (
            [
                says(
                    "texts over inline tags",
                    *(gone(f"a.{kind}", "<p>An<b>n</b></p>", "<b>n") for kind in ("html", "htm")),
                    gone("a.xhtml", "<p>An<i>n</i></p>", "<i>n"),
                    gone("a.xml", "<p>Dear Ann</p>", "Ann"),
                    gone("a.svg", "<svg><text>An<tspan>n</tspan></text></svg>", "<tspan>n"),
                ),
                says("attributes, comments", gone("a.html", "<p title='Ann'><!-- by Smith --></p>", "Ann", "Smith")),
                says(
                    "scripts with their escapes and `atob`",
                    gone("a.html", "<script>a='\\u0041nn'</script>", "u0041nn", comes_back=False),
                    gone("a.html", "<script>b=atob('QW5u')</script>", "QW5u"),
                ),
                says(
                    "texts in `data:` links",
                    gone("a.html", f"<a href='data:text/plain;base64,{packed('to Ann')}'>x</a>", packed("to Ann")),
                ),
                says(
                    "whatever stands in a tag and is no word of HTML or SVG",
                    gone("a.html", "<p Ann Smith ,>x</p>", "Ann", "Smith"),
                ),
                says(
                    "of style sheets comments and quoted texts",
                    gone("a.html", "<style>/* for Ann */ p::before { content: 'Smith' }</style>", "Ann", "Smith"),
                ),
            ],
            [
                says(
                    "document types, namespaces, layout, selectors, every other byte",
                    kept(
                        "a.xhtml",
                        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "u">\n<html xmlns:s="http://x/s">'
                        "<style>div.Mso{font-family:Georgia}</style><p  style='margin:0'>Ann</p></html>",
                        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "u">\n<html xmlns:s="http://x/s">'
                        "<style>div.Mso{font-family:Georgia}</style><p  style='margin:0'>",
                    ),
                ),
                says(
                    "names and classes, except for names found elsewhere",
                    gone("a.html", "<p class='user-Smith'>Smith</p>", "Smith"),
                    kept("a.html", "<p class='Oslo-box' id='top'>Ann</p>", "Oslo-box", "id='top'"),
                ),
            ],
            [],
            [
                says(
                    "another file in a `data:` link",
                    refused("a.html", "<a href='data:application/zip;base64,UEsDBA=='>x</a>"),
                )
            ],
        ),
    ),
    Row(
        ("ics", "vcf"),
        (
            [
                says(
                    "values and `CN` over folded lines",
                    gone("a.vcf", "BEGIN:VCARD\r\nNOTE:met An\r\n n\r\nEND:VCARD\r\n", "An"),
                    gone(
                        "a.ics",
                        "BEGIN:VEVENT\r\nATTENDEE;CN=Smith:mailto:ann@corp.com\r\nEND:VEVENT\r\n",
                        "Smith",
                        "ann@",
                    ),
                )
            ],
            [
                says(
                    "structure, signs between the parts of an address, times, rules",
                    kept(
                        "a.ics",
                        "BEGIN:VEVENT\r\nDTSTART:20240101T100000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Ann\r\n",
                        "BEGIN:VEVENT\r\nDTSTART:20240101T100000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:",
                    ),
                    kept("a.vcf", "BEGIN:VCARD\r\nADR:;;;Oslo;;;\r\nEND:VCARD\r\n", "ADR:;;;[CITY_1];;;\r\n"),
                ),
                says(
                    "pictures (with a warning)",
                    kept(
                        "a.vcf", "BEGIN:VCARD\r\nFN:Ann\r\nPHOTO;ENCODING=b:aGVsbG8=\r\n", "aGVsbG8=", said="Pictures"
                    ),
                ),
            ],
            [],
            [],
        ),
    ),
    Row(
        ("css",),
        (
            [
                says(
                    "comments, quoted texts",
                    gone("a.css", "/* by Ann */ a::after { content: 'Smith' }", "Ann", "Smith"),
                ),
                says(
                    "texts in `data:` links",
                    gone(
                        "a.css",
                        f"a {{ background: url(data:text/plain;base64,{packed('to Ann x')}) }}",
                        packed("to Ann x"),
                    ),
                ),
            ],
            [
                says("every other byte", kept("a.css", "/* Ann */\r\na{margin : 0}", " */\r\na{margin : 0}")),
                says(
                    "pictures and fonts (with a warning)",
                    kept("a.css", f"a {{ b: url({PICTURE}) }} /* Ann */", PICTURE, said="ictures"),
                ),
            ],
            [],
            [
                says(
                    "another file in a `data:` link",
                    refused("a.css", "a { b: url(data:application/zip;base64,UEsDBA==) }"),
                )
            ],
        ),
    ),
)

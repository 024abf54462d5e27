# ruff: noqa: E501  data as it is written by those who make it
"""Inputs of 1 MB in the formats that are text, in PDF, OpenDocument, policies, tokenizers and answers of a hub.

Each repeats what a reader of its format does most work for. `slowest_inputs` runs them.
"""

from __future__ import annotations

import base64
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["FILES", "MB", "MODELS", "POLICIES", "Work", "file_work", "repeated"]

MB = 1_000_000
Work = Callable[[], object]


def file_work(data: bytes, name: str) -> Work:
    """Return the reading and writing of a file."""
    from tabside.files.opening import open_document

    def work() -> None:
        document = open_document(data, name)
        document.rebuild([segment.pieces for segment in document.segments])

    return work


def repeated(unit: str | bytes, size: int = MB) -> bytes:
    """Return a unit again and again, cut at a size in bytes."""
    data = unit.encode() if isinstance(unit, str) else unit
    return (data * (size // len(data) + 1))[:size]


def _numbered(unit: str, size: int = MB) -> bytes:
    """Return a unit again and again with another number for each `#`."""
    units, length, number = [], 0, 0
    while length < size:
        units.append(unit.replace("#", str(number)))
        length += len(units[-1])
        number += 1
    return "".join(units).encode()


def _nested(begin: str, end: str, depth: int, inside: str = "") -> bytes:
    return f"{begin * depth}{inside}{end * depth}".encode()


def _pdf(content: bytes, *, pages: int = 1, fonts: str = "", more: Mapping[int, bytes] | None = None) -> bytes:
    """Return a PDF whose pages share one content stream, compressed; `more` are objects by number from 10 on."""
    packed = zlib.compress(content, 9)
    font = fonts or "/F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {pages}/Kids[{'3 0 R ' * pages}]>>".encode(),
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<<{font}>>/XObject<</X 11 0 R>>>>>>".encode(),
        4: b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        **(more or {}),
    }  # fmt: skip
    return _of_objects(objects)


def _of_objects(objects: Mapping[int, bytes]) -> bytes:
    written, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(written)
    for number, place in sorted(places.items()):
        written += b"xref\n" * (number == min(places)) + b"%d 1\n%010d 00000 n \n" % (number, place)
    written += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, start)
    return bytes(written)


def _stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<" + head + b"/Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"


def _opendocument(body: str, name: str = "a.odt", kind: str = "text") -> Work:
    uri = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:office="{uri}:office:1.0" xmlns:text="{uri}:text:1.0" xmlns:table="{uri}:table:1.0"'
    inner = "text" if kind == "text" else "spreadsheet"
    content = f"<office:document-content {spaces}><office:body><office:{inner}>{body}</office:{inner}></office:body></office:document-content>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{inner}")
        # Something random, so that what is equal again and again does not grow a hundredfold.
        file.writestr("content.xml", f"<!--{random.Random(1).randbytes(200_000).hex()}-->{content}")
    return file_work(packed.getvalue(), name)


def _book(page: bytes) -> Work:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
        )
        file.writestr("a.xhtml", page)
    return file_work(packed.getvalue(), "a.epub")


def _policy(text: str) -> Work:
    from tabside.redaction.policy.policy import Policy

    return lambda: Policy.load(text)


def _tokenizer(parts: Mapping[str, Any], text: str = "a b " * (MB // 4)) -> Work:
    from tabside.tokenizers import Tokenizer

    model = {"type": "WordLevel", "vocab": {"[UNK]": 0, "a": 1}, "unk_token": "[UNK]"}
    file = json.dumps({"version": "1.0", "model": model, **parts})
    return lambda: Tokenizer.from_str(file).encode(text)


def _tokenizer_text(file: str) -> Work:
    from tabside.tokenizers import Tokenizer

    return lambda: Tokenizer.from_str(file)


def _hub(listing: bytes, small: bytes = b"{}") -> Work:
    """Return the questions that adding a model asks of a hub with these answers."""
    from tabside.model_files.repository import Answer, inquire
    from tabside.model_files.repository_manifest import manifest_of

    def work() -> None:
        questions = inquire("a/b")
        address = next(questions)
        while True:
            body = (
                listing
                if "/tree/" in address
                else json.dumps({"sha": "1" * 40}).encode()
                if "/revision/" in address
                else small
            )
            try:
                address = questions.send(Answer(200, body))
            except StopIteration as end:
                manifest_of(end.value)
                return

    return work


def _listing(path: str, count: int) -> bytes:
    return json.dumps(
        [{"type": "file", "path": path.replace("#", str(number)), "size": 9, "oid": "x", "lfs": {"oid": "0" * 64, "size": 9}}
         for number in range(count)]
    ).encode()  # fmt: skip


def _keys(iterations: int) -> Work:
    import asyncio

    from tabside.redaction.operators.encryption import decrypt_text

    def token(number: int) -> str:
        payload = iterations.to_bytes(4, "big") + number.to_bytes(16, "big") + bytes(12 + 20)
        return f"{{CITY:enc1:{base64.urlsafe_b64encode(payload).decode().rstrip(chr(61))}}}"

    text = " ".join(token(number) for number in range(MB // 90))
    return lambda: asyncio.run(decrypt_text(text, "p", partial=True))


_MAP = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange\n"
FILES: dict[str, Callable[[], Work]] = {
    "OpenDocument: paragraphs": lambda: _opendocument("<text:p>ab</text:p>" * 250_000),
    "OpenDocument: one paragraph of spans": lambda: _opendocument("<text:p>" + "<text:span>ab</text:span>" * 140_000 + "</text:p>"),
    "OpenDocument: cells": lambda: _opendocument("<table:table><table:table-row>" + '<table:table-cell office:value="1234567"/>' * 140_000 + "</table:table-row></table:table>", "a.ods", "table"),
    "OpenDocument: paragraphs of one cell": lambda: _opendocument("<table:table><table:table-row><table:table-cell>" + "<text:p>abcdef</text:p>" * 140_000 + "</table:table-cell></table:table-row></table:table>", "a.ods", "table"),
    "EPUB: a page of tags": lambda: _book(b"<html><body>" + repeated("<b a>", 4 * MB) + b"</body></html>"),
    "EPUB: paragraphs": lambda: _book(b"<html><body>" + _numbered("<p>ab #</p>", 3 * MB) + b"</body></html>"),
    "mbox: messages": lambda: file_work(repeated("From a@b.c Mon Nov 30 00:00:00 2026\nTo: a@b.c\n\nx\n\n"), "a.mbox"),
    "vCard: folded lines": lambda: file_work(b"BEGIN:VCARD\nNOTE:" + repeated("a\n ") + b"\nEND:VCARD\n", "a.vcf"),
    "vCard: parameters": lambda: file_work(b"BEGIN:VCARD\nTEL;" + repeated('A="b";') + b":1\nEND:VCARD\n", "a.vcf"),
    "vCard: values": lambda: file_work(b"BEGIN:VCARD\n" + repeated("N:a;b;c;;\n") + b"END:VCARD\n", "a.vcf"),
    "CSS: links": lambda: file_work(repeated('a{b:url("data:text/plain,x")}'), "a.css"),
    "SVG: texts": lambda: file_work(b'<svg xmlns="http://www.w3.org/2000/svg">' + repeated("<text>ab</text>")[:999_990] + b"</svg>", "a.svg"),
    "YAML: lists": lambda: file_work(repeated("- a\n"), "a.yaml"),
    "YAML: brackets": lambda: file_work(repeated("["), "a.yaml"),
    "YAML: braces": lambda: file_work(repeated("{a: "), "a.yaml"),
    "YAML: lists in lists": lambda: file_work(repeated("- - - - - - - - a\n"), "a.yaml"),
    "YAML: ever deeper lists": lambda: file_work(repeated("- "), "a.yaml"),
    "YAML: keys": lambda: file_work(_numbered("k#: v\n"), "a.yaml"),
    "YAML: one list of brackets": lambda: file_work(b"[" + repeated("a,") + b"]\n", "a.yaml"),
    "YAML: equal keys": lambda: file_work(repeated("k: v\n"), "a.yaml"),
    "YAML: anchors": lambda: file_work(_numbered("- &a# x\n"), "a.yaml"),
    "YAML: aliases": lambda: file_work(b"- &a x\n" + repeated("- *a\n"), "a.yaml"),
    "YAML: aliases of aliases": lambda: file_work(b"a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 25_000)).encode(), "a.yaml"),
    "YAML: merged keys": lambda: file_work(b"a: &a {x: y}\n" + _numbered("b#: {<<: *a}\n"), "a.yaml"),
    "YAML: tags": lambda: file_work(repeated("- !!str a\n"), "a.yaml"),
    "YAML: documents": lambda: file_work(repeated("---\na\n"), "a.yaml"),
    "YAML: comments": lambda: file_work(b"a: b\n" + repeated("# c\n"), "a.yaml"),
    "YAML: comments behind values": lambda: file_work(repeated("- a # c\n"), "a.yaml"),
    "YAML: folded text": lambda: file_work(b"a: >\n" + repeated(" b\n"), "a.yaml"),
    "YAML: plain text over lines": lambda: file_work(b"a: b\n" + repeated("  b\n"), "a.yaml"),
    "YAML: quoted text": lambda: file_work(b'a: "' + repeated("\\x41") + b'"\n', "a.yaml"),
    "YAML: open quotes": lambda: file_work(repeated('"a'), "a.yaml"),
    "YAML: question marks": lambda: file_work(repeated("? a\n"), "a.yaml"),
    "YAML: colons": lambda: file_work(repeated("a:"), "a.yaml"),
    "YAML: numbers": lambda: file_work(repeated("- 1234567\n"), "a.yaml"),
    "YAML: a number of a million figures": lambda: file_work(b"a: " + repeated("1"), "a.yaml"),
    "YAML: timestamps": lambda: file_work(repeated("- 2026-11-30T10:00:00Z\n"), "a.yaml"),
    "TOML: equal tables": lambda: file_work(repeated("[a]\n"), "a.toml"),
    "TOML: tables": lambda: file_work(_numbered("[a#]\n"), "a.toml"),
    "TOML: lists of tables": lambda: file_work(repeated("[[a]]\n"), "a.toml"),
    "TOML: lists of tables in each other": lambda: file_work(_numbered("[[a.b#]]\n"), "a.toml"),
    "TOML: keys": lambda: file_work(_numbered("k# = 'v'\n"), "a.toml"),
    "TOML: dotted keys": lambda: file_work(b"a" + repeated(".a") + b" = 1\n", "a.toml"),
    "TOML: many dotted keys": lambda: file_work(_numbered("a.b.c.d.e.f# = 1\n"), "a.toml"),
    "TOML: brackets": lambda: file_work(b"a = " + repeated("["), "a.toml"),
    "TOML: values": lambda: file_work(b"a = [" + repeated("1,") + b"]\n", "a.toml"),
    "TOML: inline tables": lambda: file_work(b"a = " + repeated("{b="), "a.toml"),
    "TOML: one text": lambda: file_work(b'a = "' + repeated("\\u0041") + b'"\n', "a.toml"),
    "TOML: texts": lambda: file_work(b"a = [" + repeated("'b',") + b"]\n", "a.toml"),
    "TOML: open quotes": lambda: file_work(b"a = " + repeated('"""'), "a.toml"),
    "TOML: comments": lambda: file_work(repeated("# c\n"), "a.toml"),
    "TOML: a number of a million figures": lambda: file_work(b"a = " + repeated("1"), "a.toml"),
    "TOML: dates": lambda: file_work(_numbered("k# = 2026-11-30T10:00:00Z\n"), "a.toml"),
    "XML: elements": lambda: file_work(b"<a>" + repeated("<b/>") + b"</a>", "a.xml"),
    "XML: elements in elements": lambda: file_work(_nested("<a>", "</a>", MB // 7), "a.xml"),
    "XML: texts": lambda: file_work(b"<a>" + repeated("<b>c</b>") + b"</a>", "a.xml"),
    "XML: attributes": lambda: file_work(b"<a " + _numbered('b#="c" ') + b"/>", "a.xml"),
    "XML: attributes of elements": lambda: file_work(b"<a>" + repeated('<b c="d"/>') + b"</a>", "a.xml"),
    "XML: namespaces": lambda: file_work(b"<a>" + _numbered('<b xmlns:c#="d"/>') + b"</a>", "a.xml"),
    "XML: namespaces in each other": lambda: file_work(b"".join(b'<b xmlns:c%d="d">' % n for n in range(1_900)) + b"</b>" * 1_900, "a.xml"),
    "XML: comments": lambda: file_work(b"<a>" + repeated("<!--b-->") + b"</a>", "a.xml"),
    "XML: instructions": lambda: file_work(b"<a>" + repeated("<?b c?>") + b"</a>", "a.xml"),
    "XML: sections": lambda: file_work(b"<a>" + repeated("<![CDATA[b]]>")[: MB // 13 * 13] + b"</a>", "a.xml"),
    "XML: references": lambda: file_work(b"<a>" + repeated("&#65;") + b"</a>", "a.xml"),
    "XML: entities": lambda: file_work(b'<!DOCTYPE a [<!ENTITY b "' + repeated("c", 1000) + b'">]><a>' + repeated("&b;") + b"</a>", "a.xml"),
    "XML: <": lambda: file_work(repeated("<"), "a.xml"),
    "PDF: objects": lambda: file_work(b"%PDF-1.7\n" + repeated("1 0 obj<</A 1 0 R>>endobj "), "a.pdf"),
    "PDF: arrays": lambda: file_work(b"%PDF-1.7\n1 0 obj" + repeated("["), "a.pdf"),
    "PDF: dictionaries": lambda: file_work(b"%PDF-1.7\n1 0 obj" + repeated("<</A"), "a.pdf"),
    "PDF: texts": lambda: file_work(_pdf(b"BT /F1 9 Tf " + _numbered("1 0 0 1 # 9 Tm (a#) Tj ", 3 * MB) + b"ET"), "a.pdf"),
    "PDF: equal texts": lambda: file_work(_pdf(b"BT /F1 9 Tf " + repeated("(a) Tj ", 20 * MB) + b"ET"), "a.pdf"),
    "PDF: numbers": lambda: file_work(_pdf(repeated("1 ", 20 * MB)), "a.pdf"),
    "PDF: open arrays": lambda: file_work(_pdf(repeated("[", 20 * MB)), "a.pdf"),
    "PDF: saved states": lambda: file_work(_pdf(repeated("q ", 20 * MB)), "a.pdf"),
    "PDF: pages": lambda: file_work(_pdf(b"BT /F1 9 Tf (a) Tj ET", pages=150_000), "a.pdf"),
    "PDF: pages of texts": lambda: file_work(_pdf(b"BT /F1 9 Tf " + repeated("(a) Tj ", 100_000) + b"ET", pages=1_000), "a.pdf"),
    "PDF: a form in itself": lambda: file_work(_pdf(b"/X Do " * 1000, more={11: _stream(b"/X Do " * 1000, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 11 0 R>>>>")}), "a.pdf"),
    "PDF: forms in forms": lambda: file_work(_pdf(b"/X Do " * 10, more={n: _stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)) for n in range(11, 40)}), "a.pdf"),
    "PDF: a map of characters": lambda: file_work(_pdf(b"BT /F1 9 Tf <0041> Tj ET", fonts="/F1 <</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 10 0 R/DescendantFonts[]>>", more={10: _stream(_MAP + repeated("1 beginbfrange <0000><FFFF><0000> endbfrange\n", 4 * MB))}), "a.pdf"),
    "PDF: cross references": lambda: file_work(b"%PDF-1.7\nxref\n0 " + repeated("9") + b"\ntrailer<<>>\nstartxref\n9\n%%EOF", "a.pdf"),
    "PDF: entries of a cross reference": lambda: file_work(b"%PDF-1.7\nxref\n0 45000\n" + repeated("0000000000 65535 f \n", 900_000) + b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF", "a.pdf"),
}  # fmt: skip
POLICIES: dict[str, Callable[[], Work]] = {
    "policy: brackets": lambda: _policy("[" + "[]," * (MB // 3) + "[]]"),
    "policy: entries to allow": lambda: _policy(json.dumps({"allow": [f"a{number}" for number in range(90_000)]})),
    "policy: entries to deny": lambda: _policy(json.dumps({"deny": [f"a{number} b" for number in range(70_000)]})),
    "policy: wildcards": lambda: _policy(json.dumps({"allow": [f"*{number}?*" for number in range(70_000)]})),
    "policy: patterns": lambda: _policy(json.dumps({"patterns": [{"entity": f"E{number}", "regex": "a+b"} for number in range(20_000)]})),
    "policy: one long pattern": lambda: _policy(json.dumps({"patterns": [{"entity": "E", "regex": "a|" * (MB // 2) + "b"}]})),
    "policy: a pattern of groups": lambda: _policy(json.dumps({"patterns": [{"entity": "E", "regex": "(" * (MB // 2) + ")" * (MB // 2)}]})),
    "policy: lines of YAML": lambda: _policy("allow:\n" + " - a\n" * (MB // 5)),
    "policy: brackets of YAML": lambda: _policy("allow: " + "[" * MB),
    "policy: aliases of YAML": lambda: _policy("a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30_000))),
    "policy: keys of YAML": lambda: _policy("".join(f"k{n}: v\n" for n in range(80_000))),
    "policy: operators": lambda: _policy(json.dumps({"operators": {f"E{number}": {"type": "mask"} for number in range(30_000)}})),
}  # fmt: skip
MODELS: dict[str, Callable[[], Work]] = {
    "tokenizer.json: brackets": lambda: _tokenizer_text("[" * MB),
    "tokenizer.json: keys": lambda: _tokenizer_text("{" + ",".join(f'"k{number}":{{}}' for number in range(80_000)) + "}"),
    "tokenizer.json: words": lambda: _tokenizer({"model": {"type": "WordLevel", "unk_token": "a1", "vocab": {f"a{number}": number for number in range(60_000)}}}),
    "tokenizer.json: merges": lambda: _tokenizer({"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]] * 70_000}}),
    "tokenizer.json: a growing word of merges": lambda: _tokenizer({"model": {"type": "BPE", "vocab": {"a" * n: n - 1 for n in range(1, 800)}, "merges": [["a" * n, "a"] for n in range(1, 799)]}}, "a" * MB),
    "tokenizer.json: Unigram of words": lambda: _tokenizer({"model": {"type": "Unigram", "unk_id": 0, "vocab": [[f"a{number}", -1.0] for number in range(50_000)]}}),
    "tokenizer.json: Unigram of long words": lambda: _tokenizer({"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a" * n, -1.0] for n in range(1, 1_400)]}}, "a" * MB),
    "tokenizer.json: normalizers": lambda: _tokenizer({"normalizer": {"type": "Sequence", "normalizers": [{"type": "Lowercase"}] * 45_000}}),
    "tokenizer.json: normalizers in each other": lambda: _tokenizer_text('{"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"},"normalizer":' + '{"type":"Sequence","normalizers":[' * 25_000 + "]}" * 25_000 + "}"),
    "tokenizer.json: replacements": lambda: _tokenizer({"normalizer": {"type": "Sequence", "normalizers": [{"type": "Replace", "pattern": {"String": "a"}, "content": "b"}] * 12_000}}),
    "tokenizer.json: splits": lambda: _tokenizer({"pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": r"\s+"}, "behavior": "Isolated", "invert": False}] * 8_000}}),
    "tokenizer.json: a long pattern": lambda: _tokenizer({"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "a|" * (MB // 2) + "b"}, "behavior": "Isolated", "invert": False}}),
    "tokenizer.json: a pattern of groups": lambda: _tokenizer({"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "(" * (MB // 2) + ")" * (MB // 2)}, "behavior": "Isolated", "invert": False}}),
    "tokenizer.json: added tokens": lambda: _tokenizer({"added_tokens": [{"id": n, "content": f"<{n}>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": False} for n in range(8_000)]}),
    "tokenizer.json: templates": lambda: _tokenizer({"post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}] * 20_000, "pair": [], "special_tokens": {}}}),
    "tokenizer.json: a table of characters": lambda: _tokenizer({"normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode((700_000).to_bytes(4, "little") + random.Random(1).randbytes(740_000)).decode()}}),
    "hub: a listing": lambda: _hub(_listing("onnx/model_#.onnx", 6_500)),
    "hub: a listing of external data": lambda: _hub(_listing("onnx/model.onnx_data_#", 6_500)),
    "hub: paths of many parts": lambda: _hub(_listing("a/" * 5_000 + "#", 90)),
    "hub: brackets": lambda: _hub(b"[" * MB),
    "hub: equal keys": lambda: _hub(b"[{" + repeated('"a":1,') + b'"a":1}]'),
    "hub: numbers": lambda: _hub(b"[" + b"1," * (MB // 2) + b"1]"),
    "hub: a number of a million figures": lambda: _hub(b'[{"type":"file","path":"config.json","size":' + repeated("1") + b"}]"),
    "hub: labels": lambda: _hub(json.dumps([{"type": "file", "path": "config.json", "size": MB, "oid": "x"}, {"type": "file", "path": "model.onnx", "size": 9, "oid": "x", "lfs": {"oid": "0" * 64, "size": 9}}]).encode(), json.dumps({"id2label": {str(n): f"L{n}" for n in range(50_000)}}).encode()),
    "keys: 5,000,000 iterations each": lambda: _keys(5_000_000),
    "keys: 600,000 iterations each": lambda: _keys(600_000),
    "keys: 1 iteration each": lambda: _keys(1),
}  # fmt: skip

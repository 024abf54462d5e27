# ruff: noqa: E501  data as it is written by those who make it
"""Inputs of 1 MB that take each reader of untrusted data as long, or as much memory, as possible.

`python -m bench.slowest_inputs` prints the table of SECURITY.md: CPU seconds, megabytes in addition to the imports,
and the outcome. With a name it runs only that input, in this process.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.hostile_inputs import FILES, MB, MODELS, POLICIES, Work, file_work, repeated
from tabside.errors import TabsideError

ROOT = Path(__file__).parents[1]


def _rewritten(data: bytes, name: str) -> Work:
    """Read a file, and write it with another text in each place."""
    from tabside.files.opening import open_document

    def work() -> None:
        document = open_document(data, name)
        texts = [segment.pieces for segment in document.segments]
        document.rebuild([[one if one.startswith("<!--") else f"{one}x" for one in pieces] for pieces in texts])

    return work


def _within(before: str, unit: str, after: str) -> str:
    """Repeat a unit as often as a file of 1 MB may hold it, with a random number for each `#`."""
    from tabside.files.budget import MARKS_A_BYTE, MARKUP_A_BYTE, marks_in

    hint = b"<sheetData>" if "sheetData" in before else b""
    marks = (marks_in(hint + unit.encode() * 100) - marks_in(hint)) / 100
    count = int(min(0.99 * MARKS_A_BYTE * MB / max(marks, 0.01), 0.99 * MARKUP_A_BYTE * MB / len(unit)))
    rng = random.Random(1)
    # Random numbers take four bytes of the packed file each.
    count = min(count, 800_000 // (4 * unit.count("#"))) if "#" in unit else count
    # Nothing grows a hundredfold: what is equal again and again needs something random beside it.
    before = (
        f"{before}<!--{rng.randbytes(200_000).hex()}-->" if "#" not in unit and "sheetData" not in before else before
    )
    units = (
        "".join(unit.replace("#", f"{rng.getrandbits(28):x}") for _ in range(count)) if "#" in unit else unit * count
    )
    return f"{before}{units}{after}"


def _office(name: str, part: str, before: str, unit: str, after: str) -> Work:
    from tests.unit.files.office_files import HEAD, docx, xlsx

    build = docx if name.endswith("docx") else xlsx
    return _rewritten(build(**{part: _within(f"{HEAD}{before}", unit, after)}), name)


def _letter(unit: str) -> Work:
    from tests.unit.files.office_files import W

    return _office("a.docx", "word/document.xml", f"<w:document {W}><w:body>", unit, "</w:body></w:document>")


def _sheet(unit: str, before: str = "", after: str = "") -> Work:
    from tests.unit.files.office_files import X

    pad = "" if "#" in unit else f"<!--{random.Random(1).randbytes(200_000).hex()}-->"
    begin, end = f"<worksheet {X}>{pad}<sheetData>{before}", f"{after}</sheetData></worksheet>"
    return _office("a.xlsx", "xl/worksheets/sheet1.xml", begin, unit, end)


def _tokenizer(text: str = "a" * MB, **parts: Any) -> Work:
    from tabside.tokenizers import Tokenizer

    model = {"type": "WordLevel", "vocab": {"[UNK]": 0, "a": 1}, "unk_token": "[UNK]"}
    file = json.dumps({"version": "1.0", "model": model, **parts})
    return lambda: Tokenizer.from_str(file).encode(text)


def _split(regex: str, unit: str) -> Work:
    split = {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False}
    return _tokenizer((unit * (MB // len(unit) + 1))[:MB] + "?", pre_tokenizer=split)


def _mapping() -> Work:
    from tabside.redaction.operators.placeholders import PlaceholderMap

    mapping = PlaceholderMap.from_dict(
        {"version": 1, "originals": {f"[CITY_{number}]": "Oslo" for number in range(30_000)}, "lossy": {}}
    )
    text = repeated("[CITY_1] {city 1} [CITY\\_2] ").decode()
    return lambda: mapping.restoration(text, partial=True)


def _restored_table(way: str) -> Work:
    """Restore a table of 1 MB with a mapping of as many values, each of which was written in the given way."""
    from tabside.files import restore_file
    from tabside.redaction.operators.placeholders import PlaceholderMap

    originals = {f"[CITY_{number}]": f"Oslo {number}" for number in range(MB // 20)}
    written = {name: way.format(value) for name, value in originals.items()} if way else {}
    mapping = PlaceholderMap(originals, written=written)
    table = "".join(f"{number},{name}\n" for number, name in enumerate(originals)).encode()
    return lambda: restore_file(table, "a.csv", mapping)


def _as_written(unit: str) -> Work:
    """Find how values were written in 1 MB of HTML in which nothing stands where it should."""
    from tabside.files.as_written import with_written
    from tabside.redaction.operators.placeholders import PlaceholderMap

    original = repeated(unit)
    redacted = original.replace(b"Oslo", b"[CITY_1]") + b"?"
    mapping = PlaceholderMap({"[CITY_1]": "Oslo"})
    return lambda: with_written(original, redacted, mapping, None, lambda data, key: data.replace(b"[CITY_1]", b"X"))


def _fold(unit: str) -> Work:
    from tabside.redaction.view.folding import fold

    text = (unit * MB)[: MB // len(unit[:1].encode("utf-8", "surrogatepass"))]
    return lambda: fold(text)


PAIR = "&#65;\u0301\u200b\U000e0041"
CASES: dict[str, Callable[[], Work]] = {
    "Office: paragraphs": lambda: _letter("<w:p><w:r><w:t>#</w:t></w:r></w:p>"),
    "Office: equal paragraphs": lambda: _letter("<w:p><w:r><w:t>ab</w:t></w:r></w:p>"),
    "Office: one paragraph of runs": lambda: _letter("<w:r><w:t>#</w:t></w:r>"),
    "Office: tracked changes": lambda: _letter("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:delText>b</w:delText></w:r></w:p>"),
    "Office: elements in elements": lambda: _letter("<w:sdt>" * 20_000),
    "Office: empty elements": lambda: _letter("<w:p/>"),
    "Office: namespaces": lambda: _letter('<a xmlns="u"><b/></a>'),
    "Office: comments": lambda: _letter("<!--a-->"),
    "Office: one text": lambda: _letter("<w:p><w:r><w:t>" + "a b " * 4_000_000 + "</w:t></w:r></w:p>"),
    "Office: one text of references": lambda: _letter("<w:p><w:r><w:t>" + "&amp;" * 1_100_000 + "</w:t></w:r></w:p>"),
    "Office: cells of texts": lambda: _sheet('<row><c t="inlineStr"><is><t>#</t></is></c></row>'),
    "Office: equal cells of texts": lambda: _sheet('<c t="inlineStr"><is><t>ab</t></is></c>', "<row>", "</row>"),
    "Office: cells of numbers": lambda: _sheet("<row><c><v>12#</v></c></row>"),
    "Office: equal cells": lambda: _sheet("<c><v>1234567</v></c>", "<row>", "</row>"),
    "Office: cells with attributes of somebody's own": lambda: _sheet('<c q="Ann B"><v>1234567</v></c>', "<row>", "</row>"),
    "Office: formulas": lambda: _sheet('<c><f>"a"&amp;"b"</f><v>1</v></c>', "<row>", "</row>"),
    "Office: one formula": lambda: _sheet('"a",', "<row><c><f>{", "}</f></c></row>"),
    "Office: attributes": lambda: _letter('<w:p w:by="Ann #"/>'),
    "Office: the header of a sheet": lambda: _sheet("&amp;Aa", "</sheetData><headerFooter><oddHeader>", "</oddHeader></headerFooter><sheetData>"),
    **FILES,
    **POLICIES,
    **MODELS,
    "mail: parameters": lambda: file_work(b"Content-Type: text/plain; " + repeated(';"') + b"\n\nx\n", "a.eml"),
    "mail: encoded words": lambda: file_work(b"Subject: " + repeated("=?utf-8?Q?a?= ") + b"\n\nx\n", "a.eml"),
    "mail: headers": lambda: file_work(repeated("X-A: b\n") + b"\n\nx\n", "a.eml"),
    "mail: addresses": lambda: file_work(b"To: " + repeated("a@b.c, ") + b"\n\nx\n", "a.eml"),
    "mail: one line of quoted-printable": lambda: _rewritten(b"Content-Transfer-Encoding: quoted-printable\n\n" + repeated("a "), "a.eml"),
    "mail: many lines of quoted-printable": lambda: _rewritten(b"Content-Transfer-Encoding: quoted-printable\n\n" + repeated("=41=\n"), "a.eml"),
    "mail: words of a header": lambda: _rewritten(b"Subject: " + repeated("a b\n ") + b"\n\nx\n", "a.eml"),
    "mail: encoded words written anew": lambda: _rewritten(b"Subject: " + repeated("=?utf-8?Q?=C3=BC?= ") + b"\n\nx\n", "a.eml"),
    "mail: parts": lambda: file_work(b'Content-Type: multipart/mixed; boundary="a"\n\n' + repeated("--a\n\nx\n"), "a.eml"),
    "JSON: lists": lambda: file_work(b"[" + repeated("[],")[:-1] + b"]", "a.json"),
    "JSON: numbers": lambda: file_work(b"[" + b",".join([b"12345678"] * 110_000) + b"]", "a.json"),
    "JSON: texts": lambda: file_work(json.dumps(["a b"] * 140_000).encode(), "a.json"),
    "JSON: a long key over many values": lambda: file_work(json.dumps({"k" * 400_000: ["a b"] * 80_000}).encode(), "a.json"),
    "CSV: commas": lambda: file_work(repeated(","), "a.csv"),
    "CSV: cells": lambda: file_work(repeated("a,b\n"), "a.csv"),
    "CSV: quotation marks": lambda: file_work(repeated('"x,'), "a.csv"),
    "CSV: numbers": lambda: file_work(repeated(",".join(["1234567"] * 20) + "\n"), "a.csv"),
    "HTML: <": lambda: file_work(repeated("<"), "a.html"),
    "HTML: tags": lambda: file_work(repeated("<b a>"), "a.html"),
    "HTML: quotes": lambda: file_work(repeated('<p a="'), "a.html"),
    "HTML: style sheets": lambda: file_work(b"<style>" + repeated('a{b:url("data:') + b"</style>", "a.html"),
    "tokenizer: a run read again and again": lambda: _split(r"\s+$", " "),
    "tokenizer: a repeat of alternatives": lambda: _split(r"(?:\p{L}|\p{N})+!", "a1"),
    "tokenizer: GPT-4o's regex on capitals": lambda: _split(r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|\p{N}{1,3}|\s*[\r\n]+|\s+(?!\S)|\s+|.", "A"),
    "tokenizer: GPT-2's regex on spaces": lambda: _split(r" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", "a "),
    "tokenizer: BPE of one word": lambda: _tokenizer("ab" * (MB // 2), model={"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "abab": 3}, "merges": ["a b", "ab ab"], "unk_token": None, "fuse_unk": False, "byte_fallback": False}),
    "tokenizer: Unigram of 48 lengths": lambda: _tokenizer(model={"type": "Unigram", "unk_id": 0, "vocab": [["a" * n, -1.0 * n] for n in range(1, 49)]}),
    "tokenizer: WordPiece of one word": lambda: _tokenizer(model={"type": "WordPiece", "vocab": {"[UNK]": 0, "a": 1, **{"a" * n + "b": n for n in range(1, 47)}}, "unk_token": "[UNK]", "continuing_subword_prefix": "", "max_input_chars_per_word": 10**9}),
    "tokenizer: text that grows": lambda: _tokenizer(normalizer={"type": "Replace", "pattern": {"String": "a"}, "content": "bbbbbbbb"}),
    "tokenizer: 9,000 added tokens": lambda: _tokenizer("\u4e00" * (MB // 3), added_tokens=[{"id": number, "content": f"{chr(0x4E00 + number)}x", "single_word": False, "lstrip": True, "rstrip": True, "normalized": False, "special": False} for number in range(9000)]),
    "mapping: edited placeholders": _mapping,
    "mapping: a table": lambda: _restored_table(""),
    "mapping: a table whose values were written otherwise": lambda: _restored_table('"{}"'),
    "mapping: values that were written otherwise": lambda: _as_written("<p>Oslo</p>"),
    "mapping: values side by side": lambda: _as_written("Oslo"),
    "mapping: values that end in many places": lambda: _as_written("Oslo\"   *"),
    "folding: all kinds in turn": lambda: _fold(PAIR),
    "folding: marks": lambda: _fold("a" + "\u0301" * 500),
}  # fmt: skip


def measured(name: str) -> dict[str, Any]:
    """Run one input in a process of its own. Return CPU `seconds`, megabytes above the start, and how it ended."""
    command = [sys.executable, "-m", "bench.slowest_inputs", name]
    paths = os.pathsep.join((str(ROOT / "py"), str(ROOT)))
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _here(name: str) -> dict[str, Any]:
    work = CASES[name]()
    gc.collect()
    # Making an input takes memory too: the peak is counted from here on.
    Path("/proc/self/clear_refs").write_text("5")
    before_kb = _status_kb("VmRSS")
    started_s = time.process_time()
    try:
        work()
        end = "read"
    except TabsideError as error:
        end = error.code
    spent_s = time.process_time() - started_s
    more_kb = _status_kb("VmHWM") - before_kb
    return {"seconds": round(spent_s, 2), "megabytes": round(more_kb / 1024), "end": end}


def _status_kb(field: str) -> int:
    """Return a number of this process's memory, as Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_here(sys.argv[1])))
    else:
        for each in CASES:
            result = measured(each)
            print(f"| {each} | {result['seconds']:.1f} | {result['megabytes']} | {result['end']} |", flush=True)

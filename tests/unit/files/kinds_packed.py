"""Rows of the table of kinds for mail, OpenDocument and books."""

from __future__ import annotations

from tabside.errors import FileProtectedError, FileTooLargeError
from tests.unit.files.kinds_claims import Row, Sample, gone, kept, refused, says
from tests.unit.files.test_epub import book
from tests.unit.files.test_opendocument import BODIES, MANIFEST, NAMES, SHEET, TEXT, made

__all__ = ["PACKED_ROWS"]


def mail(part: str, kind: str = "mixed", head: str = "From: a@corp.com\n") -> str:
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain\n\nSee it\n--b\n{part}\n--b--\n"
    )


PNG = "Content-Type: image/png\nContent-ID: <one>\nContent-Transfer-Encoding: base64\n\niVBORw=="
ZIP = "Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\nUEsDBA=="
SIGNED = "From: a@corp.com\nDKIM-Signature: v=1; d=corp.com; b=abcd\nSubject: x\n\nhi\n"
FLAT = f"<office:document {NAMES}><office:body>{{}}</office:body></office:document>"
PACKED_ROWS = (
    Row(
        ("eml", "mht", "mhtml", "mbox"),
        (
            [
                says(
                    "headers, names of headers, comments, parameters",
                    gone(
                        "a.eml",
                        "From: Ann <ann@corp.com>\nX-Smith: x\nContent-Type: text/plain; name=Muñoz (for Oslo)\n\nhi",
                        "Ann",
                        "ann@",
                        comes_back=False,
                    ),
                ),
                says(
                    "all bodies in whatever charset",
                    gone("a.eml", b"Content-Type: text/plain; charset=x-none\n\nDear Ann", "Ann", comes_back=False),
                    gone("a.mht", mail("Content-Type: text/html\n\n<p>An<b>n</b></p>", "related"), "<b>n"),
                    gone("a.mhtml", mail("Content-Type: text/html\n\n<p>Ann</p>", "related"), "Ann"),
                    gone("a.mbox", "From x\nFrom: a@corp.com\n\nDear Ann\n", "Ann"),
                ),
                says(
                    "messages in messages",
                    gone("a.eml", mail("Content-Type: message/rfc822\n\nSubject: Ann\n\nSmith"), "Ann", "Smith"),
                ),
                says(
                    "attachments of the kinds in this table",
                    gone("a.eml", mail("Content-Type: text/csv; name=a.csv\n\nname,x\nAnn,1"), "Ann"),
                    gone("a.eml", mail("Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY:Ann\nEND:VEVENT"), "Ann"),
                    gone(
                        "a.eml",
                        mail("Content-Type: application/octet-stream; name=a.patch\n\n+by Ann"),
                        "Ann",
                        comes_back=False,
                    ),
                ),
            ],
            [
                says(
                    "order, `Content-ID`, names, charset and transfer encoding where they can hold the result",
                    kept(
                        "a.eml",
                        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
                        "f=FCr Ann",
                        "charset=iso-8859-1",
                        "quoted-printable",
                        "f=FCr",
                    ),
                    kept("a.eml", mail(PNG), "Content-ID: <one>"),
                ),
                says("pictures and recordings (with a warning)", kept("a.eml", mail(PNG), "iVBORw==", said="Pictures")),
            ],
            [
                says("signatures (DKIM, ARC)", gone("a.eml", SIGNED, "abcd", said="ignature", comes_back=False)),
                says(
                    "parts that cannot be read: in `multipart/alternative` without a note, elsewhere with one",
                    gone(
                        "a.eml",
                        mail(ZIP, "alternative"),
                        "UEsDBA==",
                        "could not be read",
                        said="left out",
                        comes_back=False,
                    ),
                    Sample("a.eml", mail(ZIP), ("UEsDBA==",), ("could not be read",), "left out", comes_back=False),
                ),
            ],
            [
                says(
                    "more than 1,000 parts", refused("a.eml", mail("\n--b\n".join(["\nx"] * 1001)), FileTooLargeError)
                ),
                says("50 levels", refused("a.eml", "Content-Type: message/rfc822\n\n" * 60 + "x", FileTooLargeError)),
                says(
                    "100 parameters",
                    refused(
                        "a.eml",
                        "Content-Type: text/plain" + "".join(f"; a{n}=1" for n in range(120)) + "\n\nx",
                        FileTooLargeError,
                    ),
                ),
            ],
        ),
    ),
    Row(
        ("odt", "ods", "odp", "ott", "ots", "otp", "fodt", "fods", "fodp"),
        (
            [
                says(
                    "the elements and attributes on the list of `files/opendocument/vocabulary.py`: texts over spans, "
                    "notes, comments, tracked changes, cells with their heads, values behind what cells show, texts in "
                    "formulas, properties, alternative texts, links",
                    *(
                        gone(
                            f"a.{kind}",
                            made(kind, BODIES[kind]),
                            "Ann",
                            "Smi",
                            "Muñoz",
                            "867",
                            "Jo Doe",
                            comes_back=False,
                        )
                        for kind in ("odt", "ods", "odp")
                    ),
                    *(
                        gone(f"a.{template}", made(kind, BODIES[kind]), "Ann", "Smi", comes_back=False)
                        for template, kind in (("ott", "odt"), ("ots", "ods"), ("otp", "odp"))
                    ),
                    *(gone(f"a.f{kind}", FLAT.format(BODIES[kind]), "Ann", "Smi") for kind in BODIES),
                )
            ],
            [
                says(
                    "everything else byte for byte: geometry, styles, numbers, formulas",
                    kept("a.odt", made("odt", TEXT), 'svg:x="4.158cm"', 'text:style-name="P1"'),
                    kept("a.ods", made("ods", SHEET), 'office:value="12"', "of:=[.C2]*2+IF("),
                ),
                says(
                    "pictures (with a warning)",
                    kept("a.odt", made("odt", TEXT, **{"Pictures/a.png": b"\x89PNG1"}), "PNG1", said="Pictures"),
                ),
                says(
                    "names of tables change in all references",
                    kept("a.ods", made("ods", SHEET), "of:=[$_SURNAME_1_.C2]"),
                ),
                says(
                    "names of styles: what was found elsewhere is replaced",
                    gone(
                        "a.odt",
                        made("odt", TEXT.replace('style-name="P1"', 'style-name="of_5f_Smith"')),
                        "of_5f_Smith",
                        comes_back=False,
                    ),
                ),
                says(
                    "names of bookmarks and sections stay, with a warning",
                    kept(
                        "a.odt",
                        made("odt", TEXT.replace("<text:p>x", '<text:p><text:bookmark text:name="Smith_x"/>x', 1)),
                        "Smith_x",
                        said="bookmarks",
                    ),
                ),
            ],
            [
                says("thumbnails", gone("a.odt", made("odt", TEXT), "thumbnail", said="thumbnail", comes_back=False)),
                says(
                    "signatures",
                    gone(
                        "a.odt",
                        made("odt", TEXT, **{"META-INF/documentsignatures.xml": "<s>QW5u</s>"}),
                        "QW5u",
                        said="ignature",
                        comes_back=False,
                    ),
                ),
                says(
                    "previews of objects",
                    gone(
                        "a.odt",
                        made("odt", TEXT, **{"ObjectReplacements/Object 1": b"Ann"}),
                        "Ann",
                        said="previews",
                        comes_back=False,
                    ),
                ),
                says(
                    "settings of printers become empty",
                    gone("a.odt", made("odt", TEXT), "Ann home", said="printers", comes_back=False),
                ),
            ],
            [
                says(
                    "macros, OLE objects",
                    refused("a.odt", made("odt", TEXT, **{"Basic/Standard/M.xml": "<x/>"})),
                    refused("a.odt", made("odt", TEXT, **{"Object 1": b"\xd0\xcf\x11\xe0"})),
                ),
                says(
                    "files with a password",
                    refused(
                        "a.odt",
                        made(
                            "odt",
                            TEXT,
                            **{
                                "META-INF/manifest.xml": MANIFEST.replace(
                                    "/>", "><manifest:encryption-data/></manifest:file-entry>", 1
                                )
                            },
                        ),
                        FileProtectedError,
                    ),
                ),
            ],
        ),
    ),
    Row(
        ("epub",),
        (
            [
                says(
                    "pages, titles, metadata, tables of contents, style sheets",
                    gone("a.epub", book(), "Ann", "Smith", "Jo Doe", "In Oslo"),
                )
            ],
            [
                says(
                    "order, names of parts, every other byte",
                    kept("a.epub", book(), 'id="Oslo" href="p.xhtml"', "Georgia"),
                ),
                says("pictures, fonts and recordings (with a warning)", kept("a.epub", book(), "PNG", said="Pictures")),
            ],
            [
                says(
                    "signatures, notes of reading programs",
                    gone(
                        "a.epub",
                        book(**{"META-INF/signatures.xml": "<s>QW5u</s>"}),
                        "QW5u",
                        said="ignature",
                        comes_back=False,
                    ),
                    gone(
                        "a.epub",
                        book(**{"iTunesMetadata.plist": "<s>QW5u</s>"}),
                        "QW5u",
                        said="notes",
                        comes_back=False,
                    ),
                )
            ],
            [
                says("scripts and other kinds of parts", refused("a.epub", book(**{"OEBPS/a.js": "x = 'Ann'"}))),
                says("locked books", refused("a.epub", book(**{"META-INF/rights.xml": "<r/>"}), FileProtectedError)),
            ],
        ),
    ),
)

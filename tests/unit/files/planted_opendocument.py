"""OpenDocument files and books with invented data in every place that they have."""

from __future__ import annotations

import zipfile

from tabside.files.archive import Entry, write_archive
from tests.unit.files.planted_source import Source

__all__ = ["epub_file", "odp_file", "ods_file", "odt_file"]

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
                        ("meta", "meta"), ("svg", "svg-compatible"), ("config", "config"),
                        ("presentation", "presentation"), ("style", "style"))
)  # fmt: skip
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def _packed(parts: dict[str, str | bytes]) -> bytes:
    return write_archive(
        [
            Entry(
                name, one if isinstance(one, bytes) else one.encode(), 0 if name == "mimetype" else zipfile.ZIP_DEFLATED
            )
            for name, one in parts.items()
        ]
    )


def _document(source: Source, kind: str, body: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{said}"/>'
        for path, said in (("/", media_type), ("content.xml", "text/xml"), ("meta.xml", "text/xml"),
                           ("settings.xml", "text/xml"), ("Thumbnails/thumbnail.png", "image/png"))
    )  # fmt: skip
    return _packed({
        "mimetype": media_type,
        "content.xml": f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {NAMES}><office:meta><meta:initial-creator>{source.surname()}"
        f"</meta:initial-creator><dc:creator>{source.given()}</dc:creator><dc:title>{source.text()}</dc:title>"
        f'<meta:user-defined meta:name="note">{source.text()}</meta:user-defined><meta:document-statistic '
        'meta:page-count="1"/></office:meta></office:document-meta>',
        "settings.xml": f"<office:document-settings {NAMES}><office:settings><config:config-item-set "
        'config:name="ooo:configuration-settings"><config:config-item config:name="PrinterName" config:type="string">'
        f"{source.given()}</config:config-item></config:config-item-set></office:settings></office:document-settings>",
        "Thumbnails/thumbnail.png": f"\x89PNG {source.given()}".encode("latin-1"),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.3">{entries}'
        "</manifest:manifest>",
    })  # fmt: skip


def _spans(source: Source) -> str:
    text = source.text()
    cut = source.random.randint(0, len(text))
    rest = source.random.choice(("<text:line-break/>", "<text:tab/>", ""))
    return f"{_escaped(text[:cut])}<text:span>{_escaped(text[cut:])}</text:span>{rest}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def odt_file(source: Source) -> bytes:
    paragraphs = "".join(f"<text:p>{_spans(source)}</text:p>" for _ in range(source.random.randint(1, 8)))
    said = f"<dc:creator>{source.surname()}</dc:creator><dc:date>2026-01-02T10:00:00</dc:date>"
    return _document(source, "text", (
        f'<office:text><text:tracked-changes><text:changed-region xml:id="c" text:id="c"><text:deletion>'
        f"<office:change-info>{said}</office:change-info><text:p>{source.given()}</text:p></text:deletion>"
        f'</text:changed-region></text:tracked-changes><text:h text:outline-level="1">{_spans(source)}</text:h>'
        f"{paragraphs}<text:p>x<office:annotation>{said}<text:p>{_spans(source)}</text:p></office:annotation>"
        f'<text:change text:change-id="c"/></text:p><text:p><text:a xlink:type="simple" '
        f'xlink:href="mailto:{source.mail()}">{source.plain()}</text:a>'
        '<draw:frame text:anchor-type="as-char" svg:x="4.158cm" svg:width="3cm" svg:height="1cm">'
        f"<draw:text-box><text:p>{_spans(source)}</text:p></draw:text-box><svg:title>{source.given()}</svg:title>"
        f"<svg:desc>{source.plain()} of {source.surname()}</svg:desc></draw:frame></text:p>"
        f'<text:p>y<text:note text:id="n" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{_spans(source)}</text:p></text:note-body></text:note></text:p></office:text>"
    ))  # fmt: skip


def _cell(kind: str, value: object, more: str = "") -> str:
    said = "" if kind == "string" else f' office:value="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{said}{more}><text:p>{_escaped(str(value))}</text:p>'
        "</table:table-cell>"
    )


def ods_file(source: Source) -> bytes:
    title = source.surname()
    rows = ["".join(_cell("string", head) for head in ("name", "email", "amount", "phone"))]
    count = source.random.randint(3, 12)
    for row in range(count):
        phone = source.random.randrange(10**9, 10**10)
        source.secrets.add(str(phone))
        cells = (_cell("string", source.surname()), _cell("string", source.mail()), _cell("float", row * 17))
        rows.append("".join((*cells, _cell("float", phone))))
    total = _cell("float", 17 * count * (count - 1) // 2, f' table:formula="of:=SUM([.C2:.C{count + 1}])"')
    told = _cell("float", 1, f' table:formula="of:=IF([.A2]=&quot;{source.found()}&quot;;1;2)"')
    rows.append(f"<table:table-cell/><table:table-cell/>{total}{told}")
    other = _cell("float", 17, f' table:formula="of:=[${title}.C3]"') + _cell("string", source.text())
    note = f"<office:annotation><dc:creator>{source.surname()}</dc:creator><text:p>{source.text()}</text:p>"
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return _document(source, "spreadsheet", (
        f'<office:spreadsheet><table:table table:name="{title}">{table}</table:table><table:table table:name="Plain">'
        f"<table:table-row>{other}<table:table-cell>{note}</office:annotation><text:p>x</text:p></table:table-cell>"
        "</table:table-row></table:table></office:spreadsheet>"
    ))  # fmt: skip


def odp_file(source: Source) -> bytes:
    pages = "".join(
        f'<draw:page draw:name="page{number}"><draw:frame draw:name="{source.plain()}" svg:x="1cm" svg:y="1cm" '
        f'svg:width="25.1cm" svg:height="3cm"><draw:text-box><text:p>{_spans(source)}</text:p></draw:text-box>'
        f"<svg:title>{source.text()}</svg:title></draw:frame><presentation:notes><draw:frame svg:width='10cm' "
        f"svg:height='3cm'><draw:text-box><text:p>{_spans(source)}</text:p></draw:text-box></draw:frame>"
        "</presentation:notes></draw:page>"
        for number in range(1, source.random.randint(2, 4))
    )
    return _document(source, "presentation", f"<office:presentation>{pages}</office:presentation>")


def epub_file(source: Source) -> bytes:
    pages = {
        f"OEBPS/p{number}.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>'
        f"{source.text()}</title></head><body><p>{source.given()} <i>{source.surname()}</i></p><p>"
        f"{_escaped(source.text())}</p></body></html>"
        for number in range(source.random.randint(1, 4))
    }
    items = "".join(
        f'<item id="i{number}" href="p{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(pages))
    )
    return _packed({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/b.opf"/></rootfiles></container>',
        "OEBPS/b.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata><dc:title>{source.text()}</dc:title><dc:creator '
        f'opf:file-as="{source.surname()}, {source.given()}">{source.given()} {source.surname()}</dc:creator>'
        f"</metadata><manifest>{items}</manifest></package>",
        "OEBPS/toc.ncx": '<?xml version="1.0"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint '
        f'id="n" playOrder="1"><navLabel><text>{source.text()}</text></navLabel><content src="p0.xhtml"/></navPoint>'
        "</navMap></ncx>",
        "OEBPS/s.css": f"/* {source.text()} */ p {{ font-family: Georgia }}",
        **pages,
    })  # fmt: skip

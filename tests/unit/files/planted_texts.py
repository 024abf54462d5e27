"""Mail, tables and texts with invented data in every place that they have."""

from __future__ import annotations

import base64
import csv
import io
import json
from email.message import EmailMessage

from tests.unit.files.planted_source import Source

__all__ = ["csv_file", "eml_file", "html_file", "json_file", "yaml_file"]


def eml_file(source: Source) -> bytes:
    message = EmailMessage()
    message["From"] = f"{source.given()} {source.surname()} <{source.mail()}>"
    message["To"], message["Subject"] = source.mail(), source.text()
    message.set_content(f"{source.text()}\n\n{source.text()}\n")
    message.add_alternative(f"<p>{source.text()}</p>", subtype="html")
    message.add_attachment(f"a,b\n{source.text()},1\n", subtype="csv", filename=f"{source.surname()}.csv")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="x.png", cid="<one>")
    message.add_attachment(_invitation(source), subtype="calendar", filename="meeting.ics")
    message.add_attachment(f"--- a/x\n+++ b/x\n+by {source.text()}\n", subtype="x-patch", filename="x.patch")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = source.mail(), source.text()
    inner.set_content(source.text())
    message.add_attachment(inner)
    return message.as_bytes()


def _invitation(source: Source) -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20260101T100000Z\r\n"
        f"SUMMARY:{source.text()}\r\nATTENDEE;CN={source.given()}:mailto:{source.mail()}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def csv_file(source: Source) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=source.random.choice(",;\t|"), quoting=source.random.choice((0, 1, 2)))
    writer.writerow(["id", "note", "more", "amount"])
    for row in range(source.random.randint(3, 15)):
        writer.writerow([row, source.text(), f'{source.text()}, "{source.plain()}"\n{source.plain()}', row / 7])
    return stream.getvalue().encode()


def html_file(source: Source) -> bytes:
    packed = base64.b64encode(source.text().encode()).decode()
    return (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:svg="http://www.w3.org/2000/svg"><head><title>{source.text()}</title><style>/* {source.text()} */ '
        f'div.MsoNormal{{font-family:Georgia}}</style></head><body><p title="{source.text()}">{source.given()} '
        f"<b>{source.surname()}</b></p><!-- {source.plain()} of {source.given()} --><script>const x = "
        f'atob("{packed}"); const y = "{source.given()}";</script><a href="mailto:{source.mail()}">{source.plain()}</a>'
        "</body></html>\n"
    ).encode()


def json_file(source: Source) -> bytes:
    rows = [
        {
            "id": number,
            "name": source.text(),
            "width": 1024,
            "packed": base64.b64encode(source.text().encode()).decode(),
        }
        for number in range(source.random.randint(1, 6))
    ]
    return json.dumps(
        {"rows": rows, f"{source.given()} {source.surname()}": 1}, ensure_ascii=source.random.random() < 0.5, indent=1
    ).encode()


def yaml_file(source: Source) -> bytes:
    lines = ["version: 1.4", f"# {source.text()}", "rows:"]
    for number in range(source.random.randint(1, 6)):
        lines += [f"- name: {source.given()} {source.surname()}" if number % 2 else f"- name: '{source.plain()}'"]
        lines += [f"  mail: {source.mail()}", f"  note: {json.dumps(source.text())}", f"  count: {number}"]
    return ("\n".join(lines) + "\n").encode()

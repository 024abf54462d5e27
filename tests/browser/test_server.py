"""The server's responses: headers, ranges, validators, compressed copies, media types, caching."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import socket
import threading
from urllib.parse import urlsplit

import brotli
import pytest
import uvicorn

from scripts.listener import bind
from scripts.patience import PatientProtocol

from .serving import ROOT, fetch

MODEL = "models/nationaldesignstudio/rampart/onnx/model_q4.onnx"
MODEL_BYTES = 14_693_379
PYODIDE = "vendor/pyodide/0.27.7/"
ORT = "vendor/onnxruntime-web/1.30.0/"

SECURITY = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
        "style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tabside default"
    ),
}


@pytest.mark.parametrize("path", ["", "app.js", "site.json", MODEL, PYODIDE + "pyodide.mjs", "no-such-page", "models/"])
def test_every_answer_carries_the_security_headers(server: str, path: str) -> None:
    _, headers, _ = fetch(server + path)
    assert {name: headers.get(name) for name in SECURITY} == SECURITY
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_workers_alone_may_import_what_they_compared(server: str) -> None:
    policies = {path: fetch(server + path)[1]["content-security-policy"] for path in ("worker/worker.js", "app.js", "")}
    assert "script-src 'self' blob: 'wasm-unsafe-eval'" in policies["worker/worker.js"]
    assert policies["worker/worker.js"].replace(" blob:", "") == policies["app.js"] == policies[""]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("app.css", "text/css; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json"),
        ("icons/favicon.svg", "image/svg+xml"),
        ("site.json", "application/json"),
        ("wheels/simple/", "text/html; charset=utf-8"),
        (PYODIDE + "pyodide.mjs", "text/javascript; charset=utf-8"),
        (PYODIDE + "pyodide.asm.wasm", "application/wasm"),
        (PYODIDE + "python_stdlib.zip", "application/zip"),
        (PYODIDE + "micropip-0.9.0-py3-none-any.whl", "application/octet-stream"),
        (ORT + "ort-wasm-simd-threaded.wasm", "application/wasm"),
        ("models/nationaldesignstudio/rampart/manifest.json", "application/json"),
        (MODEL, "application/octet-stream"),
    ],
)
def test_media_types(server: str, path: str, media_type: str) -> None:
    status, headers, body = fetch(server + path)
    assert (status, headers["content-type"]) == (200, media_type)
    assert len(body) == int(headers["content-length"])


@pytest.mark.parametrize(
    ("path", "cache_control"),
    [
        ("", "no-cache"),
        ("app.js", "no-cache"),
        ("site.json", "no-cache"),
        ("wheels/simple/tabside/", "no-cache"),
        (MODEL, "no-cache"),
        (PYODIDE + "pyodide.asm.wasm", "public, max-age=31536000, immutable"),
        ("WHEEL", "public, max-age=31536000, immutable"),
        ("SNAPSHOT", "public, max-age=31536000, immutable"),
        ("no-such-page", "no-store"),
    ],
)
def test_only_addresses_with_a_version_or_hash_are_immutable(server: str, path: str, cache_control: str) -> None:
    site = json.loads(fetch(server + "site.json")[2])
    known = {"WHEEL": site["wheels"][0]["url"], "SNAPSHOT": site["snapshot"]["url"]}
    assert fetch(server + known.get(path, path))[1]["cache-control"] == cache_control


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=0-0", 0, 1),
        ("bytes=100-", 100, MODEL_BYTES),
        (f"bytes={MODEL_BYTES - 1}-", MODEL_BYTES - 1, MODEL_BYTES),
        ("bytes=-5", MODEL_BYTES - 5, MODEL_BYTES),
        (f"bytes=14000000-{10**9}", 14_000_000, MODEL_BYTES),
    ],
)
def test_a_range_of_a_model(server: str, asked: str, start: int, end: int) -> None:
    status, headers, body = fetch(server + MODEL, Range=asked)
    assert status == 206
    assert headers["content-range"] == f"bytes {start}-{end - 1}/{MODEL_BYTES}"
    assert body == (ROOT / "models" / ".cache" / MODEL.removeprefix("models/")).read_bytes()[start:end]


@pytest.mark.smoke
def test_a_range_past_the_end_is_416(server: str) -> None:
    status, headers, _ = fetch(server + MODEL, Range=f"bytes={MODEL_BYTES}-")
    assert (status, headers["content-range"]) == (416, f"bytes */{MODEL_BYTES}")


def test_if_range_gives_the_whole_file_when_it_changed(server: str) -> None:
    _, headers, _ = fetch(server + MODEL, Range="bytes=0-9")
    assert fetch(server + MODEL, Range="bytes=10-19", If_Range=headers["etag"])[0] == 206
    status, _, body = fetch(server + MODEL, Range="bytes=10-19", If_Range='"another"')
    assert (status, len(body)) == (200, MODEL_BYTES)


def test_a_known_etag_gives_304_without_a_body(server: str) -> None:
    _, headers, _ = fetch(server + "app.js")
    status, again, body = fetch(server + "app.js", If_None_Match=f'"other", {headers["etag"]}')
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert fetch(server + "app.js", If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_large_files_come_compressed_in_an_encoding_that_the_client_takes(
    server: str, accepted: str, encoding: str | None
) -> None:
    plain = (ROOT / "node_modules" / "pyodide" / "pyodide.asm.wasm").read_bytes()
    status, headers, body = fetch(server + PYODIDE + "pyodide.asm.wasm", Accept_Encoding=accepted)
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert (status, headers.get("content-encoding"), headers["vary"]) == (200, encoding, "Accept-Encoding")
    assert decode(body) == plain
    assert encoding is None or len(body) < len(plain) / 3


def test_encodings_have_validators_of_their_own(server: str) -> None:
    tags = {fetch(server + PYODIDE + "pyodide.asm.js", Accept_Encoding=name)[1]["etag"] for name in ("br", "gzip", "")}
    assert len(tags) == 3


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_models_come_compressed_where_that_is_worthwhile_and_decode_to_the_listed_bytes(
    server: str, encoding: str
) -> None:
    manifest = json.loads(fetch(f"{server}{MODEL.partition('/onnx/')[0]}/manifest.json")[2])
    (listed,) = (file for file in manifest["files"] if MODEL.endswith(file["path"]))
    _, headers, body = fetch(server + MODEL, Accept_Encoding=encoding)
    assert (headers["content-encoding"], headers["vary"]) == (encoding, "Accept-Encoding")
    assert len(body) < 0.85 * MODEL_BYTES
    content = brotli.decompress(body) if encoding == "br" else gzip.decompress(body)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (MODEL_BYTES, listed["sha256"])


def test_a_range_of_a_model_is_of_its_own_bytes(server: str) -> None:
    """Browsers ask for ranges with the encoding identity, so that a download goes on after a compressed beginning."""
    status, headers, body = fetch(server + MODEL, Range="bytes=14693370-", Accept_Encoding="identity")
    assert (status, len(body), headers.get("content-encoding")) == (206, 9, None)


def test_one_connection_serves_many_requests_and_head_sends_no_body(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        for method, path in [("GET", "/app.js"), ("HEAD", "/" + MODEL), ("GET", "/nothing"), ("GET", "/site.json")]:
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.version == 11
            assert not answer.will_close
            assert (method == "GET") == bool(body)
            if method == "HEAD":
                assert answer.headers["Content-Length"] == str(MODEL_BYTES)
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["../serve.py", "..%2fserve.py", "%2e%2e/serve.py", "/etc/passwd", "models/../../serve.py", "x%00y"]
)
def test_nothing_outside_the_site_is_served(server: str, path: str) -> None:
    # http.client sends the path unchanged; urllib would normalize it first.
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request("GET", "/" + path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"Not Found")
    finally:
        connection.close()


def test_only_get_and_head_are_allowed(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request("POST", "/app.js", body=b"x")
        assert connection.getresponse().status == 405
    finally:
        connection.close()


def test_an_edit_in_web_shows_at_the_next_request(server: str) -> None:
    probe = ROOT / "web" / "edit-probe.txt"
    try:
        for text in ("one", "two"):
            probe.write_text(text)
            assert fetch(server + probe.name)[2] == text.encode()
    finally:
        probe.unlink()


def test_the_index_names_every_wheel_with_its_hash(server: str) -> None:
    site = json.loads(fetch(server + "site.json")[2])
    for wheel in site["wheels"]:
        page = fetch(f"{server}{site['wheel_index']}{wheel['name']}/")[2].decode()
        assert f'href="../../../{wheel["url"]}#sha256={wheel["sha256"]}"' in page
        assert len(fetch(server + wheel["url"])[2]) == wheel["bytes"]


def test_a_foreign_name_that_leads_here_is_refused(server: str) -> None:
    host = server.removeprefix("http://").rstrip("/")
    port = host.rpartition(":")[2]
    assert [fetch(server, host=name)[0] for name in (host, f"localhost:{port}", f"rebound.example:{port}")] == [
        200,
        200,
        421,
    ]


@pytest.mark.parametrize("path", ["models/nationaldesignstudio/rampart/.verified.json", ".git/config", "models/.x"])
def test_what_begins_with_a_dot_is_not_served(server: str, path: str) -> None:
    assert fetch(server + path)[0] == 404


def test_a_head_that_is_held_back_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "head_s", 0.3)
    listener = bind("127.0.0.1", 0)
    config = uvicorn.Config(lambda scope, receive, send: None, http=PatientProtocol, lifespan="off", log_level="error")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    with socket.create_connection(listener.getsockname()) as connection:
        connection.settimeout(20)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert connection.recv(1) == b"", "the server hangs up"
    running.should_exit = True
    thread.join()

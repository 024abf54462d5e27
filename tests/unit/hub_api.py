"""A local hub with Hugging Face's API: repositories with branches, listings, and files by commit."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import onnx
import tokenizers as rust
from onnx import TensorProto, external_data_helper, helper, numpy_helper

PAGE = 4
"""Files on one page of a listing; the hub has a thousand."""
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, range, if-range",
    "Access-Control-Expose-Headers": "x-error-code, link, etag, content-range",
}
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film", "a", "is", "where", "berlin"]


@dataclass
class Revision:
    """The files of a commit. Those of `apart` are in large file storage, as on the hub for weights."""

    files: Mapping[str, bytes]
    apart: tuple[str, ...] = (".onnx", ".onnx_data")

    @property
    def commit(self) -> str:
        """Return a hash of the content, like git's."""
        text = repr(sorted((path, hashlib.sha1(body).hexdigest()) for path, body in self.files.items()))
        return hashlib.sha1(text.encode()).hexdigest()

    def listing(self) -> list[dict[str, Any]]:
        """Return the answer of `/tree/`, folders included."""
        folders = sorted({path.rpartition("/")[0] for path in self.files if "/" in path})
        return [{"type": "directory", "oid": "0" * 40, "size": 0, "path": path} for path in folders] + [
            self._entry(path, body) for path, body in sorted(self.files.items())
        ]

    def _entry(self, path: str, body: bytes) -> dict[str, Any]:
        git = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
        entry: dict[str, Any] = {"type": "file", "oid": git, "size": len(body), "path": path}
        if path.endswith(self.apart):
            sha256 = hashlib.sha256(body).hexdigest()
            entry |= {"oid": "1" * 40, "lfs": {"oid": sha256, "size": len(body), "pointerSize": 134}}
        return entry


@dataclass
class Repository:
    """A model: its branches and tags, and its card."""

    branches: dict[str, Revision]
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_gated: bool = False

    def at(self, revision: str) -> Revision | None:
        by_commit = {one.commit: one for one in self.branches.values()}
        return self.branches.get(revision) or by_commit.get(revision)


class Api(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.repositories: dict[str, Repository] = {}
        self.requests: list[str] = []
        self.altered: dict[str, bytes] = {}
        """Other bodies than the listing's, by path."""
        self.status: int | None = None
        """What everything is answered with, for a hub that is down."""
        self.token: str | None = None
        """What a request has to bring; without it there is nothing here."""
        self.redirects: dict[str, str] = {}
        """Addresses elsewhere, by path."""
        self.ranges: list[str] = []
        self.is_shared = False
        """Whether pages of other origins may read the answers."""
        self.authorizations: list[str | None] = []
        """What came as the header Authorization, a request each."""
        self.stops_after: int | None = None
        """How many bytes of a file are sent before the server waits for `release`."""
        self.stopped = threading.Event()
        self.release = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Api

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        self.server.authorizations.append(self.headers.get("Authorization"))
        address = urlsplit(self.path)
        parts = [unquote(part) for part in address.path.strip("/").split("/")]
        if self.server.status is not None:
            self._send(b"", status=self.server.status)
        elif self.server.token and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self._send(b"", status=401, code="RepoNotFound")
        elif parts[:2] == ["api", "models"]:
            self._answer_api("/".join(parts[2:4]), parts[4], parts[5], parse_qs(address.query))
        else:
            self._answer_file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))

    def do_OPTIONS(self) -> None:
        self._send(b"", status=204)

    def _answer_api(self, model: str, what: str, revision: str, query: Mapping[str, list[str]]) -> None:
        repository = self.server.repositories.get(model)
        if repository is None:
            return self._send(b"{}", status=401, code="RepoNotFound")
        found = repository.at(revision)
        if found is None:
            return self._send(b"{}", status=404, code="RevisionNotFound")
        if what == "revision":
            return self._send(json.dumps({"id": model, "sha": found.commit, **repository.facts}).encode())
        entries, start = found.listing(), int(query.get("cursor", ["0"])[0])
        more = f'<{self.server.url}{urlsplit(self.path).path}?recursive=true&cursor={start + PAGE}>; rel="next"'
        body = json.dumps(entries[start : start + PAGE]).encode()
        return self._send(body, headers={"Link": more} if start + PAGE < len(entries) else {})

    def _answer_file(self, model: str, revision: str, path: str) -> None:
        repository = self.server.repositories[model]
        found = repository.at(revision)
        if repository.is_gated:
            return self._send(b"", status=401, code="GatedRepo")
        if found is None or path not in found.files:
            return self._send(b"", status=404, code="EntryNotFound")
        if path in self.server.redirects:
            return self._send(b"", status=302, headers={"Location": self.server.redirects[path]})
        body = self.server.altered.get(path, found.files[path])
        if self.server.stops_after is not None and len(body) > self.server.stops_after:
            return self._send_slowly(body, self.server.stops_after)
        asked = self.headers.get("Range")
        if asked is not None:
            self.server.ranges.append(asked)
            return self._send(body[int(asked.removeprefix("bytes=").removesuffix("-")) :], status=206)
        return self._send(body)

    def _send_slowly(self, body: bytes, first: int) -> None:
        """Send the start of a file, then wait."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:first])
        self.wfile.flush()
        self.server.stopped.set()
        self.server.release.wait(30)
        self.close_connection = True

    def _send(
        self, body: bytes, *, status: int = 200, code: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if self.server.is_shared:
            headers = {**SHARED, **(headers or {})}
        for name, value in {**(headers or {}), **({"X-Error-Code": code} if code else {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Api]:
    api = Api()
    thread = threading.Thread(target=api.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield api
    finally:
        api.shutdown()
        thread.join()
        api.server_close()


def tokenizer_json() -> bytes:
    """Return a WordPiece tokenizer of a few words."""
    vocab = {word: number for number, word in enumerate(WORDS)}
    return rust.BertWordPieceTokenizer(vocab).to_str().encode()


def graph(width: int, *, scale: float = 1.0, output: str = "logits", per_token: bool = False) -> bytes:
    """Return a graph that looks tokens up in a table [words, width] and sums them; `good` counts in the last column.

    `scale` makes the answers of different files distinguishable.
    """
    table = np.zeros((len(WORDS), width), np.float32)
    table[WORDS.index("good"), width - 1] = scale
    table[WORDS.index("bad"), 0] = scale
    names = ("input_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    looked_up = output if per_token else "tokens"
    nodes = [helper.make_node("Gather", ["table", "input_ids"], [looked_up])]
    if not per_token:
        axes = numpy_helper.from_array(np.array([1], np.int64), "axes")
        nodes.append(helper.make_node("ReduceSum", ["tokens", "axes"], [output], keepdims=0))
    constants = [numpy_helper.from_array(table, "table"), *([] if per_token else [axes])]
    shape: list[str | int | None] = ["batch", "sequence", width] if per_token else ["batch", width]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)]
    made = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model.SerializeToString())


def in_two_files(path: str, weights: bytes) -> dict[str, bytes]:
    """Return a model's file, and one beside it that has its table of words (ONNX's external data)."""
    model = onnx.load_from_string(weights)
    (table,) = [tensor for tensor in model.graph.initializer if tensor.name == "table"]
    held = table.raw_data
    external_data_helper.set_external_data(table, f"{path.rpartition('/')[2]}_data", length=len(held))
    table.ClearField("raw_data")
    return {path: model.SerializeToString(), f"{path}_data": held}


def files(config: Mapping[str, Any], weights: Mapping[str, bytes], **more: Any) -> dict[str, bytes]:
    """Return a repository's files. Keyword arguments, with `__` for a folder and no suffix, are JSON files."""
    named = {f"{name.replace('__', '/')}.json": json.dumps(value).encode() for name, value in more.items()}
    return {
        "README.md": b"# A model",
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": tokenizer_json(),
        **weights,
        **named,
    }


SENTIMENT = "org/sentiment"
LABELS = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEG", "1": "POS"}}


def sentiment(scale: float = 1.0) -> Revision:
    weights = {
        "onnx/model.onnx": graph(2, scale=scale),
        "onnx/model_quantized.onnx": graph(2, scale=scale + 1),
        "onnx/model_q4f16.onnx": graph(2, scale=scale + 2),
        "other/model_int8.onnx": graph(2, scale=scale + 3),
        "model_fp16.onnx": graph(2, scale=scale + 4),
    }
    return Revision(files(LABELS, weights))

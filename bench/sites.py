"""The two sites, each on its own server with the same headers and the same compressed copies.

`python3 -m bench.sites tabside` (or `peer`) serves one on a free port and prints its address.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scripts.compression import BROTLI_QUALITY, SUFFIXES, WORTH_IT
from scripts.listener import bind
from scripts.paths import BUNDLE, MIRROR, ROOT, SITE, STATE
from scripts.server import SecurityHeaders, SiteFiles

BENCH = ROOT / "bench"
PAGES = BENCH / "pages"
NODE_MODULES = BENCH / "node_modules"
FOLDER = STATE / "bench"
OURS = FOLDER / "tabside"
PEER = FOLDER / "peer"

VENDOR = (
    "@huggingface/transformers/dist/transformers.min.js",
    "@huggingface/tokenizers/dist/tokenizers.min.mjs",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm",
)
MODEL_NAMES = {
    "fp32": "model",
    "fp16": "model_fp16",
    "q8": "model_quantized",
    "int8": "model_int8",
    "q4": "model_q4",
}
"""The file names of dtypes in Transformers.js."""
TOKENIZER_CONFIG = {
    "tokenizer_class": "BertTokenizer",
    "do_lower_case": True,
    "model_max_length": 512,
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "mask_token": "[MASK]",
}


CONFIG = {"model_type": "bert", "num_labels": 1}
"""For models whose package has none: Transformers.js needs one to know how to run them."""


def assemble() -> None:
    """Assemble both sites."""
    for source, target in ((SITE, OURS / "site"), (BUNDLE, OURS / "page")):
        # A copy, because an edit during a run would change the measurement.
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    _assemble_peer()


def _assemble_peer() -> None:
    """Assemble the peer's files, and the models in the hub's layout."""
    from tabside.hub import list_manifests

    for name in VENDOR:
        _place(NODE_MODULES / name, PEER / "vendor" / Path(name).name)
    for manifest in list_manifests():
        if not (MIRROR / manifest.id).is_dir():
            continue
        hub = PEER / "hub" / manifest.id / "resolve" / "main"
        hub.mkdir(parents=True, exist_ok=True)
        (hub / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG), encoding="utf-8")
        if manifest.one("config") is None:
            (hub / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
        for file in manifest.files:
            source = MIRROR / manifest.id / file.path
            if file.role in ("config", "tokenizer"):
                _place(source, hub / Path(file.path).name)
            elif file.role == "model" and file.dtype in MODEL_NAMES:
                target = hub / "onnx" / f"{MODEL_NAMES[file.dtype]}.onnx"
                if file.derived is None:
                    _place(source, target)
                elif not target.is_file():
                    _derive(MIRROR / manifest.id / file.derived.source, file.derived.recipe, target)


def create_app(side: str) -> ASGIApp:
    """Return one side's site including its benchmark page."""
    if side == "peer":
        return WithoutPolicy(SecurityHeaders(Starlette(routes=[Mount("/", SiteFiles([PAGES, PEER]))])))
    models = SiteFiles([MIRROR], OURS / "site" / "models")
    page = SiteFiles([PAGES, OURS / "page", OURS / "site"])
    return SecurityHeaders(Starlette(routes=[Mount("/models", models), Mount("/", page)]))


class WithoutPolicy:
    """Removes the content security policy: the peer runs scripts from blobs, which ours forbids."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_without(message: Message) -> None:
            if message["type"] == "http.response.start":
                del MutableHeaders(scope=message)["Content-Security-Policy"]
            await send(message)

        await self.app(scope, receive, send_without)


@contextmanager
def serving(side: str) -> Iterator[str]:
    """Serve one side from its own process. Yield its address, which ends in a slash."""
    command = [sys.executable, "-m", "bench.sites", side]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _derive(source: Path, recipe: str, target: Path) -> None:
    from tabside.onnx_file.derivation import derive

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(derive(recipe, source.read_bytes()))


def _place(source: Path, target: Path) -> None:
    """Copy a file, and compress the copy if that is worthwhile."""
    if target.is_file() and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in SUFFIXES:
        content = source.read_bytes()
        small = brotli.compress(content, quality=BROTLI_QUALITY)
        if len(small) < WORTH_IT * len(content):
            target.with_name(target.name + ".br").write_bytes(small)
    shutil.copy2(source, target)


def main(side: str) -> None:
    listener = bind("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(create_app(side), log_level="warning", access_log=False, lifespan="off", ws="none")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])

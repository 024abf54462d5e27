"""Steady-state runs: one browser, one page per side, alternating sides. Results are compared before any timing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from scripts.paths import MIRROR
from tabside import Tokenizer
from tabside.hub import list_manifests, load_manifest
from tabside.pipelines.base import LOOK_AHEAD, TOKEN_BUDGET, _batches
from tabside.pipelines.windows import cut

from . import agreement, texts
from .browser import call, open_page, opened, peak_megabytes
from .series import Series, Target, percentile
from .setting import REDACTION_MODEL, Setting, page_of

Pages = dict[str, Page]
Note = Callable[[str], None]

SHORT_TOKENS = (16, 32, 64)
CALLS_A_ROUND = 10
REST_S = 0.15
"""Before a short text: threads of the side before spin for a while yet, and that would count against the next."""
LONG_CHARS = 50_000
SCALING_CHARS = (1_000, 10_000, 100_000, 1_000_000)
EMBEDDED = 1_000
RANKED = 50
PLAIN_BATCH = 32
"""A usual batch size if lengths are not considered. All texts at once would not fit in memory."""
COMPARED = 40
"""Texts whose vectors are compared before the timing."""


def short(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure the latency of short texts, one call each."""
    rows = []
    for tokens in SHORT_TOKENS:
        text = texts.of_tokens(tokens, _count(setting.redaction_model))
        note(f"{tokens} tokens: {_check_redaction(pages, text)}")
        samples: dict[str, list[float]] = {side: [] for side in pages}
        for _ in range(rounds * CALLS_A_ROUND):
            for side, page in pages.items():
                time.sleep(REST_S)
                samples[side].append(_redact(page, side, text)[0])
        middle = Series(f"short text, {tokens} tokens, p50", "ms", Target(0.35, 0.6), samples=samples)
        late = Series(f"short text, {tokens} tokens, p95", "ms")
        for side, values in samples.items():
            late.add(side, percentile(values, 0.95))
        rows += [middle, late]
    return rows


def long(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure 50,000 characters in the same windows on both sides: the peer alone would truncate them at 512 tokens."""
    text = texts.prose(LONG_CHARS)
    note(f"long text: {_check_redaction(pages, text)}")
    series = Series(f"long text, {LONG_CHARS:,} characters", "ms", Target(0.30, 0.6))
    for _ in range(rounds):
        for side, page in pages.items():
            series.add(side, _redact(page, side, text)[0])
    return [series]


def share(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure tokenizing alone, and Python's part of a redaction of 512 tokens."""
    count = _count(setting.redaction_model)
    text = texts.of_tokens(512, count)
    many = texts.mixed(100, count)
    tokenizing = Series("tokenizing alone, 100 texts", "ms")
    python = Series("Python's share of a redaction of 512 tokens", "%", Target(own=15))
    for _ in range(rounds):
        for side in ("tabside", "peer"):
            ms, lengths = call(pages[side], "tokenize", {"texts": many, "model": setting.redaction_model})
            if lengths != [count(each) for each in many]:
                raise agreement.Disagreement(f"Tokenizing differs on the side of {side}.")
            tokenizing.add(side, ms)
        whole, _ = _redact(pages["tabside"], "tabside", text)
        alone, _ = call(pages["tabside"], "redactWithoutModel", {"text": text, "model": setting.redaction_model})
        python.add("tabside", 100 * alone / whole)
    return [tokenizing, python]


def scaling(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure time against length, once each: it must grow linearly with the text."""
    rows = []
    for chars in SCALING_CHARS:
        row = Series(f"redacting {chars:,} characters", "ms")
        row.add("tabside", _redact(pages["tabside"], "tabside", texts.prose(chars))[0])
        rows.append(row)
    return rows


def embeddings(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure embedding texts of mixed length."""
    model = _model_for("feature-extraction")
    many = texts.mixed(EMBEDDED, _count(model))
    plain = [list(batch) for batch in _batched(range(EMBEDDED), PLAIN_BATCH)]
    work: dict[str, dict[str, Any]] = {
        "tabside": {"texts": many},
        "peer": {"texts": many, "batches": plain},
        "tuned": {"texts": many, "batches": our_batches(many, model)},
    }
    for side, page in pages.items():
        call(page, "load", setting.options(side, "feature-extraction", model))
    few = {"texts": many[:COMPARED], "batches": [list(range(COMPARED))], "rows": COMPARED}
    vectors = {side: call(page, "embed", few)[1] for side, page in pages.items()}
    for side in ("peer", "tuned"):
        note(f"embeddings beside {side}: {agreement.check_vectors(vectors['tabside'], vectors[side])}")
    series = Series(
        f"embeddings, {EMBEDDED} texts of 5 to 250 tokens", "texts/s", Target(3.0, 1.5), more_is_better=True
    )
    for _ in range(rounds):
        for side, page in pages.items():
            series.add(side, 1000 * EMBEDDED / call(page, "embed", work[side])[0])
    return [series]


def rerank(pages: Pages, setting: Setting, rounds: int, note: Note) -> list[Series]:
    """Measure one query and fifty passages."""
    model = _model_for("text-ranking")
    query, documents = texts.passages(RANKED)
    # The weights quantize activations with one scale per batch, so tabside ranks pairs one by one. A peer that
    # gets all at once pads them and gets different scores.
    batches = {"tabside": None, "peer": [list(range(RANKED))], "tuned": [[index] for index in range(RANKED)]}
    for side, page in pages.items():
        call(page, "load", setting.options(side, "text-ranking", model))
    work: dict[str, dict[str, Any]] = {
        side: {"query": query, "documents": documents, "batches": batches[side]} for side in pages
    }
    scores = {side: call(page, "rank", work[side])[1] for side, page in pages.items()}
    note(f"rerank beside tuned: {agreement.check_order(scores['tabside'], scores['tuned'])}")
    note(f"rerank beside peer: Kendall's tau {agreement.kendall_tau(scores['tabside'], scores['peer']):.3f}")
    series = Series(f"rerank, 1 query x {RANKED} passages", "ms", Target(0.5))
    for _ in range(rounds):
        for side, page in pages.items():
            series.add(side, call(page, "rank", work[side])[0])
    return [series]


def memory(playwright: Playwright, setting: Setting) -> list[Series]:
    """Measure the peak memory of a side's renderer, in its own browser: after loading, and after the long text."""
    rows = (
        Series("peak memory after load", "MB", Target(1.2)),
        Series("peak memory after the long text", "MB", Target(1.2)),
    )
    text = texts.prose(LONG_CHARS)
    for side in setting.sides:
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            opened(playwright, Path(folder)) as context,
        ):
            page = open_page(context, setting.addresses[page_of(side)], page_of(side))
            call(page, "load", setting.options(side, "token-classification", setting.redaction_model))
            rows[0].add(side, peak_megabytes(Path(folder)))
            _redact(page, side, text)
            rows[1].add(side, peak_megabytes(Path(folder)))
    return list(rows)


def our_batches(many: Sequence[str], model: str) -> list[list[int]]:
    """Return the batches that tabside makes of these texts."""
    lengths = [_count(model)(text) for text in many]
    return [
        [ahead[index] for index in batch]
        for ahead in _batched(range(len(many)), LOOK_AHEAD)
        for batch in _batches([lengths[index] for index in ahead], TOKEN_BUDGET)
    ]


def windows_of(text: str) -> list[str]:
    """Return the windows in which tabside scans a text."""
    return [text[window.start : window.end] for window in cut(text)]


def has_model_for(task: str) -> bool:
    """Whether a model for this task is mirrored, so that both sides can run it."""
    return any(manifest.task == task and (MIRROR / manifest.id).is_dir() for manifest in list_manifests())


def _batched(indices: range, size: int) -> Iterator[range]:
    for start in range(0, len(indices), size):
        yield indices[start : start + size]


def _redact(page: Page, side: str, text: str) -> tuple[float, Any]:
    if side == "tabside":
        return call(page, "redact", {"text": text})
    windows = windows_of(text)
    # By default it is called window by window, without padding. When tuned, it gets tabside's batches.
    batches = {"batches": our_batches(windows, REDACTION_MODEL)} if side == "tuned" else {}
    return call(page, "redact", {"windows": windows, **batches})


def _check_redaction(pages: Pages, text: str) -> str:
    windows = windows_of(text)
    findings = call(pages["tabside"], "redact", {"text": text})[1]
    said = [
        agreement.check_findings(windows, call(pages[side], "label", {"windows": windows})[1], findings)
        for side in pages
        if side != "tabside"
    ]
    return "; ".join(said)


def _model_for(task: str) -> str:
    return next(
        manifest.id for manifest in list_manifests() if manifest.task == task and (MIRROR / manifest.id).is_dir()
    )


@cache
def _count(model: str) -> Callable[[str], int]:
    path = MIRROR / model / load_manifest(model).file("tokenizer.json").path
    tokenizer = Tokenizer.from_file(str(path))
    # Some files enable truncation or padding to a fixed length; here both are off.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lambda text: len(tokenizer.encode(text).ids)


REDACTION = {"short": short, "long": long, "share": share, "scaling": scaling}
OTHERS = {"embeddings": (embeddings, "feature-extraction"), "rerank": (rerank, "text-ranking")}

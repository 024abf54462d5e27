"""tabside in any Pyodide page without its worker: the same results as on CPython, from verified files only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from .bare_page import HELD_TWICE, ask, ask_in_worker, open_bare_page, settings_of
from .engine_page import model_requests
from .unbundled import serve_modules
from .watch import Watch

TESTS = Path(__file__).parents[1]
KNOWN_TEXTS: list[dict[str, Any]] = json.loads((TESTS / "known_texts.json").read_text(encoding="utf-8"))
KNOWN: dict[str, list[dict[str, Any]]] = json.loads((TESTS / "known_queries.json").read_text(encoding="utf-8"))
GOLDEN = json.loads((TESTS / "parity" / "golden" / "embeddings.json").read_text(encoding="utf-8"))
RAMPART = "nationaldesignstudio/rampart"
EMBEDDER = "sentence-transformers/all-MiniLM-L6-v2"
RANKER = "cross-encoder/ms-marco-MiniLM-L12-v2"


def model_files(watched: Watch, since: int) -> list[str]:
    """Return the paths of the model files requested since then."""
    return [url.split("/models/")[1] for url in model_requests(watched.requests[since:])]


def test_importing_it_loads_nothing(bare: Page, watched: Watch) -> None:
    loaded = ask(
        bare,
        """
        import sys
        answer = [name for name in sys.modules if name.startswith(("numpy", "tabside.tab.bare"))]
        """,
    )
    assert loaded == []
    assert not model_requests(watched.requests)


def test_first_loads_at_the_same_time_download_once_and_tell_their_progress(bare: Page, watched: Watch) -> None:
    since = len(watched.requests)
    events = ask(
        bare,
        """
        import asyncio
        events = []
        pipe, redactor, tokenizer, config = await asyncio.gather(
            pipeline("token-classification", progress_callback=events.append),
            Redactor.create(),
            AutoTokenizer.from_pretrained(model),
            AutoConfig.from_pretrained(model),
        )
        answer = [[e.status, e.file, e.loaded, e.total, e.progress, e.loaded_all, e.total_all] for e in events]
        """,
        model=RAMPART,
    )
    assert sorted(model_files(watched, since)) == [
        f"{RAMPART}/{path}" for path in ("config.json", "onnx/model_q4.onnx", "tokenizer.json")
    ]
    progress = [event for event in events if event[:2] == ["progress", "onnx/model_q4.onnx"]]
    assert progress[-1][2:5] == [14_693_379, 14_693_379, 100]
    assert [event[5] for event in events if event[5] is not None] == sorted(
        event[5] for event in events if event[5] is not None
    )
    assert events[-1][0] == "ready"
    assert events[-1][5] == events[-1][6] == 14_693_379 + 441_875 + 2_320


@pytest.mark.parametrize("known", KNOWN_TEXTS[:1] + KNOWN_TEXTS[2:], ids=["letter", "records"])
def test_known_texts_give_known_findings(bare: Page, known: dict[str, Any]) -> None:
    findings, restored = ask(
        bare,
        """
        out = await redactor.redact(text)
        found = [{"entity": f.entity, "start": f.start, "end": f.end} for f in out.findings]
        answer = [found, redactor.restore(out.text)]
        """,
        text=known["text"],
    )
    assert findings == known["findings"]
    assert restored == known["text"]


NUMBERS = (
    "Call +1 415 555 2671, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, VAT DE136695976, "
    "VIN 1M8GDM9AXKP042788, DNI 54362315K, CPF 390.533.447-05, IMEI 490154203237518."
)


def test_the_page_that_uses_it_is_left_as_it_was(bare: Page) -> None:
    entities, changed, ssl = ask(
        bare,
        """
        import importlib, pathlib, sys, sysconfig
        from tabside import env
        def settings():
            return {name: getattr(env, name) for name in dir(env) if not name.startswith("_")}
        before = settings()
        held = {name: module for name, module in sys.modules.items() if not name.startswith("tabside")}
        out = await redactor.redact(text)
        changed = [name for name, module in held.items() if sys.modules.get(name) is not module]
        changed += [name for name, value in settings().items() if before[name] != value]
        # Pyodide has no ssl until a package brings it: the program's own is what it then gets.
        (pathlib.Path(sysconfig.get_paths()["purelib"]) / "ssl.py").write_text("OPENSSL_VERSION = 'its own'")
        importlib.invalidate_caches()
        import ssl
        answer = [sorted({found.entity for found in out.findings}), changed, ssl.OPENSSL_VERSION]
        """,
        text=NUMBERS,
    )
    assert {"IBAN", "TAX_ID", "GOVERNMENT_ID", "VEHICLE_ID", "CREDIT_CARD"} <= set(entities)
    assert changed == []
    assert ssl == "its own"


def test_token_classification_and_the_low_level(bare: Page) -> None:
    entities, tokens, labels, inputs = ask(
        bare,
        """
        from tabside.runtime.base import Tensor
        found = await pipe("My name is Anna Smith.", aggregation_strategy="simple")
        answer = [
            [[e["entity_group"], e["word"], e["start"], e["end"]] for e in found],
            tokenizer.encode("a query", "a passage").tokens,
            [config.num_labels, config.id2label[1], config.hidden_size],
            [[spec.name, spec.dtype] for spec in pipe.session.inputs],
        ]
        """,
    )
    assert entities == [["GIVEN_NAME", "anna", 11, 15], ["SURNAME", "smith", 16, 21]]
    assert tokens == ["[CLS]", "a", "query", "[SEP]", "a", "passage", "[SEP]"]
    assert labels == [35, "B-GIVEN_NAME", 384]
    assert ["input_ids", "int64"] in inputs


def test_a_page_may_import_onnxruntime_itself_where_python_cannot(bare: Page, watched: Watch, server: str) -> None:
    watched.expect("Failed to load resource")
    code, message = ask(
        bare,
        """
        ort_url, tabside.env.onnxruntime_web_url = tabside.env.onnxruntime_web_url, site + "nothing/"
        answer = await code_of(pipeline("ner", session_options={"enableMemPattern": False}))
        """,
        site=server,
    )
    assert code == "runtime.unavailable"
    assert f"{server}nothing/ (env.onnxruntime_web_url)" in message

    url = settings_of(server)["onnxruntime_web_url"]
    bare.evaluate("async url => { globalThis.ort = await import(`${url}ort.wasm.min.mjs`); }", url)
    found = ask(
        bare,
        """
        other = await pipeline("ner", session_options={"enableMemPattern": False})
        answer = [e["word"] for e in await other("My name is Anna Smith.", aggregation_strategy="simple")]
        await other.dispose()
        tabside.env.onnxruntime_web_url = ort_url
        """,
    )
    assert found == ["anna", "smith"]
    bare.evaluate("delete globalThis.ort")


def test_embeddings_are_those_of_cpython(bare: Page) -> None:
    vectors = ask(
        bare,
        """
        embed = await pipeline("feature-extraction")
        vectors = await embed.encode(texts)
        answer = [str(vectors.dtype), vectors.tolist()]
        """,
        texts=GOLDEN["texts"][:4],
    )
    assert vectors[0] == "float32"
    assert (np.array(vectors[1]) * np.array(GOLDEN["vectors"][:4])).sum(axis=1).min() > 0.999


def test_known_queries_rank_and_known_texts_classify_as_on_cpython(bare: Page) -> None:
    orders, labels = ask(
        bare,
        """
        rank, classify = await asyncio.gather(pipeline("text-ranking"), pipeline("text-classification"))
        answer = [
            [[e["corpus_id"] for e in await rank(one["query"], one["documents"])] for one in known["text-ranking"][:1]],
            [[e["label"] for e in await classify(one["text"], threshold="default", top_k=None)]
             for one in known["text-classification"]],
        ]
        """,
        known=KNOWN,
    )
    assert orders == [one["order"] for one in KNOWN["text-ranking"][:1]]
    assert labels == [["INJECTION"] if one["flagged"] else [] for one in KNOWN["text-classification"]]


def test_an_inference_session_gives_raw_logits(bare: Page) -> None:
    shape, first_stays, disposed, wrong = ask(
        bare,
        """
        import numpy as np
        from tabside import InferenceSession
        session = await InferenceSession.from_pretrained(model)
        encoding = (await AutoTokenizer.from_pretrained(model)).encode("a query", "a passage")
        feeds = {
            "input_ids": np.array([encoding.ids]),
            "attention_mask": np.array([encoding.attention_mask]),
            "token_type_ids": np.array([encoding.type_ids]),
        }
        (logits,) = await session.run(None, feeds)
        kept = logits.copy()
        await session.run(None, {**feeds, "input_ids": feeds["input_ids"] + 1})
        wrong = await code_of(session.run(None, {**feeds, "input_ids": feeds["input_ids"].astype("float32")}))
        await session.dispose()
        await session.dispose()
        disposed = await code_of(session.run(None, feeds))
        answer = [logits.shape, bool((logits == kept).all()), disposed[0], wrong[0]]
        """,
        model=RANKER,
    )
    assert (shape, first_stays, disposed, wrong) == ([1, 1], True, "session.failed", "input.invalid")


def test_a_corpus_of_100000_vectors_is_searched_exactly(bare: Page) -> None:
    same, times_ms = ask(
        bare,
        """
        import time
        from tabside.corpus import Corpus, CorpusMeta
        whole = np.random.default_rng(0).integers(-127, 128, (100_000, 384), dtype=np.int8)
        scale, ids, times, found = 1 / (73.3 * 384**0.5), [str(number) for number in range(len(whole))], {}, []
        rows = whole.astype(np.float32) * np.float32(scale)
        for precision, data in (("float32", rows), ("int8", whole)):
            factor = scale if precision == "int8" else 1.0
            corpus = Corpus(CorpusMeta("m", "r", "h", 384, len(ids), ids, "mean", precision, factor), data)
            taken = []
            for _ in range(3):
                begin = time.perf_counter()
                (hits,) = corpus.search(rows[77_777], 10)
                taken.append(1000 * (time.perf_counter() - begin))
            times[precision] = sorted(taken)[1]
            found.append([hit["corpus_id"] for hit in hits])
        expected = np.argsort(-(rows @ rows[77_777]), kind="stable")[:10].tolist()
        same = [one == expected for one in found]
        del rows, whole, data, corpus
        answer = [same, times]
        """,
    )
    assert same == [True, True]
    # The target is 150 ms, measured in docs/python-api.md; a busy machine may be slower.
    assert max(times_ms.values()) < 1500


def test_the_models_that_are_kept_are_known_verified_and_deleted(bare: Page) -> None:
    facts = ask(
        bare,
        """
        answer = {
            "list": {m.id: [m.bytes, m.dtypes] for m in await models.list()},
            "cached": [await models.is_cached(model), await models.is_cached(model, dtype="q4")],
            "size": await models.size(model),
            "verify": dict(await models.verify(model)),
            "deleted": await models.delete(embedder),
            "after": [await models.is_cached(embedder), await models.delete(embedder)],
        }
        """,
        model=RAMPART,
        embedder=EMBEDDER,
    )
    assert set(facts["list"]) == {RAMPART, EMBEDDER, RANKER, "stackone/minilm-multihead-v5"}
    # The 4-bit source of the int8 weights is not stored, since nobody requested it.
    assert facts["list"][RAMPART][1] == ["q8"]
    assert facts["cached"] == [True, False]
    assert {path for path, state in facts["verify"].items() if state == "ok"} >= {"config.json", "tokenizer.json"}
    assert "altered" not in facts["verify"].values()
    assert facts["deleted"] == 22_928_619 + 711_661
    assert facts["after"] == [False, 0]


def test_a_second_visit_in_a_worker_makes_no_request_for_the_model(bare: Page, watched: Watch, server: str) -> None:
    since = len(watched.requests)
    found = ask_in_worker(
        bare,
        server,
        """
        import tabside
        tabside.env.allow_remote_models = False
        out = await (await tabside.Redactor.create()).redact(text)
        answer = [{"entity": f.entity, "start": f.start, "end": f.end} for f in out.findings]
        """,
        text=KNOWN_TEXTS[0]["text"],
    )
    assert found == KNOWN_TEXTS[0]["findings"]
    assert not [url for url in watched.requests[since:] if "/models/" in url]


def test_the_site_of_the_same_origin_shares_what_the_page_stored(bare: Page, server: str) -> None:
    bytes_missing = bare.evaluate(
        """async ([site, model]) => {
          const engine = (await import(`${site}tabside.js`)).createEngine();
          const plan = await engine.plan(model);
          await engine.dispose();
          return plan.bytes_missing;
        }""",
        [server, RAMPART],
    )
    assert bytes_missing == 0


REFUSALS = {
    "This browser lets the page store nothing": (
        "Object.defineProperty(globalThis, 'caches', { value: undefined, configurable: true })"
    ),
    "This browser's storage did not take the model, most likely for want of room": (
        "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))"
    ),
}


@pytest.mark.parametrize(("said", "refuse"), REFUSALS.items(), ids=["refused", "full"])
def test_what_cannot_be_stored_stays_in_memory_and_that_is_said(
    bare: Page, server: str, said: str, refuse: str
) -> None:
    page = open_bare_page(bare.context, server)
    page.evaluate(f"() => {{ {refuse}; }}")
    warned, tokens, cached = ask(page, f"{HELD_TWICE}answer = kept", model=EMBEDDER)
    page.close()
    assert warned == [f"{said}: models are kept in memory, for this visit only."]
    assert (tokens, cached) == (["[CLS]", "here", "[SEP]"], "ok")
    names = bare.evaluate("async () => (await (await caches.open('tabside-models-v2')).keys()).map(({ url }) => url)")
    assert RAMPART in " ".join(names)
    assert EMBEDDER not in " ".join(names)


def test_the_same_calls_go_through_the_worker_where_there_is_one(bare: Page, server: str) -> None:
    # The engine's own host, without a worker around it: the Python part is the same.
    serve_modules(bare)
    bare.evaluate(
        """async (site) => {
          const { Engine } = await import(`${site}worker/engine.js`);
          globalThis.engine = new Engine({ base_url: site, device: "wasm", threads: 1, workers: 1 }, () => {});
        }""",
        server,
    )
    facts = ask(
        bare,
        """
        import js
        from tabside.tab import host
        host.connect(js.engine.host.api)
        tabside.env.allow_remote_models = False
        stored = {m.id: m.dtypes for m in await models.list()}
        refused = await code_of(InferenceSession.from_pretrained(embedder))
        session = await InferenceSession.from_pretrained(ranker)
        tabside.env.allow_remote_models = True
        (again,) = await session.run(None, feeds)
        await session.dispose()
        answer = {
            "stored": stored,
            "refused": refused,
            "apart": float(abs(again - kept).max()),
            "tokens": (await AutoTokenizer.from_pretrained(rampart)).encode("here").tokens,
            "labels": (await AutoConfig.from_pretrained(rampart)).num_labels,
            "cached": [await models.is_cached(rampart), await models.is_cached(embedder)],
            "states": sorted(set((await models.verify(rampart)).values())),
            "deleted": await models.delete(rampart),
            "after": await models.is_cached(rampart),
        }
        """,
        rampart=RAMPART,
        ranker=RANKER,
        embedder=EMBEDDER,
    )
    assert set(facts["stored"]) == {RAMPART, RANKER, "stackone/minilm-multihead-v5"}
    assert facts["stored"][RAMPART] == ["q8"]
    assert facts["refused"][0] == "download.offline"
    assert "env.allow_remote_models" in facts["refused"][1]
    assert facts["apart"] < 1e-5
    assert (facts["tokens"], facts["labels"]) == (["[CLS]", "here", "[SEP]"], 35)
    assert facts["cached"] == [True, False]
    assert facts["states"] == ["missing", "ok"]
    assert facts["deleted"] > 19_000_000
    assert facts["after"] is False

"""Model downloads on a page without tabside's worker: refused, broken, resumed, and from a hub without manifests."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from tests.unit import hub_api

from .bare_page import HELD_TWICE, ask, open_bare_page
from .serving import fetch
from .watch import Watch

RAMPART = "nationaldesignstudio/rampart"


def test_what_may_not_be_downloaded_is_said(bare: Page) -> None:
    codes = ask(
        bare,
        """
        tabside.env.allow_remote_models = False
        answer = [await code_of(pipeline("ner"))]
        tabside.env.allow_remote_models = True
        answer += [await code_of(pipeline("ner", local_files_only=True)), await models.list()]
        """,
    )
    assert [code for code, _ in codes[:2]] == ["download.offline"] * 2
    assert "downloads are not allowed (env.allow_remote_models" in codes[0][1]
    assert codes[2] == []


BROKEN = [
    ("altered", "download.integrity"),
    ("longer", "download.integrity"),
    ("cut", "download.stalled"),
    ("missing", "download.not-found"),
    ("unreachable", "download.failed"),
]


@pytest.mark.parametrize(("fault", "code"), BROKEN, ids=[fault for fault, _ in BROKEN])
def test_a_broken_download_is_a_typed_error_and_leaves_nothing(
    bare: Page, watched: Watch, fault: str, code: str
) -> None:
    watched.expect("Failed to load resource")

    def answer(route: Route) -> None:
        if fault in ("missing", "unreachable"):
            return route.fulfill(status=404) if fault == "missing" else route.abort()
        body = fetch(route.request.url)[2]  # the whole file, whatever range was requested
        bodies = {"altered": body[:-1] + b"~", "longer": body + b"~", "cut": body[:-1]}
        return route.fulfill(status=200, body=bodies[fault])

    bare.context.route(f"**/{RAMPART}/tokenizer.json", answer)
    found, stored = ask(
        bare,
        """
        from tabside.tab.bare.shelf import Shelf
        Shelf.patience.update(first_ms=1, fruitless_tries=2, tries=3)
        answer = [await code_of(AutoTokenizer.from_pretrained(model)), (await models.verify(model))["tokenizer.json"]]
        """,
        model=RAMPART,
    )
    bare.context.unroute(f"**/{RAMPART}/tokenizer.json")

    assert found[0] == code
    assert stored == "missing"
    names = bare.evaluate("async () => (await (await caches.open('tabside-models-v2')).keys()).map(({ url }) => url)")
    # What came before a cut is kept for the next try; it is no file yet.
    assert all("&start=" in name for name in names)
    assert bool(names) == (fault == "cut")
    assert ask(bare, "answer = await models.delete(model)", model=RAMPART) == (441_874 if names else 0)


def test_a_download_that_breaks_off_goes_on_where_it_stopped(bare: Page) -> None:
    ranges = []

    def answer(route: Route) -> None:
        body = fetch(route.request.url)[2]  # the whole file, whatever range was requested
        ranges.append(route.request.headers.get("range"))
        if len(ranges) == 1:
            return route.fulfill(status=200, body=body[:1000])
        headers = {"content-range": f"bytes 1000-{len(body) - 1}/{len(body)}"}
        return route.fulfill(status=206, headers=headers, body=body[1000:])

    bare.context.route(f"**/{RAMPART}/config.json", answer)
    states = ask(
        bare,
        """
        await AutoConfig.from_pretrained(model)
        answer = [(await models.verify(model))["config.json"], await models.delete(model)]
        """,
        model=RAMPART,
    )
    bare.context.unroute(f"**/{RAMPART}/config.json")
    assert ranges == [None, "bytes=1000-"]
    assert states == ["ok", 2320]


def test_a_download_goes_on_at_the_next_visit(bare: Page, watched: Watch, server: str) -> None:
    watched.expect("Failed to load resource")
    ranges: list[str | None] = []
    is_whole = False

    def answer(route: Route) -> None:
        body = fetch(route.request.url)[2]  # the whole file, whatever range was requested
        ranges.append(route.request.headers.get("range"))
        if not is_whole:
            return route.fulfill(status=200, body=body[:200_000]) if len(ranges) == 1 else route.abort()
        headers = {"content-range": f"bytes 200000-{len(body) - 1}/{len(body)}"}
        return route.fulfill(status=206, headers=headers, body=body[200_000:])

    bare.context.route(f"**/{RAMPART}/tokenizer.json", answer)
    code, _ = ask(bare, "answer = await code_of(AutoTokenizer.from_pretrained(model))", model=RAMPART)
    asked, is_whole = len(ranges), True
    page = open_bare_page(bare.context, server)
    tokens = ask(page, 'answer = (await AutoTokenizer.from_pretrained(model)).encode("here").tokens', model=RAMPART)
    page.close()
    bare.context.unroute(f"**/{RAMPART}/tokenizer.json")
    assert code == "download.failed"
    assert ranges[asked:] == ["bytes=200000-"]
    assert tokens == ["[CLS]", "here", "[SEP]"]
    ask(bare, "answer = await models.delete(model)", model=RAMPART)


STRICT = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'"


def test_where_the_policy_forbids_scripts_models_stay_in_memory(bare: Page, server: str, watched: Watch) -> None:
    watched.expect("Content Security Policy")
    page = open_bare_page(bare.context, server, policy=STRICT)
    warned, tokens, state, missing, left = ask(
        page,
        HELD_TWICE
        + """answer = [
    *kept,
    await code_of(AutoTokenizer.from_pretrained("me/nothing")),
    [await models.delete(model), (await models.verify(model))["tokenizer.json"]],
]""",
        model=RAMPART,
    )
    page.close()
    assert len(warned) == 1
    assert "content security policy" in warned[0]
    assert "for this visit only" in warned[0]
    assert (tokens, state) == (["[CLS]", "here", "[SEP]"], "ok")
    assert missing[0].startswith(("manifest.", "download."))
    assert left[0] > 400_000
    assert left[1] == "missing"


def test_a_model_of_a_hub_needs_no_manifest(bare: Page, watched: Watch, server: str) -> None:
    config = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "BAD", "1": "GOOD"}}
    with hub_api.serving() as hub:
        revision = hub_api.Revision(hub_api.files(config, {"onnx/model_quantized.onnx": hub_api.graph(2)}))
        hub.repositories["me/film"] = hub_api.Repository({"main": revision}, {"pipeline_tag": "text-classification"})

        def answer(route: Route) -> None:
            status, headers, body = fetch(hub.url + route.request.url.removeprefix(f"{server}hub"))
            kept = {name: value.replace(hub.url, f"{server}hub") for name, value in headers.items() if name == "link"}
            route.fulfill(status=status, headers=kept, body=body)

        bare.context.route(f"{server}hub/**", answer)
        label, cached, unknown = ask(
            bare,
            """
            mirror = tabside.env.remote_host, tabside.env.remote_path_template
            tabside.env.remote_host, tabside.env.remote_path_template = host, "{model}/resolve/{revision}/"
            films = await pipeline("text-classification", "me/film")
            answer = [
                (await films("a good film"))[0]["label"],
                [await models.is_cached("me/film"), "me/film" in [m.id for m in await models.list()]],
                await code_of(pipeline("text-classification", "me/nothing")),
            ]
            """,
            host=f"{server}hub",
        )
        since, known = len(watched.requests), len(hub.requests)
        again = ask(
            bare,
            """
            await films.dispose()
            from tabside.tab.bare import hub_models
            hub_models._known.clear()  # as after a reload
            films = await pipeline("text-classification", "me/film", local_files_only=True)
            answer = [(await films("a bad film"))[0]["label"], await models.delete("me/film")]
            tabside.env.remote_host, tabside.env.remote_path_template = mirror
            """,
        )
    watched.expect("Failed to load resource")
    assert (label, cached, unknown[0]) == ("GOOD", [True, True], "manifest.unknown-model")
    assert again[0] == "BAD"
    assert again[1] > 1000
    assert watched.requests[since:] == []
    assert len(hub.requests) == known

"""Models of a hub in a page: offered by a site built with them, or taken from the hub where that is allowed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.unit import hub_api, trained_tagger
from tests.unit.hub_api import SENTIMENT, Api, Repository, sentiment

from .engine_page import open_engine
from .serving import ROOT, http_server
from .test_added_models import card, classify
from .watch import Watch, origin

TAGGER = "org/tagger"


@pytest.fixture(scope="module")
def hub() -> Iterator[Api]:
    with hub_api.serving() as api:
        api.repositories[SENTIMENT] = Repository({"main": sentiment(), "refs/pr/1": sentiment(10)})
        api.repositories[TAGGER] = trained_tagger.repository()
        yield api


@pytest.fixture(scope="module")
def site(hub: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a static site with two models of the hub."""
    folder: Path = tmp_path_factory.mktemp("host")
    models = ["--model", f"{SENTIMENT}@refs/pr/1", "--model", TAGGER]
    command = [sys.executable, str(ROOT / "serve.py"), "build", "-o", str(folder / "app"), *models]
    subprocess.run(command, check=True, cwd=ROOT, env={**environ, "HF_ENDPOINT": hub.url})
    with http_server(folder) as address:
        yield f"{address}app/"


def test_a_site_offers_the_models_that_it_was_built_with(page: Page, site: str, hub: Api, watch: Watch) -> None:
    watch.origins = {origin(site)}
    before = len(hub.requests)
    page.goto(f"{site}#/models")
    mine = card(page, SENTIMENT)
    expect(mine).to_contain_text("Not downloaded")
    mine.get_by_role("button", name=re.compile("^Download")).click()
    expect(mine).to_contain_text("Stored in this browser")

    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-model").select_option(SENTIMENT)
    classify(page, "good good bad")
    expect(page.get_by_test_id("classify-output").locator(".verdict")).to_have_text("Pos")
    assert hub.requests[before:] == []


def test_one_that_is_not_there_is_an_error_and_no_site(hub: Api, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "serve.py"), "build", "-o", str(tmp_path / "app"), "--model", "org/nothing"]
    done = subprocess.run(
        command, cwd=ROOT, env={**environ, "HF_ENDPOINT": hub.url}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "model org/nothing: " in done.stderr
    assert not (tmp_path / "app").exists()


# --- createEngine({ allowRemoteModels: true }), for pages of others

TOKEN = "hf_a-secret-of-the-test"
KEPT = """async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(await indexedDB.databases())];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) texts.push(name, key.url, await (await cache.match(key)).text());
  }
  return texts.join(" ");
}"""


@pytest.fixture
def private(hub: Api) -> Iterator[tuple[Api, Api]]:
    """The hub, which wants a token and keeps weights elsewhere, and the host to which it redirects for them."""
    with hub_api.serving() as elsewhere:
        elsewhere.is_shared = hub.is_shared = True
        elsewhere.repositories = hub.repositories
        hub.token = TOKEN
        commit = hub.repositories[SENTIMENT].branches["main"].commit
        path = "onnx/model_quantized.onnx"
        hub.redirects[path] = f"{elsewhere.url}/{SENTIMENT}/resolve/{commit}/{path}"
        hub.requests.clear()
        hub.authorizations.clear()
        yield hub, elsewhere
    hub.token, hub.is_shared = None, False
    hub.redirects.clear()


def remote(page: Page, hub: Api, **options: Any) -> None:
    page.evaluate(
        "(options) => { window.engine = make({ allowRemoteModels: true, ...options }); }",
        {"remoteHost": hub.url, "token": TOKEN, **options},
    )


def labels(page: Page, text: str) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate("text => engine.classify(text, { model: 'org/sentiment' })", text)
    return [one["label"] for one in found]


def test_a_page_of_others_takes_models_from_its_hub_with_its_token(
    page: Page, static_dist: str, private: tuple[Api, Api], watch: Watch
) -> None:
    hub, elsewhere = private
    watch.origins = {origin(static_dist), origin(hub.url), origin(elsewhere.url)}
    watch.expect("404")  # the site has no such model
    open_engine(page, static_dist)
    remote(page, hub)
    plan = page.evaluate("engine.plan({ model: 'org/sentiment' })")
    assert plan["manifest"]["revision"] == hub.repositories[SENTIMENT].branches["main"].commit
    assert not [path for path in hub.requests if path.endswith(".onnx")]

    assert labels(page, "good good bad") == ["POS"]
    assert set(hub.authorizations) == {f"Bearer {TOKEN}"}
    assert len([path for path in hub.requests if path.endswith("tokenizer.json")]) == 1
    assert [path.rpartition("/")[2] for path in elsewhere.requests] == ["model_quantized.onnx"]
    assert elsewhere.authorizations == [None]
    assert TOKEN not in page.evaluate(KEPT)

    # The next visit needs no hub.
    asked = len(hub.requests)
    open_engine(page, static_dist)
    remote(page, hub)
    assert labels(page, "bad") == ["NEG"]
    assert len(hub.requests) == asked

    # Once it is deleted, the newest revision is taken.
    page.evaluate("engine.deleteModel('org/sentiment')")
    hub.repositories[SENTIMENT].branches["main"] = sentiment(4)
    commit = page.evaluate("engine.plan({ model: 'org/sentiment' })")["manifest"]["revision"]
    assert commit == sentiment(4).commit


def test_without_the_token_or_with_altered_bytes_there_is_no_model(
    page: Page, static_dist: str, private: tuple[Api, Api], watch: Watch
) -> None:
    hub, elsewhere = private
    watch.origins = {origin(static_dist), origin(hub.url), origin(elsewhere.url)}
    watch.expect("40[14]")
    open_engine(page, static_dist)
    remote(page, hub, token=None)
    failed = page.evaluate("fails(engine.classify('good', { model: 'org/sentiment' }))")
    assert failed["code"] == "manifest.unknown-model"
    assert TOKEN not in str(failed)

    elsewhere.altered["onnx/model_quantized.onnx"] = hub_api.graph(2, scale=99)
    remote(page, hub)
    failed = page.evaluate("fails(engine.classify('good', { model: 'org/sentiment' }))")
    assert failed["code"] == "download.integrity"


def test_revisions_of_a_model_are_models_of_their_own(
    page: Page, static_dist: str, private: tuple[Api, Api], watch: Watch
) -> None:
    hub, elsewhere = private
    hub.redirects.clear()
    watch.origins = {origin(static_dist), origin(hub.url), origin(elsewhere.url)}
    open_engine(page, static_dist)
    remote(page, hub)
    repository = hub.repositories[SENTIMENT]
    commits = {name: repository.branches[name].commit for name in ("main", "refs/pr/1")}
    scores = {}
    for revision, commit in commits.items():
        model = f"{SENTIMENT}@{revision}"
        assert page.evaluate("model => engine.plan({ model })", model)["manifest"]["revision"] == commit
        (label,) = page.evaluate("model => engine.classify('good bad good', { model })", model)
        scores[revision] = label["score"]
    assert scores["refs/pr/1"] > scores["main"]

    # A commit names the same files. Of two revisions one can be deleted.
    page.evaluate("model => engine.deleteModel(model)", f"{SENTIMENT}@main")
    by_commit = f"{SENTIMENT}@{commits['refs/pr/1']}"
    (label,) = page.evaluate("model => engine.classify('good bad good', { model })", by_commit)
    assert label["score"] == scores["refs/pr/1"]
    asked = len(hub.requests)
    stored = page.evaluate("model => engine.storedModel(model)", f"{SENTIMENT}@refs/pr/1")
    assert stored["bytes"] > 0
    assert len(hub.requests) == asked


def test_revisions_that_are_not_there_and_models_that_nobody_may_read_have_codes_of_their_own(
    page: Page, static_dist: str, private: tuple[Api, Api], watch: Watch
) -> None:
    hub, elsewhere = private
    watch.origins = {origin(static_dist), origin(hub.url), origin(elsewhere.url)}
    watch.expect("40[14]")
    open_engine(page, static_dist)
    remote(page, hub)
    hub.repositories["org/gated"] = Repository({"main": sentiment()}, is_gated=True)
    cases = {
        f"{SENTIMENT}@v9": ("download.not-found", "no revision v9"),
        "org/gated": ("download.gated", "accept its authors' terms"),
        "org/nothing@main": ("manifest.unknown-model", "org/nothing"),
        f"{SENTIMENT}@../main": ("manifest.unknown-model", "owner/name"),
    }
    for model, (code, words) in cases.items():
        failed = page.evaluate("model => fails(engine.plan({ model }))", model)
        assert (failed["code"], words in failed["message"]) == (code, True), failed
        assert TOKEN not in str(failed)
    page.evaluate("() => { window.engine = make({}); }")
    failed = page.evaluate("model => fails(engine.plan({ model }))", f"{SENTIMENT}@refs/pr/1")
    assert failed["code"] == "manifest.unknown-model"
    assert "allowRemoteModels" in failed["message"]


def test_other_pages_ask_no_hub(page: Page, server: str, hub: Api, watch: Watch) -> None:
    watch.expect("404")
    before = len(hub.requests)
    open_engine(page, server)
    failed = page.evaluate("fails(engine.classify('good', { model: 'org/sentiment' }))")
    assert failed["code"] == "manifest.unknown-model"
    for options, words in (
        ({"remoteHost": hub.url}, "allowRemoteModels"),
        ({"token": TOKEN}, "allowRemoteModels"),
        ({"allowRemoteModels": True, "remoteHost": "http://hub.example", "token": TOKEN}, "not encrypted"),
        ({"allowRemoteModels": True, "remoteHost": "file:///etc"}, "address of a hub"),
    ):
        said = page.evaluate("(options) => { try { make(options); } catch (error) { return error.message; } }", options)
        assert words in said
        assert TOKEN not in said
    assert len(hub.requests) == before

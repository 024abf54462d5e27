"""User interactions in the Search view, with both real models and the site's corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .accessibility import serious, sideways_scroll
from .page_wait import wait_until
from .serving import ROOT
from .watch import Watch, watched_view

CORPUS = ROOT / "web" / "corpus"
EMBEDDER_FILE = "**/all-MiniLM-L6-v2/onnx/model_int8.onnx"
RERANKER_FILE = "**/ms-marco-MiniLM-L12-v2/onnx/model_int8.onnx"
QUERY = "a bug that disappears when you try to find it"
OWN = """The cat sat on the mat and slept.

Water boils at 100 degrees Celsius at sea level.

The committee met on Tuesday to discuss the budget."""


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page whose models are ready, shared by the tests that only use it, and its record so far."""
    with watched_view(browser, f"{server}#/search") as (page, watch):
        search(page, QUERY)
        yield page, watch


@pytest.fixture
def ready(visit: tuple[Page, Watch]) -> Page:
    """The shared page, with corpus and reranking reset."""
    page, _ = visit
    page.get_by_test_id("search-source").select_option("jargon")
    page.get_by_test_id("search-rerank").check()
    return page


def hits(page: Page) -> Locator:
    return page.get_by_test_id("search-results").locator(".hit")


def titles(page: Page) -> list[str]:
    return hits(page).locator("h3").all_text_contents()


def status(page: Page) -> Locator:
    return page.get_by_test_id("status")


def search(page: Page, query: str) -> None:
    page.get_by_test_id("search-query").fill(query)
    run = page.get_by_test_id("search-run")
    expect(run).to_be_enabled()
    run.click()
    expect(run).to_be_enabled(timeout=120_000)
    expect(status(page)).to_have_text(re.compile(r"^\d+ passages found( and reranked in .* s)?\.$"))


def numbers(page: Page, selector: str) -> list[float]:
    return [float(text.replace("−", "-")) for text in hits(page).locator(f"{selector} b").all_text_contents()]


def test_the_corpus_is_what_it_has_to_be() -> None:
    meta = json.loads((CORPUS / "embeddings.meta.json").read_text(encoding="utf-8"))
    documents = (CORPUS / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert meta["count"] == len(documents) >= 1000
    assert (CORPUS / "embeddings.bin").stat().st_size == meta["count"] * meta["dim"]
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 2_000_000
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "Jargon File" in notice


@pytest.mark.smoke
def test_each_model_is_fetched_when_it_is_needed_after_its_size_was_told(page: Page, server: str, watch: Watch) -> None:
    waiting: list[Route] = []
    page.route(RERANKER_FILE, lambda route: waiting.append(route))
    page.goto(server)
    page.get_by_test_id("nav-search").click()
    expect(page).to_have_title("Search by meaning: tabside")
    run = page.get_by_test_id("search-run")
    expect(run).to_have_text(re.compile(r"^Download \d+ MB and search$"))
    expect(page.get_by_text("(35 MB to download once)")).to_be_visible()
    with_both = int(re.findall(r"\d+", run.text_content() or "")[0])
    page.get_by_test_id("search-rerank").uncheck()
    expect(run).not_to_have_text(f"Download {with_both} MB and search")
    alone = int(re.findall(r"\d+", run.text_content() or "")[0])
    assert with_both - alone in (34, 35, 36)
    assert not [url for url in watch.requests if "/models/" in url and "manifest" not in url]

    search(page, QUERY)
    expect(hits(page)).to_have_count(20)
    assert "heisenbug" in titles(page)
    assert not [url for url in watch.requests if "ms-marco" in url and "manifest" not in url]

    page.get_by_test_id("search-rerank").check()
    expect(run).to_have_text("Download 35 MB and search")
    run.click()
    expect(page.get_by_text("Downloading MS MARCO MiniLM-L12, once")).to_be_visible()
    # The results of the vector search are readable meanwhile.
    expect(hits(page)).to_have_count(20)
    expect(page.get_by_test_id("search-before")).to_be_hidden()
    wait_until(page, lambda: waiting)
    waiting[0].continue_()
    expect(page.get_by_test_id("search-before")).to_be_visible(timeout=120_000)
    assert titles(page)[0] == "heisenbug"


def test_escape_cancels_and_an_error_can_be_tried_again(page: Page, server: str, watch: Watch) -> None:
    watch.expect("404")
    # One route with changing answers: a request that begins while a route is taken away may stay without any.
    answers: dict[str, Callable[[Route], None]] = {
        "none": lambda route: None,
        "missing": lambda route: route.fulfill(status=404, body="Not Found"),
        "the file": lambda route: route.continue_(),
    }
    given = ["none"]
    page.route(EMBEDDER_FILE, lambda route: answers[given[-1]](route))
    page.goto(f"{server}#/search")
    expect(page.get_by_test_id("search-run")).to_be_enabled()
    page.get_by_test_id("search-rerank").uncheck()
    page.get_by_test_id("search-query").fill(QUERY)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("progress")).to_be_visible()
    page.keyboard.press("Escape")
    expect(status(page)).to_have_text("Cancelled. What you wrote is still here.")

    given.append("missing")
    page.get_by_test_id("search-run").click()
    expect(page.get_by_role("alert")).to_contain_text("A file is missing on the server")
    given.append("the file")
    page.get_by_test_id("error-retry").click()
    expect(hits(page)).to_have_count(20, timeout=120_000)
    expect(page.get_by_role("alert")).to_have_text("")


def test_reranking_orders_by_raw_logits_and_says_what_moved(ready: Page) -> None:
    search(ready, QUERY)
    expect(hits(ready)).to_have_count(20)
    logits = numbers(ready, ".hit-logit")
    assert logits == sorted(logits, reverse=True)
    assert len(set(logits)) > 10
    assert min(logits) < 0 < max(logits)
    before = ready.get_by_test_id("search-before").locator("li")
    cosines = [float(text) for text in before.locator(".before-score").all_text_contents()]
    assert cosines == sorted(cosines, reverse=True)
    old = before.locator(".before-title").all_text_contents()
    new = titles(ready)
    assert sorted(old) == sorted(new)
    for place, move in enumerate(hits(ready).locator(".hit-move").all_text_contents()):
        rose = old.index(new[place]) - place
        expected = "stayed" if rose == 0 else f"{'▲ up' if rose > 0 else '▼ down'} {abs(rose)}, was {place + rose + 1}"
        assert move == expected


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("a person who hides in a forum and only reads", "lurker"),
        ("the blinking lights on a computer", "blinkenlights"),
        ("code so tangled that nobody can follow it", "spaghetti code"),
    ],
)
def test_examples_find_what_is_meant(ready: Page, query: str, title: str) -> None:
    ready.get_by_role("button", name=query).click()
    expect(ready.get_by_test_id("search-query")).to_have_value(query)
    expect(hits(ready).first.locator("h3")).to_have_text(title, timeout=120_000)
    expect(ready.get_by_test_id("search-run")).to_be_enabled()


def test_ones_own_passages_are_embedded_once(ready: Page) -> None:
    ready.get_by_test_id("search-source").select_option("own")
    ready.get_by_test_id("search-own").fill(OWN)
    search(ready, "temperature of steam")
    expect(hits(ready)).to_have_count(3)
    expect(hits(ready).first).to_contain_text("Water boils")
    search(ready, "an animal at rest")
    expect(hits(ready).first).to_contain_text("The cat sat")


def test_without_a_question_or_passages_nothing_runs(ready: Page) -> None:
    ready.get_by_test_id("search-query").fill("  ")
    ready.get_by_test_id("search-run").click()
    expect(status(ready)).to_have_text(re.compile("^There is no question yet"))
    expect(ready.get_by_test_id("search-query")).to_be_focused()
    ready.get_by_test_id("search-query").fill("x")
    ready.get_by_test_id("search-source").select_option("own")
    ready.get_by_test_id("search-own").fill("\n\n")
    ready.get_by_test_id("search-run").click()
    expect(status(ready)).to_have_text(re.compile("^There are no passages yet"))


def test_searching_makes_no_request_and_works_without_a_network(ready: Page, visit: tuple[Page, Watch]) -> None:
    visit[1].requests.clear()
    ready.context.set_offline(True)
    try:
        search(ready, "too many features")
    finally:
        ready.context.set_offline(False)
    assert visit[1].requests == []
    assert titles(ready)[0] == "feature shock"


def test_a_corpus_of_other_weights_is_refused(browser: Browser, server: str) -> None:
    meta = json.loads((CORPUS / "embeddings.meta.json").read_text(encoding="utf-8"))
    # A service worker would answer before the route does.
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.route("**/embeddings.meta.json", lambda route: route.fulfill(json={**meta, "sha256": "0" * 64}))
    page.goto(f"{server}#/search")
    expect(page.get_by_test_id("search-run")).to_be_enabled()
    page.get_by_test_id("search-query").fill(QUERY)
    page.get_by_test_id("search-run").click()
    expect(page.get_by_role("alert")).to_contain_text("not made by the weights", timeout=120_000)
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(ready: Page, theme: str, width: int) -> None:
    ready.set_viewport_size({"width": width, "height": 800})
    ready.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    try:
        assert serious(ready) == []
        assert sideways_scroll(ready) <= 0
        ready.get_by_test_id("search-source").select_option("own")
        assert serious(ready) == []
    finally:
        ready.set_viewport_size({"width": 1280, "height": 800})
        ready.emulate_media(color_scheme="light")

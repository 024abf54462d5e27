"""The main task in a real Chromium: the real server, the real model, the same findings as on CPython."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from .engine_page import model_requests, open_engine, redact
from .watch import Watch, origin

KNOWN_TEXTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "known_texts.json").read_text(encoding="utf-8")
)
LETTER = "Dear Ms. Amélie Fournier, 😀 call +1 (415) 555-2671 or mail ada@example.org. Yours, Ada Lovelace"


def code_points(text: str, offset: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "surrogatepass"))


@pytest.mark.smoke
def test_known_texts_give_the_findings_that_cpython_gives(shared_engine: Page) -> None:
    for known in KNOWN_TEXTS:
        text = known["text"]
        found = redact(shared_engine, text)["findings"]
        expected = [(finding["entity"], finding["start"], finding["end"]) for finding in known["findings"]]
        assert [
            (finding["entity"], code_points(text, finding["start"]), code_points(text, finding["end"]))
            for finding in found
        ] == expected


def test_personal_data_at_the_end_of_a_long_text_is_redacted(shared_engine: Page) -> None:
    prose = "The committee met again and talked about the weather at some length, as it always does in spring. "
    text = (prose * 210)[:19_800] + "\n\nContact: Margaret Thornbury, margaret.thornbury@example.com, (212) 555-0147."
    assert len(text) < 20_000
    result = redact(shared_engine, text)
    assert not re.search("Margaret|Thornbury|555-0147", result["text"])
    assert all(finding["start"] > 19_700 for finding in result["findings"])


@pytest.mark.smoke
def test_offsets_count_utf16_units_and_restoring_is_exact(shared_engine: Page) -> None:
    result = redact(shared_engine, LETTER)
    units = LETTER.encode("utf-16-le")
    found = {
        finding["entity"]: units[2 * finding["start"] : 2 * finding["end"]].decode("utf-16-le")
        for finding in result["findings"]
    }
    assert found["EMAIL"] == "ada@example.org"
    assert found["PHONE"] == "+1 (415) 555-2671"
    edited = "FYI:\n" + result["text"].replace("Dear", "Hello")
    assert shared_engine.evaluate("text => engine.restore(text)", edited) == "FYI:\n" + LETTER.replace("Dear", "Hello")


def test_findings_can_be_kept_without_a_second_scan(shared_engine: Page) -> None:
    result = redact(shared_engine, LETTER)
    kept = [finding for finding in result["findings"] if finding["entity"] != "EMAIL"]
    again = shared_engine.evaluate(
        "([text, kept]) => engine.anonymize(text, kept, {operator: 'remove'})", [LETTER, kept]
    )
    assert "ada@example.org" in again["text"]
    assert "415" not in again["text"]


CONCURRENT = "async text => (await Promise.all([1, 2, 3].map(() => engine.redact(text)))).map(({ text }) => text)"


def test_concurrent_first_calls_download_once_and_a_second_visit_downloads_nothing(
    context: BrowserContext, server: str, watch: Watch
) -> None:
    first = open_engine(context.new_page(), server)
    assert len(set(first.evaluate(CONCURRENT, LETTER))) == 1
    requested = model_requests(watch.requests)
    assert len(requested) == len(set(requested)) == 3
    watch.requests.clear()
    second = open_engine(context.new_page(), server)
    assert second.evaluate("engine.plan()")["bytes_missing"] == 0
    redact(second, LETTER)
    assert model_requests(watch.requests) == []


@pytest.mark.long  # test_static_site.py redacts there through the page
def test_the_static_site_redacts_behind_a_plain_host(page: Page, static_dist: str, watch: Watch) -> None:
    watch.origins.add(origin(static_dist))
    watch.expect("favicon.ico")  # requested at the host's root, which is not ours
    result = redact(open_engine(page, static_dist), LETTER)
    assert "Amélie" not in result["text"]
    assert page.evaluate("engine.diagnostics()")["threads"] == 1


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_text_without_words_comes_back_as_it_is(shared_engine: Page, text: str) -> None:
    result = redact(shared_engine, text)
    assert (result["text"], result["findings"]) == (text, [])

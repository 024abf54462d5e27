"""Models of a hub in a page: offered by a site that was built with them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.unit import hub_api, trained_tagger
from tests.unit.hub_api import SENTIMENT, Api, Repository, sentiment

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

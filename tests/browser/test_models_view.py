"""The Models view: what is stored, and what can be done with it."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .accessibility import serious, sideways_scroll
from .engine_page import model_requests
from .watch import Watch

MODEL = "stackone/minilm-multihead-v5"
TITLE = "Prompt injection (StackOne Defender)"
DAMAGE = """async () => {
  const cache = await caches.open("tabside-models-v2");
  const part = (await cache.keys()).find(({ url }) => url.includes("model_int8.onnx") && url.includes("&start=0"));
  const bytes = new Uint8Array(await (await cache.match(part)).arrayBuffer());
  bytes[1000] ^= 255;
  await cache.put(part, new Response(bytes));
}"""


def card(page: Page) -> Locator:
    return page.locator(f'[data-model="{MODEL}"]')


def act(page: Page, action: str) -> None:
    card(page).get_by_role("button", name=f"{action} {TITLE}").click()


def open_models(page: Page, server: str) -> None:
    page.goto(f"{server}#/models")
    expect(card(page)).to_be_visible()


def download(page: Page) -> None:
    card(page).locator('[data-action="download"]').click()
    expect(card(page)).to_contain_text("Stored in this browser", timeout=120_000)


@pytest.mark.smoke
def test_a_model_is_downloaded_verified_and_deleted(page: Page, server: str, watch: Watch) -> None:
    open_models(page, server)
    expect(card(page)).to_contain_text("Not downloaded")
    expect(card(page)).to_contain_text("Apache-2.0")
    expect(card(page)).to_contain_text("copyright 2024 StackOne")
    expect(page.get_by_test_id("models-usage")).to_contain_text(re.compile(r"of [\d.]+ [GT]B in use"))
    expect(card(page).locator('[data-action="download"]')).to_have_text(re.compile(r"^Download 24 MB"))
    download(page)
    # Nothing was started for it: neither Python nor onnxruntime.
    assert not [url for url in watch.requests if "pyodide.asm" in url]
    act(page, "Verify")
    expect(card(page)).to_contain_text("3 files verified: every SHA-256 is right.")
    act(page, "Delete")
    expect(card(page)).to_contain_text("Not downloaded")
    expect(card(page).get_by_role("button")).to_have_count(1)


def test_a_download_can_be_cancelled_and_what_came_is_kept(page: Page, server: str) -> None:
    waiting: list[Route] = []
    page.route("**/minilm-multihead-v5/onnx/**", lambda route: waiting.append(route))
    open_models(page, server)
    card(page).locator('[data-action="download"]').click()
    expect(card(page).get_by_role("progressbar")).to_be_visible()
    expect(card(page)).to_contain_text("712 kB of 24 MB")
    page.get_by_role("button", name="Cancel the download").click()
    expect(card(page)).to_contain_text("Cancelled. The part received so far is kept")
    expect(card(page)).to_contain_text("Partly stored")
    expect(page.get_by_role("button", name="Cancel the download")).to_be_hidden()


def test_damage_in_storage_is_found_and_dropped(page: Page, server: str) -> None:
    open_models(page, server)
    download(page)
    page.evaluate(DAMAGE)
    act(page, "Verify")
    expect(card(page)).to_contain_text("Damaged, and dropped: onnx/model_int8.onnx.")
    expect(card(page)).to_contain_text("Partly stored")
    expect(card(page).locator('[data-action="download"]')).to_have_text(re.compile(r"^Download 23 MB"))


def test_an_exported_model_is_imported_where_there_is_no_network(
    page: Page, server: str, tmp_path: Path, watch: Watch
) -> None:
    open_models(page, server)
    download(page)
    with page.expect_download() as saved:
        act(page, "Export")
    assert saved.value.suggested_filename == "stackone--minilm-multihead-v5.tar"
    archive = tmp_path / "model.tar"
    saved.value.save_as(archive)
    with tarfile.open(archive) as content:
        assert f"{MODEL}/onnx/model_int8.onnx" in content.getnames()

    act(page, "Delete")
    expect(card(page)).to_contain_text("Not downloaded")
    watch.requests.clear()
    page.get_by_test_id("models-import").set_input_files(archive)
    expect(card(page)).to_contain_text(f"3 files of {MODEL} imported and verified.")
    expect(card(page)).to_contain_text("Stored in this browser")
    assert model_requests(watch.requests) == []


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (lambda archive: archive[:600] + b"#" + archive[601:], "arrived damaged"),
        (lambda archive: b"none" * 999, "not a model"),
    ],
    ids=["altered", "no archive"],
)
def test_a_wrong_import_is_refused_and_nothing_of_it_is_kept(
    page: Page, server: str, tmp_path: Path, alter: Callable[[bytes], bytes], message: str
) -> None:
    archive = tmp_path / "model.tar"
    with tarfile.open(archive, "w", format=tarfile.USTAR_FORMAT) as made:
        folder = Path(__file__).parents[2] / "models" / ".cache" / MODEL
        for name in ("config.json", "tokenizer.json"):
            made.add(folder / name, f"{MODEL}/{name}")
    archive.write_bytes(alter(archive.read_bytes()))
    open_models(page, server)
    page.get_by_test_id("models-import").set_input_files(archive)
    expect(page.get_by_role("alert")).to_contain_text(message)
    page.reload()
    expect(card(page)).to_be_visible()
    stored = page.evaluate("caches.open('tabside-models-v2').then(c => c.keys()).then(keys => keys.map(k => k.url))")
    assert not [url for url in stored if MODEL in url]


def test_the_last_use_is_told(page: Page, server: str) -> None:
    open_models(page, server)
    expect(card(page)).to_contain_text("not yet")
    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-model").select_option(MODEL)
    expect(page.get_by_test_id("classify-run")).to_be_enabled()
    page.get_by_role("button", name="An injection").click()
    page.get_by_test_id("classify-run").click()
    expect(page.get_by_test_id("status")).to_contain_text("classified", timeout=120_000)
    page.get_by_test_id("nav-models").click()
    expect(card(page)).to_contain_text(re.compile(r"Last used[A-Z][a-z]{2} \d+, 20\d\d"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(page: Page, server: str, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_models(page, server)
    assert serious(page) == []
    assert sideways_scroll(page) <= 0

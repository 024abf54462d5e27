"""The Speed view: a table for this device, and the faster device from then on."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from .accessibility import serious, sideways_scroll


def open_view(page: Page, server: str) -> None:
    page.goto(f"{server}#/speed")
    expect(page.get_by_test_id("speed-run")).to_be_enabled()


def test_without_webgpu_it_measures_wasm_and_keeps_it(page: Page, server: str) -> None:
    page.goto(f"{server}#/models")
    page.get_by_test_id("nav-speed").click()
    expect(page.locator(".view-speed")).to_contain_text("no WebGPU")
    page.get_by_test_id("speed-run").click()
    expect(page.get_by_test_id("speed-verdict")).to_have_text("WASM stays in use.")
    table = page.get_by_test_id("speed-table")
    assert table.locator("thead th").all_inner_texts() == ["", "WASM"]
    cells = table.locator("tbody td").all_inner_texts()
    assert len(cells) == 8
    assert all(float(cell.removesuffix(" ms").replace(",", "")) > 0 for cell in cells[:6])
    assert serious(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert not sideways_scroll(page)


@pytest.mark.long  # it takes minutes in software; tests/js/device-choice.test.js tests the choice and its memory
def test_with_webgpu_it_measures_both_and_the_next_load_takes_the_faster(webgpu_page: Page, server: str) -> None:
    page = webgpu_page
    open_view(page, server)
    page.get_by_test_id("speed-run").click()
    table = page.get_by_test_id("speed-table")
    expect(table.locator("thead th")).to_have_text(["", "WASM", "WebGPU"], timeout=240_000)
    # WebGPU in software is slower; the remembered device is the one the table names.
    row = table.locator("tbody tr").nth(1).locator("td").all_inner_texts()
    times = [float(cell.removesuffix(" ms").replace(",", "")) for cell in row]
    faster = ("wasm", "webgpu")[times.index(min(times))]
    assert json.loads(page.evaluate("localStorage.getItem('tabside-device')"))["device"] == faster
    page.reload()
    expect(page.get_by_test_id("speed-verdict")).to_contain_text("Measured before")


@pytest.mark.smoke
def test_a_measurement_can_be_cancelled_and_started_again(page: Page, server: str) -> None:
    open_view(page, server)
    run = page.get_by_test_id("speed-run")
    run.click()
    expect(run).to_have_text("Cancel")
    run.click()
    expect(run).to_have_text("Measure again")
    expect(page.get_by_test_id("status")).to_have_text("The measurement was cancelled.")
    assert page.evaluate("localStorage.getItem('tabside-device')") is None

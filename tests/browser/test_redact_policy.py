"""Policies and operators in the Redact view, and keys that work after the tab is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tabside.redaction import Registry
from tabside.redaction.policy.presets import PRESETS

from .accessibility import serious, sideways_scroll
from .redact_page import REDACTED, TEXT, output, redact, status
from .serving import ROOT

PASSPHRASE = "correct horse"


@pytest.fixture
def options(ready: Page) -> Iterator[Page]:
    """The shared page, whose policy, operator and passphrases are reset afterwards."""
    yield ready
    if ready.get_by_role("dialog").count() == 0:
        choose_policy(ready, "")
    ready.get_by_test_id("redact-operator").select_option("placeholder")
    ready.get_by_test_id("key-passphrase").evaluate("(input) => { input.value = ''; }")
    ready.get_by_test_id("redact-passphrase").evaluate("(input) => { input.value = ''; }")


def choose_policy(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("kinds")).click()
    preset(page, name).check()
    page.get_by_role("button", name="Done").click()


def preset(page: Page, name: str) -> Locator:
    return page.get_by_test_id("redact-policy").locator(f'input[value="{name}"]')


def dial(page: Page, kind: str) -> Locator:
    return page.get_by_label(f"Mask {kind}", exact=True)


def type_key(page: Page) -> None:
    page.get_by_test_id("key-passphrase").evaluate("(input) => { input.closest('details').open = true; }")
    page.get_by_test_id("key-passphrase").fill(PASSPHRASE)


def test_the_page_offers_the_presets_that_there_are(ready: Page) -> None:
    offered = ready.get_by_test_id("redact-policy").locator("label:not([hidden])")
    assert set(offered.locator("input").evaluate_all("nodes => nodes.map((node) => node.value)")) == {"", *PRESETS}
    assert all(len(words) > 30 for words in offered.locator(".preset-words").all_text_contents())


def test_the_page_offers_the_kinds_that_there_are(ready: Page) -> None:
    manifest = json.loads((ROOT / "models" / "manifests" / "nationaldesignstudio--rampart.json").read_text())
    offered = ready.locator(".entity-dialog select[name^=mode-]").evaluate_all(
        "nodes => nodes.map((node) => node.name.slice('mode-'.length))"
    )
    assert set(offered) == Registry.default().entities | {label[2:] for label in manifest["labels"] if label != "O"}


def test_a_policy_brings_its_kinds_and_operators(options: Page) -> None:
    choose_policy(options, "pci")
    expect(options.get_by_test_id("redact-operator")).to_have_value("")
    expect(output(options)).to_have_text(
        re.compile(r"^My name is <GIVEN_NAME> <SURNAME>\. Write to maria@example\.com")
    )
    options.get_by_test_id("redact-operator").select_option("placeholder")
    expect(output(options)).to_have_text(re.compile(r"^My name is \[GIVEN_NAME_1\] \[SURNAME_1\]\. Write to maria@"))


def test_dates_and_ages_are_looked_for_when_a_policy_or_the_reader_says_so(options: Page) -> None:
    chooser = options.get_by_role("button", name=re.compile("kinds"))
    expect(chooser).to_have_text("35 of 38 kinds")
    choose_policy(options, "hipaa")
    expect(chooser).to_have_text("HIPAA Safe Harbor: 37 of 38 kinds")
    chooser.click()
    expect(dial(options, "Age")).to_have_value("always")
    dial(options, "Other date").select_option("never")
    options.get_by_role("button", name="Done").click()
    expect(chooser).to_have_text("HIPAA Safe Harbor: 36 of 38 kinds")
    choose_policy(options, "")
    expect(chooser).to_have_text("35 of 38 kinds")


NEWS = "Chicago is growing fast.\n\nMaria Lindqvist lives in Chicago."


def test_towns_are_masked_only_near_a_person(options: Page) -> None:
    redact(options, NEWS)
    expect(output(options)).to_have_text("[CITY_1] is growing fast.\n\n[GIVEN_NAME_1] [SURNAME_1] lives in [CITY_1].")
    choose_policy(options, "near-people")
    expect(output(options)).to_have_text("Chicago is growing fast.\n\n[GIVEN_NAME_1] [SURNAME_1] lives in [CITY_1].")
    chooser = options.get_by_role("button", name=re.compile("kinds"))
    expect(chooser).to_have_text("Near people: 35 of 38 kinds, 5 near people")


def test_the_dial_is_turned_with_the_keyboard(options: Page, tmp_path: Path) -> None:
    redact(options, NEWS)
    options.get_by_role("button", name=re.compile("kinds")).focus()
    options.keyboard.press("Enter")
    preset(options, "").focus()
    options.keyboard.press("ArrowDown")
    expect(preset(options, "near-people")).to_be_checked()
    expect(dial(options, "City")).to_have_value("identifying")
    dial(options, "City").focus()
    options.keyboard.press("n")  # of its values this letter begins two: from "Near a person" it leads to "Never"
    expect(dial(options, "City")).to_have_value("never")
    expect(options.get_by_label("Replace City with")).to_be_disabled()
    # A name tells who is meant, so that there is no middle.
    assert dial(options, "Surname").locator("option").all_text_contents() == ["Always", "Never"]
    with options.expect_download() as download:
        options.get_by_role("button", name="Export").click()
    download.value.save_as(tmp_path / "policy.json")
    assert json.loads((tmp_path / "policy.json").read_text())["entities"] == {"off": ["CITY"]}
    options.keyboard.press("Escape")
    expect(output(options)).to_have_text("Chicago is growing fast.\n\n[GIVEN_NAME_1] [SURNAME_1] lives in Chicago.")


def test_a_policy_is_saved_and_opened(options: Page, tmp_path: Path) -> None:
    choose_policy(options, "hipaa")
    options.get_by_test_id("redact-operator").select_option("remove")
    options.get_by_role("button", name=re.compile("kinds")).click()
    with options.expect_download() as download:
        options.get_by_role("button", name="Export").click()
    download.value.save_as(tmp_path / "policy.json")
    assert json.loads((tmp_path / "policy.json").read_text()) == {
        "tabside_policy": 1, "extends": "hipaa", "operator": "remove",
    }  # fmt: skip
    policy = {"tabside_policy": 1, "name": "herons", "deny": [{"exact": "Write", "entity": "BIRD"}]}
    (tmp_path / "own.json").write_text(json.dumps(policy))
    options.get_by_label("Choose a policy file").set_input_files(tmp_path / "own.json")
    expect(preset(options, "own")).to_be_checked()
    options.get_by_role("button", name="Done").click()
    expect(output(options)).to_have_text(re.compile(r"^My name is {2}\.  to "))
    options.get_by_test_id("redact-operator").select_option("placeholder")
    expect(output(options)).to_have_text(REDACTED.replace("Write", "[BIRD_1]"))


def test_a_policy_that_cannot_be_used_says_why(options: Page, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"operator": "shred"}')
    options.get_by_role("button", name=re.compile("kinds")).click()
    options.get_by_label("Choose a policy file").set_input_files(tmp_path / "bad.json")
    expect(preset(options, "own")).to_be_checked()
    options.get_by_role("button", name="Done").click()
    expect(options.get_by_role("alert")).to_contain_text("policy.invalid")
    options.get_by_role("button", name="Dismiss").click()


@pytest.mark.parametrize(
    ("operator", "pattern"),
    [
        ("surrogate", r"^My name is (?!Maria)\S+ (?!Lindqvist)\S+\. Write to (?!maria)\S+@\S+ or"),
        ("replace", r"^My name is <GIVEN_NAME> <SURNAME>\. Write to <EMAIL> or"),
    ],
)
def test_operators_of_one_click(options: Page, operator: str, pattern: str) -> None:
    options.get_by_test_id("redact-operator").select_option(operator)
    expect(output(options)).to_have_text(re.compile(pattern))


def test_a_surrogate_leads_back(options: Page) -> None:
    options.get_by_test_id("redact-operator").select_option("surrogate")
    expect(output(options)).not_to_contain_text("Lindqvist")
    options.get_by_test_id("redact-restore").click()
    expect(options.get_by_text("This is the exact original.")).to_be_visible()


def test_a_mask_keeps_the_last_figures(options: Page) -> None:
    options.get_by_test_id("redact-operator").select_option("mask")
    options.get_by_label("Keep last").fill("2")
    options.get_by_label("Keep last").press("Enter")
    expect(output(options)).to_have_text(re.compile(r"IBAN \*+00\.$"))
    options.get_by_label("Keep last").fill("0")
    options.get_by_label("Keep last").press("Enter")


def test_encryption_asks_for_a_passphrase_which_opens_it(options: Page) -> None:
    options.get_by_test_id("redact-operator").select_option("encrypt")
    expect(options.get_by_test_id("redact-passphrase")).to_be_focused()
    expect(status(options)).to_have_text(re.compile("^Type a passphrase"))
    assert serious(options) == []
    options.get_by_test_id("redact-passphrase").fill(PASSPHRASE)
    options.get_by_test_id("redact-passphrase").press("Enter")
    expect(output(options)).to_have_text(re.compile(r"^My name is \{GIVEN_NAME:enc1:\S+\} \{SURNAME:enc1:"))
    type_key(options)
    options.get_by_test_id("redact-restore").click()
    expect(options.get_by_text("This is the exact original.")).to_be_visible()
    assert output(options).text_content() == TEXT


def test_a_saved_key_restores_on_another_day(options: Page, tmp_path: Path) -> None:
    type_key(options)
    with options.expect_download() as download:
        options.get_by_role("button", name="Save the key").click()
    download.value.save_as(tmp_path / "key.txt")
    assert "Maria" not in (tmp_path / "key.txt").read_text()
    redact(options, "Nothing here.")
    options.get_by_test_id("key-file").set_input_files(tmp_path / "key.txt")
    expect(status(options)).to_have_text(re.compile("^The key is open"))
    options.get_by_test_id("redact-restore-input").fill(REDACTED)
    options.get_by_test_id("redact-restore").click()
    expect(output(options)).to_have_text(TEXT)


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_in_the_options(options: Page, width: int) -> None:
    options.set_viewport_size({"width": width, "height": 800})
    try:
        options.get_by_test_id("redact-operator").select_option("mask")
        type_key(options)
        assert serious(options) == []
        assert sideways_scroll(options) <= 0
        options.get_by_role("button", name=re.compile("kinds")).click()
        preset(options, "hipaa").check()
        assert serious(options) == []
        options.get_by_role("button", name="Done").click()
    finally:
        options.set_viewport_size({"width": 1280, "height": 800})

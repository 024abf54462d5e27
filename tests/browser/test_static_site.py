"""The static site on a plain host: no headers, no compression, below a path."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from playwright.sync_api import Page, expect

from scripts import sbom

from .serving import ROOT, fetch
from .watch import Watch, origin


def test_a_text_is_redacted_on_a_plain_static_host(page: Page, static_dist: str, watch: Watch) -> None:
    watch.origins = {origin(static_dist)}
    page.goto(static_dist)
    page.get_by_test_id("redact-input").fill("My name is John Smith, mail john@example.org, call 212-555-0199.")
    page.get_by_test_id("redact-run").click()
    expect(page.get_by_test_id("redact-output")).to_contain_text(
        "My name is [GIVEN_NAME_1] [SURNAME_1], mail [EMAIL_1], call [PHONE_1]."
    )
    # Workers import the bytes that they compared, from the memory of the page.
    own = (static_dist, f"blob:{origin(static_dist)}")
    assert {url for url in watch.requests if not url.startswith(own)} == set()


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "site.json",
        "_headers",
        "LICENSE",
        "NOTICE",
        "wheels/simple/index.html",
        "vendor/pyodide/0.27.7/numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl",
        "models/nationaldesignstudio/rampart/manifest.json",
        "models/nationaldesignstudio/rampart/LICENSE",
    ],
)
def test_everything_is_in_it(static_dist: str, path: str) -> None:
    status, _, body = fetch(static_dist + path)
    assert status == 200
    assert body


def test_nothing_hidden_or_compressed_is_in_it(dist: Path) -> None:
    strays = [path for path in dist.rglob("*") if path.name.startswith(".") or path.suffix in (".br", ".gz")]
    assert strays == []


def test_every_wheel_that_site_json_names_is_there_in_its_size(dist: Path) -> None:
    site = json.loads((dist / "site.json").read_text())
    for wheel in site["wheels"]:
        assert (dist / wheel["url"]).stat().st_size == wheel["bytes"]
    assert (dist / site["snapshot"]["url"]).stat().st_size == site["snapshot"]["bytes"]


def test_the_bill_of_materials_fits_the_official_schema(dist: Path) -> None:
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str((dist / sbom.NAME).read_text(encoding="utf-8"))
    assert error is None


def test_the_bill_of_materials_names_every_file_with_its_hash_and_licence(dist: Path) -> None:
    bill = json.loads((dist / sbom.NAME).read_text(encoding="utf-8"))
    named: dict[str, str] = {}
    for component in bill["components"]:
        (choice,) = component["licenses"]
        assert choice.get("expression") or choice["license"]["id"], component["name"]
        for file in component.get("components", []):
            named[file["name"]] = file["hashes"][0]["content"]
        for place in component.get("properties", []):
            named[place["value"]] = component["hashes"][0]["content"]
    there = {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in dist.rglob("*")
        if path.is_file() and path.name != sbom.NAME
    }
    assert named == there
    purls = {component.get("purl", "").partition("@")[0] for component in bill["components"]}
    assert purls >= {
        "pkg:npm/pyodide", "pkg:npm/onnxruntime-web", "pkg:npm/%40noble/hashes", "pkg:pypi/numpy", "pkg:pypi/tabside",
        "pkg:pypi/python-stdnum", "pkg:pypi/phonenumberslite", "pkg:huggingface/nationaldesignstudio/rampart",
    }  # fmt: skip


def test_an_earlier_build_is_replaced_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    command = [sys.executable, "serve.py", "build", "-o", str(target)]
    target.mkdir()
    (target / "thesis.txt").write_text("mine")
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert refused.returncode == 1
    assert refused.stderr == (
        f"tabside: {target} is there and is not an earlier build: remove it or choose another folder with -o.\n"
    )
    assert [path.name for path in target.iterdir()] == ["thesis.txt"]

    (target / "thesis.txt").unlink()
    for _ in range(2):
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        assert (target / "site.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]

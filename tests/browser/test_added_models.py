"""Models that a visitor adds in the Models view, from folders, files and zips, and their use in the other views."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import onnx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.unit.hub_api import files, graph, in_two_files

from .accessibility import serious, sideways_scroll
from .watch import Watch

SENTIMENT = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEG", "1": "POS"}}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]
STORED = """async () => {
  const keys = await (await caches.open("tabside-models-v2")).keys();
  return keys.map((key) => key.url).filter((url) => url.includes("/local/"));
}"""


def classifier() -> dict[str, bytes]:
    """Return a classifier whose weights are in a further file, beside weights that are not taken."""
    weights = in_two_files("onnx/model_quantized.onnx", graph(2))
    return files(SENTIMENT, {**weights, "onnx/model.onnx": graph(2)})


def embedder() -> dict[str, bytes]:
    return files(
        {"architectures": ["BertModel"], "hidden_size": 4},
        {"onnx/model.onnx": graph(4, output="last_hidden_state", per_token=True)},
        modules=MODULES,
        **{"1_Pooling__config": {"pooling_mode_mean_tokens": True}},
    )


def reranker() -> dict[str, bytes]:
    config = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "L"}}
    made = files(config, {"onnx/model.onnx": graph(1)})
    return {**made, "README.md": b"---\nlicense: mit\npipeline_tag: text-ranking\n---\n# A reranker\n"}


def folder(path: Path, content: Mapping[str, bytes]) -> Path:
    for name, data in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def zipped(content: Mapping[str, bytes], top: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(top + name, data)
    return made.getvalue()


def card(page: Page, model: str) -> Locator:
    return page.locator(f'[data-model="{model}"]')


def open_models(page: Page, server: str) -> None:
    page.goto(f"{server}#/models")
    expect(page.get_by_test_id("models-add")).to_be_visible()


def add_zip(page: Page, name: str, data: bytes) -> None:
    page.get_by_test_id("models-add-files").set_input_files(
        {"name": name, "mimeType": "application/zip", "buffer": data}
    )


def classify(page: Page, text: str) -> None:
    page.get_by_test_id("classify-input").fill(text)
    run = page.get_by_test_id("classify-run")
    expect(run).to_have_text("Classify")
    run.click()
    expect(page.get_by_test_id("status")).to_have_text(re.compile(r"^\d+ texts? classified in .*s\.$"))


def test_a_folder_with_weights_in_a_further_file_is_added_used_and_removed(
    page: Page, server: str, tmp_path: Path, watch: Watch
) -> None:
    open_models(page, server)
    page.get_by_test_id("models-add-folder").set_input_files(folder(tmp_path / "my model", classifier()))
    mine = card(page, "local/my-model")
    expect(mine).to_contain_text("Added by you, stored in this browser")
    expect(mine).to_contain_text("onnx/model_quantized.onnx_data")
    expect(mine).to_contain_text("Classifies texts")

    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-model").select_option("local/my-model")
    classify(page, "good good bad")
    expect(page.get_by_test_id("classify-output").locator(".verdict")).to_have_text("Pos")
    # After a reload it is read from storage.
    page.reload()
    page.get_by_test_id("classify-model").select_option("local/my-model")
    classify(page, "bad")
    expect(page.get_by_test_id("classify-output").locator(".verdict")).to_have_text("Neg")
    assert not [url for url in watch.requests if "/local/" in url]

    page.get_by_test_id("nav-models").click()
    mine.get_by_role("button", name="Verify").click()
    expect(mine).to_contain_text("4 files verified")
    mine.get_by_role("button", name="Remove").click()
    expect(mine).to_have_count(0)
    assert page.evaluate(STORED) == []
    page.get_by_test_id("nav-classify").click()
    expect(page.get_by_test_id("classify-model").locator('option[value="local/my-model"]')).to_have_count(0)


def test_an_embedder_and_a_reranker_from_zips_search_and_sort(page: Page, server: str) -> None:
    open_models(page, server)
    add_zip(page, "tiny-embedder.zip", zipped(embedder(), "tiny-embedder-main/"))
    expect(card(page, "local/tiny-embedder")).to_contain_text("Embeds texts, for search")
    add_zip(page, "tiny-reranker.zip", zipped(reranker()))
    expect(card(page, "local/tiny-reranker")).to_contain_text("Reranks what was found")
    expect(card(page, "local/tiny-reranker")).to_contain_text("mit")

    page.get_by_test_id("nav-search").click()
    page.get_by_test_id("search-source").select_option("own")
    page.get_by_test_id("search-own").fill("bad bad\n\ngood good\n\nbad good")
    page.get_by_test_id("search-embedder").select_option("local/tiny-embedder")
    page.get_by_test_id("search-reranker").select_option("local/tiny-reranker")
    page.get_by_test_id("search-query").fill("good")
    expect(page.get_by_test_id("search-run")).to_have_text("Search")
    page.get_by_test_id("search-run").click()
    expect(page.get_by_test_id("status")).to_have_text(re.compile(r"^3 passages found and reranked"))
    expect(page.get_by_test_id("search-results").locator(".hit").first).to_contain_text("good good")

    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-embedder").select_option("local/tiny-embedder")
    labels = page.get_by_test_id("own-labels").locator(".own-label")
    for at, (name, description) in enumerate((("Praise", "good"), ("Blame", "bad"))):
        labels.nth(at).get_by_label("Label", exact=True).fill(name)
        labels.nth(at).get_by_label("What it means").fill(description)
    classify(page, "bad bad good bad")
    expect(page.get_by_test_id("classify-output").locator(".verdict")).to_have_text("Blame")


def escaping() -> bytes:
    """Return a model whose weights lie in a file that is not beside it."""
    model = onnx.load_from_string(in_two_files("onnx/model.onnx", graph(2))["onnx/model.onnx"])
    for tensor in model.graph.initializer:
        for entry in tensor.external_data:
            if entry.key == "location":
                entry.value = "../../secret"
    return bytes(model.SerializeToString())


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def refused() -> Mapping[str, bytes]:
    """Return zips that hold no usable model, by what is said of them."""
    model = classifier()
    return {
        "no config.json": zipped({"model.onnx": graph(2)}),
        "is not JSON": zipped({**model, "config.json": b"{"}),
        "no ONNX file": zipped(files(SENTIMENT, {})),
        "neither tokenizer.json nor vocab.txt": zipped({n: data for n, data in model.items() if n != "tokenizer.json"}),
        "its weights lie outside the file": zipped(files(SENTIMENT, {"onnx/model.onnx": escaping()})),
        "not ONNX": zipped(files(SENTIMENT, {"onnx/model.onnx": cut(graph(2))})),
        "which the page does not run": zipped(
            files({"architectures": ["LlamaForCausalLM"]}, {"onnx/model.onnx": graph(2)})
        ),
        "This archive cannot be read": cut(zipped(model)),
    }


def test_what_is_not_a_model_is_refused_and_nothing_of_it_is_kept(page: Page, server: str) -> None:
    open_models(page, server)
    for message, data in refused().items():
        add_zip(page, "x.zip", data)
        expect(page.get_by_role("alert")).to_contain_text(message)

    expect(page.locator('[data-model^="local/"]')).to_have_count(0)
    assert page.evaluate(STORED) == []


def test_lost_files_are_said_to_be_lost_and_not_fetched(page: Page, server: str, watch: Watch) -> None:
    open_models(page, server)
    add_zip(page, "mine.zip", zipped(classifier()))
    expect(card(page, "local/mine")).to_be_visible()
    page.evaluate(
        """async () => {
          const cache = await caches.open("tabside-models-v2");
          for (const key of await cache.keys()) if (key.url.includes("onnx_data")) await cache.delete(key);
        }"""
    )
    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-model").select_option("local/mine")
    page.get_by_test_id("classify-input").fill("good")
    page.get_by_test_id("classify-run").click()

    expect(page.get_by_role("alert")).to_contain_text("is gone from this browser's storage")
    assert not [url for url in watch.requests if "/local/" in url]


def test_names_are_not_reused(page: Page, server: str) -> None:
    open_models(page, server)
    add_zip(page, "mine.zip", zipped(classifier()))
    expect(card(page, "local/mine")).to_be_visible()
    add_zip(page, "mine.zip", zipped(embedder()))
    expect(card(page, "local/mine-2")).to_contain_text("Embeds texts")
    expect(card(page, "local/mine")).to_contain_text("Classifies texts")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing_serious(page: Page, server: str, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_models(page, server)
    add_zip(page, "mine.zip", zipped(classifier()))
    expect(card(page, "local/mine")).to_be_visible()
    assert serious(page) == []
    assert sideways_scroll(page) <= 0

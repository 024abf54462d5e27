"""Tasks without a shipped model, through the JavaScript API: the same answers as on CPython, on tiny models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from onnx import TensorProto
from playwright.sync_api import Browser, Page

from tabside import env, sync

from .engine_page import open_engine
from .fault_server import fault_server
from .tiny_tasks import EMBEDDING, FILLING, NLI, QUESTIONS, TASKS, identity_files, model_files
from .unbundled import serve_modules
from .watch import Watch, origin, watching

TYPES = {
    "string": TensorProto.STRING, "float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16,
    "int64": TensorProto.INT64, "int8": TensorProto.INT8, "uint8": TensorProto.UINT8, "int32": TensorProto.INT32,
    "uint32": TensorProto.UINT32, "uint64": TensorProto.UINT64, "bool": TensorProto.BOOL,
    "float64": TensorProto.DOUBLE, "int16": TensorProto.INT16, "uint16": TensorProto.UINT16,
}  # fmt: skip
CONTEXT = "😀 Ada was born in London. Paris is the capital of France."
LONG = f"{'the text is about cities. ' * 12}{CONTEXT}"
LABELS = ["cities", "sport"]


@pytest.fixture(scope="module")
def ready(browser: Browser, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page whose engine has the tiny models; CPython has the same files."""
    folder = tmp_path_factory.mktemp("models")
    models = {model: model_files(model) for model in TASKS}
    models["tests/identity"] = identity_files("tests/identity", TYPES)
    models["tests/bfloat16"] = identity_files("tests/bfloat16", {"f": TensorProto.FLOAT}, cast=TensorProto.BFLOAT16)
    contents = {f"{model}/{path}": body for model, files in models.items() for path, body in files.items()}
    for path, body in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    before = env.allow_local_models, env.local_model_path
    env.allow_local_models, env.local_model_path = True, folder
    with fault_server(server, {f"models/{path}": body for path, body in contents.items()}) as faults:
        watch = Watch({origin(server), origin(faults.address)})
        with watching(browser.new_context(reduced_motion="reduce"), watch, timeout_ms=180_000) as context:
            yield open_engine(context.new_page(), faults.address)
    env.allow_local_models, env.local_model_path = before


RUN = """async ([task, model, args]) => {
  window.pipes ??= {};
  const pipe = (pipes[task + model] ??= await engine.pipeline(task, model));
  return pipe(...args);
}"""


def run(page: Page, task: str, model: str | None, *args: Any) -> Any:
    """Run a task in the tab."""
    return page.evaluate(RUN, [task, model, args])


def close(found: Any, expected: Any) -> bool:
    """Whether two answers are the same, numbers within 1e-4."""
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(close(found[name], expected[name]) for name in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(close, found, expected))
    return bool(found == expected if not isinstance(expected, float) else abs(found - expected) < 1e-4)


WEIGHED: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "one text": (CONTEXT, LABELS, {}),
    "labels as a text": (CONTEXT, "cities, sport", {"multi_label": True}),
    "many, another template": ([CONTEXT, "sport"], LABELS, {"hypothesis_template": "this text is about {}."}),
}


@pytest.mark.parametrize(("texts", "labels", "options"), WEIGHED.values(), ids=WEIGHED)
def test_labels_are_weighed_as_on_cpython(ready: Page, texts: Any, labels: Any, options: dict[str, Any]) -> None:
    found = run(ready, "zero-shot-classification", NLI, texts, labels, options)
    assert close(found, sync.pipeline("zero-shot-classification", NLI)(texts, labels, **options))


def test_a_text_whose_end_was_not_weighed_is_marked(ready: Page) -> None:
    short, long = run(ready, "zero-shot-classification", NLI, ["sport", LONG], LABELS)
    assert "truncated" not in short
    assert long["truncated"] is True


ASKED: dict[str, dict[str, Any]] = {
    "the best": {},
    "three": {"top_k": 3},
    "windows": {"doc_stride": 4, "max_seq_len": 20, "top_k": 2},
    "no answer allowed": {"handle_impossible_answer": True, "top_k": 4},
}


@pytest.mark.parametrize("options", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("context", [CONTEXT, LONG], ids=["short", "long"])
def test_questions_are_answered_as_on_cpython(ready: Page, context: str, options: dict[str, Any]) -> None:
    items = [{"question": "Where was Ada born?", "context": text} for text in (context, "paris")]
    expected = sync.pipeline("question-answering", QUESTIONS)(items, **options)
    found = run(ready, "question-answering", QUESTIONS, items, options)
    for answers, item in zip(expected, items, strict=True):
        for answer in answers if isinstance(answers, list) else [answers]:
            for edge in ("start", "end"):
                answer[edge] = len(item["context"][: answer[edge]].encode("utf-16-le")) // 2
    assert close(found, expected)


def test_a_question_may_come_as_two_texts(ready: Page) -> None:
    item = {"question": "who?", "context": CONTEXT}
    found = run(ready, "question-answering", QUESTIONS, item["question"], item["context"], {"top_k": 2})
    assert found == run(ready, "question-answering", QUESTIONS, item, {"top_k": 2})
    units = CONTEXT.encode("utf-16-le")
    assert [units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") for one in found] == [
        one["answer"] for one in found
    ]


FILLED: dict[str, tuple[Any, dict[str, Any]]] = {
    "one mask": ("Ada was [MASK] in London.", {}),
    "two masks": ("[MASK] is the capital of [MASK].", {"top_k": 2}),
    "many, among targets": (["Paris is [MASK].", "[MASK]?"], {"targets": ["paris", "london", "who"]}),
}


@pytest.mark.parametrize(("texts", "options"), FILLED.values(), ids=FILLED)
def test_masks_are_filled_as_on_cpython(ready: Page, texts: Any, options: dict[str, Any]) -> None:
    found = run(ready, "fill-mask", FILLING, texts, options)
    assert close(found, sync.pipeline("fill-mask", FILLING)(texts, **options))


def test_sentences_are_compared_as_on_cpython(ready: Page) -> None:
    sentences = ["Paris is the capital of France.", "sport", "where was Ada born?"]
    found = run(ready, "sentence-similarity", EMBEDDING, "Where is Paris?", sentences)
    assert close(found, sync.pipeline("sentence-similarity", EMBEDDING)("Where is Paris?", sentences))


# --- some of many inputs fail


FAILING = """async ([task, model, args]) => {
  const pipe = await engine.pipeline(task, model);
  const error = await pipe(...args).then(() => null, (error) => error);
  const { code, results } = error;
  const entries = Object.entries(error.errors).map(([number, { code, message }]) => [number, { code, message }]);
  const errors = Object.fromEntries(entries);
  return { code, results, errors, typed: error instanceof tabside.BatchError, state: engine.state };
}"""


def test_inputs_that_fail_do_not_lose_the_others(ready: Page) -> None:
    texts = ["Paris is [MASK].", "no mask in this", f"{LONG} [MASK]"]
    failed = ready.evaluate(FAILING, ["fill-mask", FILLING, [texts]])

    assert (failed["code"], failed["typed"], failed["state"]) == ("batch.failed", True, "ready")
    assert failed["results"][0] == run(ready, "fill-mask", FILLING, texts[0])
    assert failed["results"][1:] == [None, None]
    assert {number: error["code"] for number, error in failed["errors"].items()} == dict.fromkeys("12", "input.invalid")
    assert "has no [MASK]" in failed["errors"]["1"]["message"]


def test_where_all_fail_the_first_error_comes(ready: Page) -> None:
    error = ready.evaluate(f"engine.pipeline('fill-mask', '{FILLING}').then(pipe => fails(pipe(['a', 'b'])))")
    assert (error["code"], error["message"]) == ("input.invalid", "Input 0 has no [MASK] in it.")


# --- which model runs what


@pytest.mark.parametrize(
    ("task", "model", "message"),
    [
        ("question-answering", NLI, "a model for text-classification, not for question-answering"),
        ("token-classification", FILLING, "a model for fill-mask, not for token-classification"),
        ("fill-mask", None, "has no default model"),
    ],
)
def test_a_task_that_a_model_cannot_serve_is_refused(ready: Page, task: str, model: str | None, message: str) -> None:
    error = ready.evaluate("([task, model]) => fails(engine.pipeline(task, model))", [task, model])
    assert error["code"] == "input.invalid"
    assert message in error["message"]


def test_one_model_serves_all_the_tasks_of_its_head(ready: Page) -> None:
    (label,) = run(ready, "text-classification", NLI, CONTEXT)
    assert close(label, sync.pipeline("text-classification", NLI)(CONTEXT)[0])


# --- raw sessions, as tab/host.py runs them


SESSION = """async ([site, model, names]) => {
  const { Engine } = await import(`${site}worker/engine.js`);
  window.raw ??= new Engine({ base_url: site, device: "wasm", threads: 1, workers: 1 }, () => {});
  const arrays = {
    string: () => ["é", "", "😀 text"], bool: () => new Uint8Array([1, 0, 1]),
    float16: () => new Uint16Array([15360, 0, 49152]), f: () => new Float32Array(3),
    float32: () => new Float32Array([1, -2, 0.5]), float64: () => new Float64Array([1, -2, 0.5]),
    int8: () => new Int8Array([1, -2, 3]), uint8: () => new Uint8Array([1, 2, 255]),
    int16: () => new Int16Array([1, -2, 3]), uint16: () => new Uint16Array([1, 2, 65535]),
    int32: () => new Int32Array([1, -2, 3]), uint32: () => new Uint32Array([1, 2, 4294967295]),
    int64: () => new BigInt64Array([1n, -2n, 3n]), uint64: () => new BigUint64Array([1n, 2n, 3n]),
  };
  const specs = JSON.stringify(names.map((name) => [`x_${name}`, name === "f" ? "float32" : name, [3]]));
  const all = () => names.map((name) => arrays[name]());
  const plain = (data) => [data.constructor.name, ...Array.from(data, String)];
  const { createSession, run } = raw.host.api;
  try {
    const target = JSON.stringify({ model, dtype: "fp32", device: "wasm" });
    const { session_id, inputs } = JSON.parse(await createSession(target));
    const [outputs, ...found] = await run(session_id, specs, all());
    const types = inputs.map(({ dtype }) => dtype);
    return { types, outputs: JSON.parse(outputs), given: all().map(plain), found: found.map(plain) };
  } catch ({ code, message }) {
    return { code, message };
  }
}"""


@pytest.fixture(scope="module")
def modules(ready: Page) -> Iterator[Page]:
    """A separate page for single modules: beside the bundle they would be loaded twice."""
    page = ready.context.new_page()
    serve_modules(page)
    page.goto(ready.url)
    yield page
    page.close()


def test_tensors_of_every_type_go_there_and_back(modules: Page) -> None:
    site = modules.url.removesuffix("site.json")
    answer = modules.evaluate(SESSION, [site, "tests/identity", list(TYPES)])
    assert answer["types"] == list(TYPES)
    assert answer["outputs"] == [[f"y_{name}", name, [3]] for name in TYPES]
    assert answer["found"] == answer["given"]


def test_an_output_that_no_array_holds_is_a_typed_error(modules: Page) -> None:
    site = modules.url.removesuffix("site.json")
    error = modules.evaluate(SESSION, [site, "tests/bfloat16", ["f"]])
    assert error["code"] == "session.failed"
    assert "unsupported data type" in error["message"]

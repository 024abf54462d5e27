"""Tasks that no shipped model serves, through the JavaScript API: the same answers as on CPython, on tiny models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tabside import env, sync

from .engine_page import open_engine
from .fault_server import fault_server
from .tiny_tasks import EMBEDDING, FILLING, NLI, QUESTIONS, TASKS, model_files
from .watch import Watch, origin

CONTEXT = "😀 Ada was born in London. Paris is the capital of France."
LONG = f"{'the text is about cities. ' * 12}{CONTEXT}"
LABELS = ["cities", "sport"]


@pytest.fixture(scope="module")
def ready(browser: Browser, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page whose engine has the tiny models; CPython has the same files."""
    folder = tmp_path_factory.mktemp("models")
    contents = {f"{model}/{path}": body for model in TASKS for path, body in model_files(model).items()}
    for path, body in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    before = env.allow_local_models, env.local_model_path
    env.allow_local_models, env.local_model_path = True, folder
    with fault_server(server, {f"models/{path}": body for path, body in contents.items()}) as faults:
        watch = Watch({origin(server), origin(faults.address)})
        context = browser.new_context()
        context.set_default_timeout(180_000)
        watch.attach(context)
        yield open_engine(context.new_page(), faults.address)
        context.close()
        assert not watch.unexpected(), "\n".join(watch.unexpected())
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
    """Say whether two answers are the same, numbers within 1e-4."""
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

"""Write docs/pipelines-parity.md: for each pipeline, the number of answers compared with a reference, and of
differences.

    python -m scripts.generate.pipeline_parity

It runs tests/parity, which has the reference answers (golden/, by scripts/generate/golden_*.py), and counts.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass

import pytest

from ..paths import ROOT

GOLDEN = ROOT / "tests" / "parity" / "golden"
TARGET = ROOT / "docs" / "pipelines-parity.md"


HEAD = """# Pipeline parity

Written by `python -m scripts.generate.pipeline_parity`; do not edit.

What transformers and sentence-transformers answered is kept in `tests/parity/golden/`. `scripts/generate/golden_*.py`
wrote it, from logits that both sides compute, or from the real model. Ours has to be the same, numbers within 1e-5
unless stated otherwise.

| task | beside | what | cases | differing |
|---|---|---|---:|---:|
"""
TAIL = """Where we differ on purpose:

- A long text is never cut silently: token and text classification read it in windows; embeddings and zero-shot premises
  that are cut are told to `on_truncated`, or warned of; fill-mask refuses what is too long.
- `question-answering` with `top_k` over 1 gives a list also where there is one answer.
- `normalize` scales after `truncate_dim` has cut, so that vectors always have length 1.
- `text-ranking` gives raw logits unless another function is asked for. Of a pair that is too long it cuts the document;
  `truncation="longest_first"`, which `CrossEncoder` uses, cuts the longer text as sentence-transformers does.
- Labels in BIOES or BILOU are grouped by their places; transformers knows `B-` and `I-` alone.
"""


@dataclass(frozen=True)
class Row:
    """A line of the table. Tests with this name prefix count for it."""

    task: str
    test: str
    reference: str
    what: str


def rows() -> list[Row]:
    """Return the table without counts. Versions come from the golden files."""
    pipelines = json.loads((GOLDEN / "pipelines.json").read_text(encoding="utf-8"))
    tokens = json.loads((GOLDEN / "token_classification.json").read_text(encoding="utf-8"))
    tokenizers = json.loads((GOLDEN / "tokenizer_calls.json").read_text(encoding="utf-8"))
    embeddings = json.loads((GOLDEN / "embeddings.json").read_text(encoding="utf-8"))

    def version(task: str) -> str:
        return f"transformers {pipelines[task]['transformers']}"

    sentences = f"sentence-transformers {embeddings['sentence-transformers']}"
    calls = "test_tokenizer_calls_golden.py::"
    golden, vectors, known = "test_pipelines_golden.py::", "test_embeddings_golden.py::", "test_known_queries.py::"
    return [
        Row("token-classification", "test_token_classification.py::test_entities",
            f"transformers {tokens['transformers']}", "five strategies, ignored labels, strides, two tokenizers"),
        Row("token-classification", "test_token_classification_rampart.py::", "onnxruntime driven by hand", "Rampart"),
        Row("text-classification", f"{golden}test_text_classification", version("text-classification"),
            "problem types, top_k, functions, pairs; six texts a case"),
        Row("zero-shot-classification", f"{golden}test_zero_shot", version("zero-shot-classification"),
            "label orders, one label or many, multi_label, templates, premises that are too long"),
        Row("question-answering", f"{golden}test_question_answering", version("question-answering"),
            "n best, no answer, windows with doc_stride, answer lengths, alignment to words"),
        Row("fill-mask", f"{golden}test_fill_mask", version("fill-mask"), "one mask or several, top_k, targets"),
        Row("feature-extraction", f"{golden}test_feature_extraction", version("feature-extraction"), "token vectors"),
        Row("feature-extraction", f"{vectors}test_int8", sentences,
            "all-MiniLM-L6-v2 in int8 beside float32: cosines over 0.999, similarities within 0.02"),
        Row("feature-extraction", f"{vectors}test_precisions", sentences, "int8, uint8, binary, ubinary: every number"),
        Row("feature-extraction", f"{vectors}test_measures", sentences, "cosine, dot, euclidean, manhattan"),
        Row("callable tokenizers", f"{calls}test_a_call", f"transformers {tokenizers['transformers']}",
            "padding, truncation, pairs, words, strides, masks, arrays"),
        Row("chat templates", f"{calls}test_a_chat", f"transformers {tokenizers['transformers']}",
            "loops, namespaces, tools, generation blocks, prompts"),
        Row("all", f"{golden}test_batches", "itself, one text at a time", "no padding in any output"),
        Row("all", f"{known}test_no_result", "itself, one text at a time", "shipped models: neighbors change nothing"),
        Row("shipped models", f"{known}test_", "known answers", "three queries a model, long documents, owned outputs"),
    ]  # fmt: skip


class Counting:
    """Pytest plugin that records every test by file and name."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            name = report.nodeid.rsplit("/", 1)[-1].split("[")[0]
            (self.failed if report.failed else self.passed)[name] += 1


def main() -> None:
    table = rows()
    files = sorted({row.test.split("::")[0] for row in table})
    counting = Counting()
    pytest.main(
        ["-q", "-p", "no:cacheprovider", *(str(ROOT / "tests" / "parity" / name) for name in files)], [counting]
    )
    lines = []
    for row in table:
        passed, failed = (
            sum(count for name, count in counts.items() if name.startswith(row.test))
            for counts in (counting.passed, counting.failed)
        )
        lines.append(f"| {row.task} | {row.reference} | {row.what} | {passed + failed} | {failed} |")
    total, wrong = counting.passed.total() + counting.failed.total(), counting.failed.total()
    TARGET.write_text(f"{HEAD}{chr(10).join(lines)}\n\nIn all {total} tests, {wrong} of which fail.\n\n{TAIL}", "utf-8")
    print(TARGET.relative_to(ROOT))
    if wrong:
        sys.exit("Some answers differ.")


if __name__ == "__main__":
    main()

"""Write tests/parity/golden/pipelines.json: the answers of transformers' pipelines to logits that both sides compute.

Run by hand, never by the tests, in its own environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install transformers==5.23.0 torch==2.13.0
    /tmp/golden/bin/python scripts/generate/golden_pipelines.py

transformers 5 has no question answering any more. 4.57.1 (and its dependencies) writes that part:

    /tmp/golden4/bin/python scripts/generate/golden_pipelines.py question-answering

A stub replaces the model: its logits are a function of token and position that the tests compute again.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer
from transformers import BertConfig, PreTrainedModel, PreTrainedTokenizerFast
from transformers.modeling_outputs import (
    BaseModelOutput,
    MaskedLMOutput,
    QuestionAnsweringModelOutput,
    SequenceClassifierOutput,
)

GOLDEN = Path(__file__).parents[2] / "tests" / "parity" / "golden"
OUT = GOLDEN / "pipelines.json"
NAMES = {
    "unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]",
}  # fmt: skip
FEATURES = 6

TEXTS = {
    "plain": "Anna Johnson lived in Berlin.",
    "subwords": "unbelievable Johnsonsen Annasing Berlinerston",
    "unknown": "xyzzy Anna 漢字 qqq-Berlin",
    "accents": "Ánna went tó Bérlin",
    "empty": "",
}
CONTEXT = "Anna Johnson lived in Berlin and went to New York, the unbelievable John of Acme Inc. is not an Annasing!"


def logit(token: int, place: int, label: int) -> float:
    """Return a pseudo-random number in [-6, 6). tests/parity computes the same ones."""
    return ((token * 7919 + place * 104729 + label * 1299709 + token * label * 31 + 12345) % 100003) / 100003 * 12 - 6


def per_token(ids: torch.Tensor, labels: int) -> torch.Tensor:
    rows = [
        [[logit(token, place, label) for label in range(labels)] for place, token in enumerate(row)]
        for row in ids.tolist()
    ]
    return torch.tensor(rows, dtype=torch.float32)


class Stub(PreTrainedModel):
    """Answers like a model with this head: `labels`, `features`, `vocabulary` or `spans`."""

    config_class = BertConfig

    def __init__(self, config: BertConfig, kind: str) -> None:
        super().__init__(config)
        self.weight = torch.nn.Parameter(torch.zeros(1))
        self.kind = kind

    def forward(self, input_ids: torch.Tensor, **_: Any) -> Any:
        if self.kind == "labels":
            return SequenceClassifierOutput(logits=per_token(input_ids, self.config.num_labels).mean(dim=1))
        if self.kind == "features":
            return BaseModelOutput(last_hidden_state=per_token(input_ids, FEATURES))
        if self.kind == "vocabulary":
            return MaskedLMOutput(logits=per_token(input_ids, self.config.vocab_size))
        both = per_token(input_ids, 2)
        return QuestionAnsweringModelOutput(start_logits=both[..., 0], end_logits=both[..., 1])


def tokenizer(max_length: int) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=with_mask(), model_max_length=max_length, **NAMES)


def with_mask() -> Tokenizer:
    made = Tokenizer.from_str(
        json.loads((GOLDEN / "token_classification.json").read_text(encoding="utf-8"))["tokenizer"]
    )
    made.add_special_tokens(["[MASK]"])
    return made


def pipe(task: str, kind: str, max_length: int = 64, **config: Any) -> Any:
    model = Stub(BertConfig(vocab_size=with_mask().get_vocab_size(), **config), kind)
    words = {"text-classification": "TextClassification", "zero-shot-classification": "ZeroShotClassification",
             "fill-mask": "FillMask", "feature-extraction": "FeatureExtraction",
             "question-answering": "QuestionAnswering"}  # fmt: skip
    made = getattr(transformers, f"{words[task]}Pipeline")
    made.check_model_type = lambda *_: None
    return made(model=model, tokenizer=tokenizer(max_length))


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return value


def classification() -> list[dict[str, Any]]:
    cases = []
    problems = ((3, "single_label_classification"), (3, "multi_label_classification"), (1, None), (1, "regression"))
    for labels, problem in problems:
        names = {index: f"L{index}" for index in range(labels)}
        config = {
            "id2label": names,
            "label2id": {name: index for index, name in names.items()},
            "problem_type": problem,
        }
        made = pipe("text-classification", "labels", **config)
        inputs = [*TEXTS.values(), {"text": TEXTS["plain"], "text_pair": TEXTS["accents"]}]
        for options in ({}, {"top_k": None}, {"top_k": 2}, {"function_to_apply": "sigmoid", "top_k": None},
                        {"function_to_apply": "none", "top_k": None}):  # fmt: skip
            expected = rounded([made([item], **options)[0] for item in inputs])
            cases.append({"config": config, "inputs": inputs, "options": options, "expected": expected})
    return cases


def zero_shot() -> list[dict[str, Any]]:
    cases = []
    for names in (
        ["contradiction", "neutral", "entailment"],
        ["ENTAILMENT", "NEUTRAL", "CONTRADICTION"],
        ["no", "yes"],
    ):
        config = {"id2label": dict(enumerate(names)), "label2id": {name: index for index, name in enumerate(names)}}
        made = pipe("zero-shot-classification", "labels", max_length=40, **config)
        for text in (TEXTS["plain"], TEXTS["subwords"], CONTEXT + " " + CONTEXT):
            for options in ({}, {"multi_label": True}, {"hypothesis_template": "the {} in new york"}):
                for labels in (["anna", "berlin", "acme inc"], "john, york ,the", ["berlin"]):
                    expected = rounded(made(text, candidate_labels=labels, **options))
                    cases.append(
                        {"labels": names, "text": text, "candidates": labels, "options": options, "expected": expected}
                    )
    return cases


def fill_mask() -> list[dict[str, Any]]:
    made = pipe("fill-mask", "vocabulary")
    texts = ("Anna [MASK] in Berlin.", "[MASK] johnson, do not!", "the [MASK] of new [MASK].", "xyzzy [MASK] an")
    asked = ({}, {"top_k": 2}, {"targets": ["berlin", "york", "the"]}, {"targets": "anna", "top_k": 3})
    return [
        {"text": text, "options": options, "expected": rounded(made(text, **options))}
        for text in texts
        for options in asked
    ]


def features() -> list[dict[str, Any]]:
    made = pipe("feature-extraction", "features")
    return [{"text": text, "expected": rounded(made(text)[0])} for text in TEXTS.values()]


def question_answering() -> list[dict[str, Any]]:
    made = pipe("question-answering", "spans")
    cases = []
    for question in ("who went to new york?", "is anna not the john"):
        for context in (CONTEXT, TEXTS["subwords"] + " " + TEXTS["unknown"], f"{CONTEXT} {CONTEXT} {CONTEXT}"):
            for options in ({}, {"top_k": 5}, {"max_answer_len": 3}, {"align_to_words": False, "top_k": 3},
                            {"handle_impossible_answer": True, "top_k": 4},
                            {"max_seq_len": 32, "doc_stride": 8, "top_k": 3}):  # fmt: skip
                expected = made(question=question, context=context, **options)
                cases.append({"question": question, "context": context, "options": options,
                              "expected": rounded(expected)})  # fmt: skip
    return cases


def main() -> None:
    warnings.simplefilter("ignore")
    transformers.logging.set_verbosity_error()
    golden = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    golden["tokenizer"] = with_mask().to_str()
    if sys.argv[1:] == ["question-answering"]:
        golden["question-answering"] = {"transformers": transformers.__version__, "cases": question_answering()}
    else:
        tasks = {"text-classification": classification, "zero-shot-classification": zero_shot, "fill-mask": fill_mask,
                 "feature-extraction": features}  # fmt: skip
        for task, cases in tasks.items():
            golden[task] = {"transformers": transformers.__version__, "cases": cases()}
    OUT.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace('{"', '\n{"') + "\n")
    print({task: len(part["cases"]) for task, part in golden.items() if task != "tokenizer"}, OUT.stat().st_size)


if __name__ == "__main__":
    main()

"""Write tests/parity/golden/token_classification.json: the answers of transformers' TokenClassificationPipeline.

Run by hand, never by the tests, in its own environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install transformers==5.23.0 torch==2.13.0
    /tmp/golden/bin/python scripts/generate/golden_token_classification.py

A stub replaces the model: its logits are a function of token and position that the tests compute again, so that both
sides aggregate the same numbers.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, PreTrainedModel, PreTrainedTokenizerFast, TokenClassificationPipeline

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "ORG", "B-MISC-X"]
OUT = Path(__file__).parents[2] / "tests" / "parity" / "golden" / "token_classification.json"

PIECES = """
an ann anna ber berlin ##li ##lin ##n ##na ##a ##b ##c ##ing ##er ##s ##ton ##sen jo john ##son ##hn the in is of and
went to live ##d ##s new york acme inc . , ! ? ' - @ ( ) s t do not don 1 2 ##3 ##4 un ##believ ##able
"""
TEXTS = {
    "plain": "Anna Johnson lived in Berlin.",
    "subwords": "unbelievable Johnsonsen Annasing Berlinerston unableing",
    "punctuation": "john's (new-york) acme, inc. do not! an@john?",
    "unknown": "xyzzy Anna 漢字 qqq-Berlin",
    "accents": "Ánna went tó Bérlin İn the jo\u0301hn",
    "spaces": "  Anna \n\t John   the  ",
    "empty": "",
    "blank": "   ",
    "special": "Anna [SEP] Berlin [CLS] john",
}
LONG = " ".join(
    ["Anna Johnson lived in Berlin and went to New York,", "the unbelievable John of Acme Inc. is not an Annasing!"] * 4
)


def logit(token: int, place: int, label: int) -> float:
    """Return a pseudo-random number in [-6, 6). tests/parity computes the same ones."""
    return ((token * 7919 + place * 104729 + label * 1299709 + token * label * 31 + 12345) % 100003) / 100003 * 12 - 6


class Stub(PreTrainedModel):
    """Returns `logit`. With `by_place` off a token has the same logits at every position."""

    config_class = BertConfig

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)
        self.weight = torch.nn.Parameter(torch.zeros(1))
        self.by_place = True

    def forward(self, input_ids: torch.Tensor, **_: Any) -> dict[str, torch.Tensor]:
        rows = [
            [
                [logit(token, place if self.by_place else 0, label) for label in range(len(LABELS))]
                for place, token in enumerate(ids)
            ]
            for ids in input_ids.tolist()
        ]
        return {"logits": torch.tensor(rows, dtype=torch.float32)}


def wordpiece() -> Tokenizer:
    vocab = {
        piece: index for index, piece in enumerate(dict.fromkeys(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *PIECES.split()]))
    }
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", [("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])]
    )
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    return tokenizer


def ask(tokenizer: Tokenizer, text: str, max_length: int, *, by_place: bool, **options: Any) -> list[dict[str, Any]]:
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(tokenizer.to_str()), model_max_length=max_length, **names
    )
    config = BertConfig(id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)})
    model = Stub(config)
    model.by_place = by_place
    TokenClassificationPipeline.check_model_type = lambda *_: None
    pipe = TokenClassificationPipeline(model=model, tokenizer=fast)
    answer = pipe(text, **options)
    return [
        {key: round(float(value), 7) if key == "score" else value for key, value in entity.items()} for entity in answer
    ]


def main() -> None:
    warnings.simplefilter("ignore")
    tokenizer = wordpiece()
    cases = []

    def add(name: str, text: str, max_length: int, *, by_place: bool = True, **options: Any) -> None:
        expected = ask(tokenizer, text, max_length, by_place=by_place, **options)
        cases.append(
            {"name": name, "text": text, "max_length": max_length, "by_place": by_place, "options": options,
             "expected": expected}
        )  # fmt: skip

    for name, text in TEXTS.items():
        for strategy in ("none", "simple", "first", "average", "max"):
            add(f"{name}-{strategy}", text, 64, aggregation_strategy=strategy)
    for labels in ([], ["PER"], ["O", "LOC", "B-LOC"]):
        for strategy in ("none", "simple"):
            add(f"ignore-{len(labels)}-{strategy}", TEXTS["plain"], 64, aggregation_strategy=strategy,
                ignore_labels=labels)  # fmt: skip
    # Windows must change nothing: the expected result is that of the whole text. transformers' own windows mostly give
    # the same; they differ if a window starts in the middle of a word.
    for strategy in ("simple", "first", "average", "max"):
        for stride, max_length in ((8, 24), (12, 32), (5, 40)):
            add(f"stride-{strategy}-{stride}-{max_length}", LONG, 512, by_place=False, aggregation_strategy=strategy)
            options = {"aggregation_strategy": strategy, "stride": stride}
            windowed = ask(tokenizer, LONG, max_length, by_place=False, **options)
            agrees = windowed == cases[-1]["expected"]
            cases[-1] |= {"max_length": max_length, "options": options, "transformers_agrees": agrees}
    golden = {
        "transformers": transformers.__version__,
        "labels": LABELS,
        "tokenizer": tokenizer.to_str(),
        "cases": cases,
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
    print(f"{len(cases)} cases, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

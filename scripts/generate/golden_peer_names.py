"""Write tests/parity/golden/peer_names.json: the public names and arguments of the peers' APIs for text encoders.

    pip install --no-deps --target DIR sentence-transformers==6.2.0 transformers==5.24.0 tokenizers==0.23.3
    python -m scripts.generate.golden_peer_names DIR

Their sources are read, not imported, so PyTorch is not needed. Run by hand.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ..paths import ROOT

TARGET = ROOT / "tests" / "parity" / "golden" / "peer_names.json"
# Name -> the files and classes whose members it has, the most specific first.
CLASSES = {
    "SentenceTransformer": [
        ("sentence_transformers/sentence_transformer/model.py", "SentenceTransformer"),
        ("sentence_transformers/base/model.py", "BaseModel"),
    ],
    "CrossEncoder": [
        ("sentence_transformers/cross_encoder/model.py", "CrossEncoder"),
        ("sentence_transformers/base/model.py", "BaseModel"),
    ],
    "PreTrainedTokenizer": [("transformers/tokenization_utils_base.py", "PreTrainedTokenizerBase")],
    "BatchEncoding": [("transformers/tokenization_utils_base.py", "BatchEncoding")],
    "Tokenizer": [("tokenizers/__init__.pyi", "Tokenizer")],
    "Encoding": [("tokenizers/__init__.pyi", "Encoding")],
}
PIPELINES = {
    "token-classification": "token_classification.py", "text-classification": "text_classification.py",
    "feature-extraction": "feature_extraction.py", "fill-mask": "fill_mask.py",
    "zero-shot-classification": "zero_shot_classification.py",
}  # fmt: skip
# What `_sanitize_parameters` takes by `**kwargs`.
MORE = {
    "text-classification": ["truncation", "max_length", "padding"],
    "zero-shot-classification": ["candidate_labels", "hypothesis_template", "multi_label"],
}


def main() -> None:
    """Write the file."""
    root = Path(sys.argv[1])
    names: dict[str, list[str]] = {}
    for name, places in CLASSES.items():
        for path, kind in places:
            for call, arguments in members(root / path, kind):
                names.setdefault(name if call == "__init__" else f"{name}.{call}", arguments)
    module = ast.parse((root / "transformers/pipelines/__init__.py").read_text(encoding="utf-8"))
    pipelines = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == "pipeline"]
    names["pipeline"] = [*arguments_of(pipelines[-1]), "batch_size"]
    for task, file in PIPELINES.items():
        found = dict(members(root / "transformers/pipelines" / file, None, private=("_sanitize_parameters",)))
        names[f"pipeline({task})"] = [*found["_sanitize_parameters"], *MORE.get(task, []), "batch_size"]
    TARGET.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")


def members(
    path: Path, kind: str | None, private: tuple[str, ...] = ("__init__", "__call__")
) -> Iterator[tuple[str, list[str]]]:
    """Yield the public methods and properties of a class (of any class when None) with their arguments."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef) or kind not in (None, node.name):
            continue
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and (not member.name.startswith("_") or member.name in private):
                decorators = [ast.unparse(one) for one in member.decorator_list]
                if not any("overload" in one or ".setter" in one for one in decorators):
                    yield member.name, arguments_of(member)


def arguments_of(function: ast.FunctionDef) -> list[str]:
    """Return the names of a function's arguments."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument.arg for argument in given if argument.arg not in ("self", "cls")]


if __name__ == "__main__":
    main()

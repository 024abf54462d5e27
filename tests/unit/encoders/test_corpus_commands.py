"""`tabside corpus` and `embed` with models of a hub: revision, prompts, batches, another reranker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from tabside import sync
from tabside.cli.app import build
from tests.unit.encoders import tiny

TEXTS = ("good film", "bad film", "where is berlin")


def tabside(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(build(), [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    path = tmp_path / "passages.jsonl"
    path.write_text("\n".join(json.dumps(text) for text in TEXTS), encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(TEXTS), encoding="utf-8")
    return path


def vectors(folder: Path) -> np.ndarray:
    return np.fromfile(folder / "embeddings.bin", "<f4").reshape(len(TEXTS), -1)


def test_a_corpus_of_a_hub_model_is_built_and_searched(hub: Any, passages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    commit = hub.repositories[tiny.EMBEDDER].branches["main"].commit
    tabside("corpus", "build", passages, "-o", folder, "--model", tiny.EMBEDDER, "--revision", commit)
    found = [json.loads(line) for line in tabside("corpus", "search", folder, "good", "--json").splitlines()]

    assert json.loads(tabside("corpus", "info", folder))["model"] == f"{tiny.EMBEDDER}@{commit}"
    assert found[0]["text"] == "good film"


def test_prompts_and_batches_are_those_of_the_library(hub: Any, passages: Path, tmp_path: Path) -> None:
    model = ("--model", tiny.EMBEDDER)
    tabside("corpus", "build", passages, "-o", tmp_path / "own", *model)
    tabside("corpus", "build", passages, "-o", tmp_path / "good", *model, "--prompt", "good ", "--batch-size", "1")
    known = sync.SentenceTransformer(tiny.EMBEDDER)

    for folder, prompt in (("own", "bad "), ("good", "good ")):
        wanted = known.encode(list(TEXTS), prompt=prompt, normalize_embeddings=True)
        assert np.allclose(vectors(tmp_path / folder), wanted, atol=1e-6)


def test_another_reranker_orders_what_was_found(hub: Any, passages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    tabside("corpus", "build", passages, "-o", folder, "--model", tiny.EMBEDDER)
    chosen = ("--rerank-model", tiny.RANKER, "--prompt", "good ", "--json")
    found = [json.loads(line) for line in tabside("corpus", "search", folder, "where", *chosen).splitlines()]

    wanted = sync.CrossEncoder(tiny.RANKER).rank("where", list(TEXTS))
    assert [one["text"] for one in found] == [TEXTS[one["corpus_id"]] for one in wanted]


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ((), {"prompt": "bad "}),
        (("--prompt", "good "), {"prompt": "good "}),
        (("--query",), {"prompt": "good "}),
        (("--normalize",), {"prompt": "bad ", "normalize_embeddings": True}),
        (("--batch-size", "1", "--truncate-dim", "2"), {"prompt": "bad ", "truncate_dim": 2}),
    ],
    ids=["document prompt", "prompt", "query prompt", "normalize", "batches"],
)
def test_embed_takes_the_librarys_arguments(
    hub: Any, lines: Path, options: tuple[str, ...], arguments: dict[str, Any]
) -> None:
    made = [json.loads(line) for line in tabside("embed", lines, "--model", tiny.EMBEDDER, *options).splitlines()]

    assert np.allclose(made, sync.SentenceTransformer(tiny.EMBEDDER).encode(list(TEXTS), **arguments), atol=1e-6)

"""A second model on the command line: `tabside redact` and `tabside eval pii`, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tabside.env import env
from tabside.errors import InputError
from tabside.redaction.second_model import SecondModel
from tests.unit import trained_tagger

ROOT = Path(__file__).parents[3]
TAGGER = "org/trained"
TEXT = "Maria Lindqvist saw agent heron, and a heron flew by the firm falcon.\n"


@pytest.fixture
def trained(hub: Any) -> Any:
    hub.repositories[TAGGER] = trained_tagger.repository()
    return hub


def tabside(hub: Any, *arguments: str, stdin: str = "", code: int = 0) -> tuple[str, str]:
    """Run a command that knows only the local hub; return its output and what it said."""
    known = {"HF_ENDPOINT": hub.url, "TABSIDE_CACHE": str(env.cache_dir), "PYTHONPATH": str(ROOT / "py")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tabside", *arguments],
        input=stdin, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **known}, check=False,
    )  # fmt: skip
    assert done.returncode == code, (done.stdout, done.stderr)
    return done.stdout, done.stderr


def test_size_and_labels_come_before_the_weights(trained: Any) -> None:
    out, said = tabside(trained, "redact", "--second-model", TAGGER, stdin=TEXT, code=1)

    assert out == ""
    assert "org/trained: 0.0 MB of fp32 weights and their tokenizer, 0.0 MB to download, license unknown" in said
    assert '--labels "PER=PERSON,ORG=ORGANIZATION,MISC="' in said
    assert not [path for path in trained.requests if path.endswith(".onnx")]


def test_its_findings_are_redacted_as_well(trained: Any) -> None:
    chosen = ("--second-model", TAGGER, "--labels", "PER=PERSON, ORG=, MISC=")
    out, said = tabside(trained, "redact", *chosen, stdin=TEXT)

    assert out == "[GIVEN_NAME_1] [SURNAME_1] saw agent [PERSON_1], and a heron flew by the firm falcon.\n"
    assert said.startswith("tabside: second model org/trained: ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--second-model", TAGGER, "--labels", "PER=PERSON"), "Missing: MISC, ORG"),
        (("--labels", "proposed"), "belong to --second-model"),
    ],
)
def test_what_does_not_fit_is_refused(trained: Any, options: tuple[str, ...], message: str) -> None:
    out, said = tabside(trained, "redact", *options, stdin=TEXT, code=1)

    assert (out, message in said) == ("", True), said


async def test_labels_are_read_as_pairs(trained: Any) -> None:
    second = await SecondModel.find(TAGGER)

    assert second.labels("PER=PERSON, MISC=") == {"PER": "PERSON", "MISC": None}
    assert second.labels("proposed") == {"PER": "PERSON", "ORG": "ORGANIZATION", "MISC": None}
    with pytest.raises(InputError, match="--labels takes LABEL=ENTITY"):
        second.labels("PER")


def examples(count: int) -> list[dict[str, Any]]:
    """Return sentences that the tagger has not seen, annotated as presidio-evaluator does."""
    made = []
    for number, (words, labels) in enumerate(trained_tagger.sentences(count, seed=7)):
        starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
        spans = [
            {"entity_type": "PERSON", "start_position": start, "end_position": start + len(word)}
            for word, label, start in zip(words, labels, starts, strict=True)
            if label == "B-PER"
        ]
        made.append({"full_text": trained_tagger.text_of(words), "template_id": number, "spans": spans})
    return made


def test_the_evaluation_shows_what_it_adds(trained: Any, tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text(json.dumps(examples(25)), encoding="utf-8")
    chosen = ("--second-model", TAGGER, "--labels", "PER=PERSON,ORG=,MISC=", "--data", str(data), "--half", "all")
    out, said = tabside(trained, "eval", "pii", *chosen)

    alone, both = (part for part in out.split("### ") if "short texts" in part)
    assert alone.startswith("tabside: all half")
    assert both.startswith("tabside and org/trained: all half")
    found = [next(line for line in part.splitlines() if line.startswith("| PERSON")) for part in (alone, both)]
    assert "| 100.0 % |" not in found[0]
    assert "| 100.0 % |" in found[1]
    assert "second model org/trained" in said

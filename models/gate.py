#!/usr/bin/env python3
"""Check that derived model files find as much as the published ones: `python3 models/gate.py [ID …]`.

For token classifiers: on the 1,500 texts of presidio-evaluator, recall may fall by at most 0.3 points, both for the
model alone and together with the recognizers. Takes minutes, and needs requirements/test.txt.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "py"))

from tabside.env import env  # noqa: E402
from tabside.evaluation import Example, Score, dataset, measure, source  # noqa: E402
from tabside.evaluation.kinds import PRESIDIO  # noqa: E402
from tabside.hub import Manifest, ModelFile, list_manifests, load_manifest  # noqa: E402
from tabside.redaction import Redactor  # noqa: E402
from tabside.redaction.recognizers import Registry  # noqa: E402

CACHE = ROOT / "models" / ".cache"
LARGEST_FALL = 0.3
"""In percentage points of recall."""


async def score(manifest: Manifest, dtype: str, registry: Registry, examples: Sequence[Example]) -> Score:
    """Measure a redactor with this dtype."""
    redactor = await Redactor.create(manifest.id, dtype=dtype, device="cpu", registry=registry)
    return measure([(example, await redactor.analyze(example.text)) for example in examples], PRESIDIO)


def recall(measured: Score) -> float:
    """Return the percentage of spans found."""
    return 100 * measured.overall.found / measured.overall.spans


async def passes(manifest: Manifest, file: ModelFile, examples: Sequence[Example]) -> bool:
    """Print the results of a derived file beside those of its source. Return whether it passes."""
    assert file.derived is not None
    published, derived = manifest.file(file.derived.source).dtype, file.dtype
    assert published is not None
    assert derived is not None
    good = True
    print(f"{manifest.id}: {derived} beside {published}, {len(examples)} texts")
    for title, registry in (("model alone", Registry(())), ("with recognizers", Registry.default())):
        before = await score(manifest, published, registry, examples)
        after = await score(manifest, derived, registry, examples)
        fall = recall(before) - recall(after)
        good &= fall <= LARGEST_FALL
        print(
            f"  {title}: recall {recall(before):.2f} -> {recall(after):.2f} ({-fall:+.2f} points), "
            f"over-masked {100 * before.over_share:.2f} % -> {100 * after.over_share:.2f} %"
        )
    print("  passes" if good else f"  FAILS: recall may fall by {LARGEST_FALL} points at most")
    return good


async def run(ids: Sequence[str], limit: int | None) -> int:
    """Check every derived file of the models. Return the exit code."""
    env.cache_dir = CACHE
    examples = dataset.load(source.fetch_presidio(CACHE / "evaluation"))[:limit]
    manifests = [load_manifest(model_id) for model_id in ids] or list_manifests()
    outcomes = [
        await passes(manifest, file, examples)
        for manifest in manifests
        if manifest.task == "token-classification"
        for file in manifest.files
        if file.derived is not None
    ]
    return 0 if all(outcomes) else 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 models/gate.py", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="models to try (all that have a derived file)")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N texts, for a quick look")
    options = parser.parse_args()
    return asyncio.run(run(options.ids, options.limit))


if __name__ == "__main__":
    sys.exit(main())

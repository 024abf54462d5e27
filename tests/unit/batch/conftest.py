"""A tiny model in the settings, and a shortcut for a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabside.batch import Engine, Job, Report, run
from tabside.env import env
from tests.unit.batch.tiny_models import write_tiny


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for task in ("token-classification", "text-classification", "feature-extraction"):
        write_tiny(folder, task)
    return folder


@pytest.fixture(autouse=True)
def tiny(models: Path, settings: None) -> None:
    env.allow_local_models, env.local_model_path, env.allow_remote_models = True, str(models), False


MODELS = {
    "redact": "tests/tiny-token-classification",
    "classify": "tests/tiny-text-classification",
    "embed": "tests/tiny-feature-extraction",
}
Runner = Callable[..., Report]


@pytest.fixture
def batch(tmp_path: Path) -> Runner:
    """Return a function that runs a job in one process: `batch("redact", path, …)`; the output is tmp_path / "out"."""

    def start(task: str, *inputs: Path | str, output: Path | None = None, engine: Any = None, **options: Any) -> Report:
        target = str(output or tmp_path / "out")
        job = Job(task, tuple(map(str, inputs)), target, model=MODELS[task], **options)  # type: ignore[arg-type]
        return run(job, engine or Engine(processes=1))

    return start

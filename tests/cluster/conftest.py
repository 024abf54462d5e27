"""Tests that need Ray, Spark or an S3 server: `python -m pytest tests/cluster`, see requirements.txt beside this file.

`npm test` does not run them. Without the packages, nothing here is collected.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tabside.env import Env, env
from tests.unit.batch.tiny_models import write_tiny

NEEDED = {"test_ray.py": "ray", "test_spark_session.py": "pyspark", "test_s3.py": "moto"}
collect_ignore = [name for name, package in NEEDED.items() if find_spec(package) is None]

# Workers of Ray and Spark are new processes, which find this checkout through PYTHONPATH.
os.environ["PYTHONPATH"] = str(Path(__file__).parents[2] / "py")
TINY = "tests/tiny-token-classification"


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_tiny(folder)
    return folder


@pytest.fixture(autouse=True)
def tiny(models: Path) -> Iterator[None]:
    before = {name: getattr(env, name) for name in Env.__slots__}
    env.allow_local_models, env.local_model_path, env.allow_remote_models = True, str(models), False
    yield
    for name, value in before.items():
        setattr(env, name, value)

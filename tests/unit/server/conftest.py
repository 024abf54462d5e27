"""A proxy with the real model in a process of its own, in front of an upstream that the tests run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy

from .fake_upstream import FakeUpstream, served


@pytest.fixture(scope="session")
def fake_upstream() -> Iterator[tuple[FakeUpstream, str]]:
    fake = FakeUpstream()
    with served(fake.app()) as address:
        yield fake, address


@pytest.fixture
def upstream(fake_upstream: tuple[FakeUpstream, str]) -> FakeUpstream:
    fake_upstream[0].reset()
    return fake_upstream[0]


@pytest.fixture(scope="session")
def pool() -> EnginePool:
    return EnginePool(EngineOptions(processes=1))


@pytest.fixture(scope="session")
def proxy(fake_upstream: tuple[FakeUpstream, str], pool: EnginePool) -> Iterator[str]:
    """The address of the proxy."""
    with served(build_proxy(ProxyOptions(fake_upstream[1]), pool)) as address:
        yield address

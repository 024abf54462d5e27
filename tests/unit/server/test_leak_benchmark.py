"""The proxy under `pii-leak-benchmark`, a check made by others: nothing raw upstream, everything restored."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy

from .fake_upstream import served


def test_the_benchmark_finds_the_proxy_clean(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ProxyOptions(f"http://127.0.0.1:{port}/v1")
    with served(build_proxy(options, EnginePool(EngineOptions(processes=1)))) as proxy:
        command: list[str | Path] = [Path(sys.executable).parent / "pii-leak-benchmark", "selfcheck"]
        command += ["--target-base-url", f"{proxy}/v1", "--capture-port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=200, check=False)

    assert done.returncode == 0, done.stdout
    assert "CLEAN" in done.stdout
    assert "uninspectable: 0" in done.stdout
    for check in ("configured_upstream_boundary", "fragmentation_safety", "response_fidelity", "sse_validity"):
        assert f"{check}" in done.stdout.split("Checks")[1]
        assert "fail" not in done.stdout.split("Checks")[1].split(check)[1].splitlines()[0]

"""LiteLLM: its own Presidio guardrail, unchanged, at `tabside serve`, and its client through `tabside proxy`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import litellm
import pytest
import yaml

from tabside.server.api import ApiOptions, build_api
from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy
from tests.unit.server.fake_upstream import FakeUpstream, served

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("default")]

TEXT = "I am Annabel Lindqvist, annabel@example.org."
MASTER_KEY = "sk-0123456789abcdef0123456789abcdef0123456789abcdef"
RAW = ("Annabel", "Lindqvist", "annabel@example.org")


@pytest.fixture(scope="module")
def upstream() -> Iterator[tuple[FakeUpstream, str]]:
    fake = FakeUpstream()
    with served(fake.app()) as address:
        yield fake, address


@pytest.fixture(scope="module")
def gateway(upstream: tuple[FakeUpstream, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """LiteLLM's own proxy; the guardrail's two addresses are all that differs from its documentation."""
    with served(build_api(ApiOptions(), EnginePool(EngineOptions(processes=1)))) as presidio:
        guardrail = {"guardrail": "presidio", "mode": "pre_call", "default_on": True, "output_parse_pii": True}
        guardrail["presidio_filter_scope"] = "input"
        config = {
            "model_list": [
                {
                    "model_name": "m",
                    "litellm_params": {"model": "openai/m", "api_base": f"{upstream[1]}/v1", "api_key": "k"},
                }
            ],
            "guardrails": [{"guardrail_name": "presidio", "litellm_params": guardrail}],
        }
        path = tmp_path_factory.mktemp("litellm") / "config.yaml"
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [Path(sys.executable).parent / "litellm", "--config", path, "--port", str(port), "--host", "127.0.0.1"],
            env={
                **os.environ,
                "PRESIDIO_ANALYZER_API_BASE": presidio,
                "PRESIDIO_ANONYMIZER_API_BASE": presidio,
                "LITELLM_LOCAL_MODEL_COST_MAP": "True",
                "LITELLM_MASTER_KEY": MASTER_KEY,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/health/liveliness", process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "LiteLLM ended"
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise AssertionError("LiteLLM did not start")


@pytest.mark.timeout(300)
def test_its_presidio_guardrail_masks_and_unmasks_by_tabside(upstream: tuple[FakeUpstream, str], gateway: str) -> None:
    fake, _ = upstream
    fake.reset()
    fake.say = lambda body: f"You wrote: {body['messages'][0]['content']}"
    body = {"model": "m", "messages": [{"role": "user", "content": TEXT}]}
    headers = {"authorization": f"Bearer {MASTER_KEY}"}
    answer = httpx.post(f"{gateway}/v1/chat/completions", json=body, headers=headers, timeout=60)

    assert answer.status_code == 200, answer.text
    sent = json.dumps(fake.bodies[0])
    for value in RAW:
        assert value not in sent
    assert "PERSON" in sent
    assert "EMAIL_ADDRESS" in sent
    assert answer.json()["choices"][0]["message"]["content"] == f"You wrote: {TEXT}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_stream", [False, True])
def test_its_client_works_through_the_proxy(upstream: tuple[FakeUpstream, str], is_stream: bool) -> None:
    fake, address = upstream
    fake.reset()
    fake.say = lambda body: f"{body['messages'][0]['content']} Bye given_name_1."
    with served(build_proxy(ProxyOptions(address), EnginePool(EngineOptions(processes=1)))) as proxy:
        asked = {"model": "openai/m", "api_base": f"{proxy}/v1", "api_key": "k", "num_retries": 0}
        answer = litellm.completion(**asked, messages=[{"role": "user", "content": TEXT}], stream=is_stream)
        if is_stream:
            text = "".join(chunk.choices[0].delta.content or "" for chunk in answer)
        else:
            text = answer.choices[0].message.content

    assert text == f"{TEXT} Bye Annabel."
    for value in RAW:
        assert value not in "".join(fake.raw)

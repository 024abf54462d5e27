"""`tabside hook`: a decision for a coding agent, by a running server; without one it blocks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tabside.server.api import ApiOptions, build_api
from tabside.server.engine import EngineOptions, EnginePool

from .fake_upstream import served

PACKAGES = Path(__file__).parents[3] / "py"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served(build_api(ApiOptions(), EnginePool(EngineOptions(processes=1)))) as address:
        yield address


def hook(server: str, event: object, *options: str) -> dict[str, Any]:
    given = event if isinstance(event, str) else json.dumps(event)
    command = [sys.executable, "-m", "tabside", "hook", "--server", server, *options]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=True, env=environment)
    return json.loads(done.stdout)


def test_a_prompt_with_personal_data_is_blocked(server: str) -> None:
    decision = hook(
        server, {"hook_event_name": "UserPromptSubmit", "session_id": "x", "prompt": "Mail annabel@example.org"}
    )

    assert decision["decision"] == "block"
    assert "EMAIL_ADDRESS (1)" in decision["reason"]
    assert "annabel" not in json.dumps(decision)


def test_a_prompt_without_goes_on(server: str) -> None:
    assert hook(server, {"hook_event_name": "UserPromptSubmit", "prompt": "Sort this list."}) == {}


def test_a_tools_input_is_read_by_its_fields(server: str) -> None:
    event = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "mail ann@example.org"}}
    decision = hook(server, event)["hookSpecificOutput"]

    assert decision["permissionDecision"] == "deny"
    assert hook(server, event, "--entity", "CREDIT_CARD") == {}


@pytest.mark.parametrize("event", ["no json", "[1]", '{"prompt": "x", "hook_event_name": "UserPromptSubmit"}'])
def test_in_doubt_it_blocks(event: str) -> None:
    assert hook("http://127.0.0.1:9", event)["decision"] == "block"


def test_an_entity_that_is_not_found_here_blocks(server: str) -> None:
    event = {"hook_event_name": "UserPromptSubmit", "prompt": "Sort this list."}
    assert hook(server, event, "--entity", "SHOE_SIZE")["decision"] == "block"

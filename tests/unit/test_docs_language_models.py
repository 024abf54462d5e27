"""Every example of docs/language-models.md runs: the Python through a real proxy; commands are parsed."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tabside.cli.app import build
from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy
from tests.unit.server.fake_upstream import FakeUpstream, served

PAGE = (Path(__file__).parents[2] / "docs" / "language-models.md").read_text(encoding="utf-8")


def commands_of(app: typer.Typer) -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


async def test_the_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    fake = FakeUpstream()
    fake.say = lambda body: "Dear given_name_1, we wrote to [EMAIL_1]."
    names: dict[str, object] = {}
    pool = EnginePool(EngineOptions(processes=1))
    with served(fake.app()) as upstream, served(build_proxy(ProxyOptions(upstream), pool)) as proxy:
        for number, example in enumerate(blocks("python"), 1):
            code = example.replace("http://127.0.0.1:8484", proxy)
            compiled = compile(code, f"example {number}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            result = eval(compiled, names)
            if inspect.isawaitable(result):
                await result
            client: Any = names.pop("client", None)
            if client is not None:
                client.close()
    printed = capsys.readouterr().out

    assert printed.count("Dear Annabel, we wrote to annabel@example.org.") == 3
    assert "Annabel" not in "".join(fake.raw)
    assert "Dear Annabel, hello." in printed


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in block.splitlines() if line.startswith("tabside")]
)
def test_commands_have_these_options(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = commands_of(build())[name]

    assert command.make_context(name, arguments).params


def test_settings_are_json_and_name_commands_that_there_are() -> None:
    commands = commands_of(build())
    for block in blocks("json"):
        for command in re.findall(r'"tabside (\w+)', json.dumps(json.loads(block))):
            assert command in commands

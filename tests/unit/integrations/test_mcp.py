"""`tabside mcp` with the SDK's own client over stdio, and the real model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

ROOT = Path(__file__).parents[3]


async def test_texts_and_files_go_out_and_come_back(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,mail\nAnnabel Lindqvist,annabel@example.org\n", encoding="utf-8")
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "tabside", "mcp", "--root", str(tmp_path)],
        env={"PYTHONPATH": str(ROOT / "py"), "TABSIDE_CACHE": str(ROOT / "models" / ".cache")},
    )
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        names = {tool.name for tool in (await session.list_tools()).tools}

        async def call(name: str, **arguments: object) -> tuple[bool, str]:
            answer = await session.call_tool(name, arguments)
            if not answer.content:
                return answer.is_error, ""
            assert isinstance(answer.content[0], TextContent)
            return answer.is_error, answer.content[0].text

        _, redacted = await call("redact", text="I am Annabel Lindqvist.")
        _, restored = await call("restore", text="Dear given_name_1, [CITY_4]")
        _, why = await call("explain", text="I am Annabel.", start=5, end=12)
        failed, _ = await call("redact_file", path="people.csv", output="out.csv")
        twice, _ = await call("redact_file", path="people.csv", output="out.csv")
        outside, _ = await call("redact_file", path="../../etc/passwd", output="passwd")
        _, back = await call("restore_file", path="out.csv", output="back.csv")

    assert names == {"redact", "restore", "explain", "redact_file", "restore_file"}
    assert json.loads(redacted)["text"] == "I am [GIVEN_NAME_1] [SURNAME_1]."
    assert json.loads(restored) == {
        "text": "Dear Annabel, [CITY_4]", "restored": ["[GIVEN_NAME_1]"], "unknown": ["[CITY_4]"]
    }  # fmt: skip
    assert "GIVEN_NAME" in why
    assert (failed, twice, outside) == (False, True, True)
    assert "[GIVEN_NAME_1] [SURNAME_1],[EMAIL_1]" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert json.loads(back)["written"] == "back.csv"
    assert (tmp_path / "back.csv").read_bytes() == (tmp_path / "people.csv").read_bytes()

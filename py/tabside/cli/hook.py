"""`tabside hook`: a hook for coding agents, called before each action. JSON on stdin, a decision on stdout.

It asks a running `tabside serve`. It uses only the standard library, because the agent waits for it at every prompt.
Without an answer it blocks the action. Events: https://docs.anthropic.com/en/docs/claude-code/hooks
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

__all__ = ["decide", "main"]

_SERVER = "http://127.0.0.1:8485"
_MOST_TEXT = 2_000_000
# What an event holds beside texts: names of sessions and folders.
_NOT_READ = frozenset(
    ("session_id", "transcript_path", "cwd", "permission_mode", "hook_event_name", "tool_name", "tool_use_id", "source")
)


def main(arguments: Sequence[str]) -> int:
    """Read an event, print a decision. The exit code is 0: the decision is in the JSON."""
    parser = argparse.ArgumentParser("tabside hook", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--server", default=os.environ.get("TABSIDE_SERVER", _SERVER), help="A running tabside serve.")
    parser.add_argument("--token", default=os.environ.get("TABSIDE_TOKEN"), help="Its token.")
    parser.add_argument("--entity", action="append", help="Look for these of Presidio's entities only; repeatable.")
    parser.add_argument("--timeout", type=float, default=5.0, help="Seconds to wait.")
    given = parser.parse_args(arguments)
    decision: str | None
    try:
        event = json.loads(sys.stdin.buffer.read(_MOST_TEXT + 1))
        if not isinstance(event, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError):
        event, decision = {}, "What came on stdin is no event, so it was not read."
    else:
        decision = _complaint(event, given)
    print(json.dumps(decide(str(event.get("hook_event_name", "")), decision)))
    return 0


def decide(event: str, complaint: str | None) -> dict[str, Any]:
    """Return the decision in the words of an event; `complaint` is why to block, None to go on.

    >>> decide("UserPromptSubmit", None)
    {}
    """
    if event == "PreToolUse":
        permission = {"permissionDecision": "deny", "permissionDecisionReason": complaint} if complaint else {}
        return {"hookSpecificOutput": {"hookEventName": event, **permission}} if permission else {}
    return {"decision": "block", "reason": complaint} if complaint else {}


def _complaint(event: Mapping[str, Any], given: argparse.Namespace) -> str | None:
    texts = [text for name, value in event.items() if name not in _NOT_READ for text in _texts(value)]
    if not texts:
        return None
    try:
        results = _ask(given, texts)
        kinds = Counter(one["entity_type"] for found in results for one in found)
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return f"tabside could not read this: is `tabside serve` running at {given.server}?"
    if not kinds:
        return None
    told = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items()))
    return f"This holds personal data: {told}. Redact it first."


def _ask(given: argparse.Namespace, texts: list[str]) -> list[list[dict[str, Any]]]:
    """Ask the server.

    Raises:
        OSError, ValueError, http.client.HTTPException: there is no answer that can be used.
    """
    address = urlsplit(given.server)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "127.0.0.1", address.port, timeout=given.timeout)
    headers = {"content-type": "application/json", **({"x-tabside-token": given.token} if given.token else {})}
    try:
        body = json.dumps({"text": texts, "language": "en", "entities": given.entity})
        connection.request("POST", f"{address.path.rstrip('/')}/analyze", body, headers)
        answer = connection.getresponse()
        data = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200 or len(data) != len(texts):
        raise ValueError("no answer")
    results: list[list[dict[str, Any]]] = data
    return results


def _texts(value: Any) -> Iterator[str]:
    """Yield all strings of a value, behind the names of their fields: `phone: 555…`."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            for text in _texts(one):
                yield text if "\n" in text or len(name) > 40 else f"{name}: {text}"
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)

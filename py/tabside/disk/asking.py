"""Ask a hub about a model: its commit, its listing and its small files. Blocks. Standard library only."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from time import monotonic

from ..env import env
from ..errors import Cancelled, OfflineError, StalledError
from ..model_files.repository import Answer, Found, inquire
from .connections import Limits, Stop, opener

__all__ = ["ask"]

# A listing has a few kilobytes per hundred files; a much longer response is something else.
_LARGEST_ANSWER = 64 << 20


def ask(model_id: str, revision: str, stop: Stop) -> Found:
    """Return what the hub says about a revision.

    Raises:
        OfflineError, StalledError: it cannot be reached, or not within `Limits.answers_s` for all its answers.
        Cancelled: `stop` is set.
        The errors of `repository.inquire`.
    """
    questions = inquire(model_id, revision)
    until_s = monotonic() + Limits.answers_s
    address = next(questions)
    while True:
        try:
            answer = _get(address, model_id, until_s, stop)
        except (OfflineError, StalledError):
            if stop.is_set():
                raise Cancelled(f"Asking the hub about {model_id} was cancelled.") from None
            raise
        try:
            address = questions.send(answer)
        except StopIteration as end:
            found: Found = end.value
            return found


def _get(address: str, model_id: str, until_s: float, stop: Stop) -> Answer:
    headers = {"User-Agent": "tabside", "Accept-Encoding": "identity", **env.headers(address)}
    request = urllib.request.Request(address, headers=headers)
    left_s = until_s - monotonic()
    if left_s <= 0:
        raise _broke_off(model_id)
    try:
        with stop.watching(), opener(stop).open(request, timeout=min(Limits.silence_s, left_s)) as response:
            body = _body(response, model_id, until_s)
            return Answer(response.status, body, {name.lower(): value for name, value in response.headers.items()})
    except urllib.error.HTTPError as error:
        error.close()
        return Answer(error.code, b"", {name.lower(): value for name, value in error.headers.items()})
    except urllib.error.URLError as error:
        raise OfflineError(
            f"{model_id} is not stored here, and the hub cannot be reached. Check the network, or env.remote_host.",
            model=model_id,
        ) from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise _broke_off(model_id) from error


def _body(response: http.client.HTTPResponse, model_id: str, until_s: float) -> bytes:
    """Read an answer that may trickle: no single wait is long then, but all of them are."""
    body = bytearray()
    while data := response.read1(1 << 16):
        body += data
        if len(body) > _LARGEST_ANSWER or monotonic() > until_s:
            raise _broke_off(model_id)
    return bytes(body)


def _broke_off(model_id: str) -> StalledError:
    return StalledError(f"The hub's answer about {model_id} broke off. Try again.", model=model_id)

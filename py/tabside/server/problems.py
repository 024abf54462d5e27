"""Errors as HTTP responses: a status, a stable code, and a message without user text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from ..errors import (
    BusyError,
    Cancelled,
    FileTooLargeError,
    InputError,
    RestoreError,
    RuntimeUnavailableError,
    SessionError,
    TabsideError,
    TextTooLargeError,
    UnauthorizedError,
    UnscannedError,
    UnsupportedRequestError,
    UpstreamError,
)

__all__ = ["plain_problem", "problem", "status_of"]

# The first match counts.
_STATUS: Mapping[type[TabsideError], int] = {
    TextTooLargeError: 413,
    FileTooLargeError: 413,
    RestoreError: 422,
    UnsupportedRequestError: 422,
    InputError: 400,
    UnauthorizedError: 401,
    BusyError: 429,
    UpstreamError: 502,
    UnscannedError: 503,
    SessionError: 503,
    RuntimeUnavailableError: 503,
    Cancelled: 499,
}


def status_of(error: TabsideError) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def plain_problem(error: TabsideError, dialect: str) -> dict[str, object]:
    """Return an error as JSON in an API's format: `openai`, `anthropic` or `tabside`."""
    if dialect == "anthropic":
        return {"type": "error", "error": {"type": "tabside_error", "message": f"{error.message} [{error.code}]"}}
    if dialect == "openai":
        return {"error": {"message": error.message, "type": "tabside_error", "param": None, "code": error.code}}
    return {"error": error.message, "code": error.code}


def problem(error: TabsideError, dialect: str = "tabside") -> Response:
    """Return an error as an HTTP response."""
    status = status_of(error)
    headers = {"retry-after": "1"} if status in (429, 503) else {}
    return Response(json.dumps(plain_problem(error, dialect)), status, media_type="application/json", headers=headers)

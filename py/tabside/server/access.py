"""Access control: loopback only, or a token."""

from __future__ import annotations

import hmac
import ipaddress

from starlette.requests import Request

from ..errors import InputError, TextTooLargeError, UnauthorizedError

__all__ = ["TOKEN_HEADER", "check_access", "check_host", "read_body"]

TOKEN_HEADER = "x-tabside-token"
_LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "[::1]", "::1"))


def check_host(host: str, token: str | None) -> None:
    """Refuse to listen on the network without a token.

    Raises:
        InputError: the address is not a loopback address, and there is no token.
    """
    if not _is_loopback(host) and not token:
        raise InputError("A server for other machines needs --token, which they send as X-Tabside-Token.")


def check_access(request: Request, token: str | None) -> None:
    """Check the token, or that the request names this machine: no web page may reach the server through a host name.

    Raises:
        UnauthorizedError: the token is missing or wrong, or the request has another host name.
    """
    if token:
        given = request.headers.get(TOKEN_HEADER, "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise UnauthorizedError("The token is missing or wrong: send it as X-Tabside-Token.")
        return
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    if name not in _LOCAL_NAMES and not _is_loopback(name):
        raise UnauthorizedError("Without a token this server answers to localhost alone.")


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body up to a maximum number of bytes.

    Raises:
        TextTooLargeError: it is longer.
    """
    length = request.headers.get("content-length", "")
    pieces: list[bytes] = []
    size = int(length) if length.isdigit() else 0
    if size <= limit:
        size = 0
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                break
            pieces.append(piece)
    if size > limit:
        raise TextTooLargeError(f"The request is longer than {limit} bytes.", limit=limit)
    return b"".join(pieces)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"

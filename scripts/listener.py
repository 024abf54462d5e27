"""The server's port, bound before set-up starts, so that a conflict is reported at once."""

from __future__ import annotations

import os
import socket

from .terminal import SetupError


def bind(host: str, port: int) -> socket.socket:
    """Bind the port.

    Raises:
        SetupError: it is in use or not allowed, or the host is not an address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SetupError(f"{host} is not an address of this machine ({error.strerror})") from error
    if os.name != "nt":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SetupError(
            f"port {port} on {host} cannot be used ({error.strerror}): choose another with --port"
        ) from error
    return listener

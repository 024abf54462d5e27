"""`tabside proxy` and `tabside serve`: servers on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError, RuntimeUnavailableError
from .terminal import note, read_text

if TYPE_CHECKING:
    from ..redaction.policy.policy import Policy
    from ..server.engine import EngineOptions

__all__ = ["hook", "mcp", "proxy", "serve"]

_PRESETS = ("everything", "gdpr", "hipaa", "pci", "coarse-geography", "near-people")

Host = Annotated[str, typer.Option("--host", help="Address to listen on; other than loopback it needs --token.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535)]
Token = Annotated[
    str | None, typer.Option("--token", envvar="TABSIDE_TOKEN", help="The token that clients send as X-Tabside-Token.")
]
PolicyFile = Annotated[str | None, typer.Option("--policy", help=f"A policy's file, or {', '.join(_PRESETS)}.")]
Processes = Annotated[int, typer.Option("--workers", min=1, max=64, help="Engine processes, about 150 MB each.")]
Limit = Annotated[int, typer.Option("--limit-mb", min=1, help="Maximum size of a request, in megabytes.")]
Timeout = Annotated[float, typer.Option("--timeout", min=1, help="Timeout for one text, in seconds.")]


def proxy(
    upstream: Annotated[str, typer.Option("--upstream", help="The API's address, such as https://api.openai.com.")],
    host: Host = "127.0.0.1",
    port: Port = 8484,
    token: Token = None,
    policy: PolicyFile = None,
    workers: Processes = 1,
    limit_mb: Limit = 16,
    timeout: Timeout = 60,
) -> None:
    """Run a proxy in front of a language model's API: it sends placeholders and restores the originals.

    Point an OpenAI or Anthropic client's base URL here. A request that cannot be read is answered with an error and not
    sent.
    """
    _needed("httpx", "starlette", "uvicorn", "prometheus_client")
    from ..server.access import check_host
    from ..server.engine import EnginePool
    from ..server.proxy import ProxyOptions, build_proxy

    if not upstream.startswith(("https://", "http://")):
        raise typer.BadParameter("This has to be the address of an API, with https:// or http://.")
    plain, loaded = _policy(policy)
    _or_exit(check_host, host, token)
    pool = EnginePool(_engine(plain, workers, timeout))
    options = ProxyOptions(upstream, token, limit_bytes=limit_mb * 1_000_000)
    _run(build_proxy(options, pool, policy=loaded), host, port, f"passes on to {upstream}")


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8485,
    token: Token = None,
    policy: PolicyFile = None,
    workers: Processes = 1,
    limit_mb: Limit = 16,
    timeout: Timeout = 60,
) -> None:
    """Serve redaction over HTTP: Presidio's endpoints and tabside's own, described at /docs."""
    _needed("fastapi", "httpx", "multipart", "uvicorn", "prometheus_client")
    from ..server.access import check_host
    from ..server.api import ApiOptions, build_api
    from ..server.engine import EnginePool

    plain, loaded = _policy(policy)
    _or_exit(check_host, host, token)
    pool = EnginePool(_engine(plain, workers, timeout))
    options = ApiOptions(token, limit_bytes=limit_mb * 1_000_000)
    _run(build_api(options, pool, policy=loaded), host, port, "see /docs")


def mcp(
    root: Annotated[
        Path, typer.Option("--root", exists=True, file_okay=False, help="Files are read and written below this folder.")
    ] = Path(),
    policy: PolicyFile = None,
) -> None:
    """Serve tools for agents over stdio (Model Context Protocol): redact, restore, explain, and files."""
    _needed("mcp", extra="mcp")
    from ..integrations.mcp_server import build_server

    plain, _ = _policy(policy)
    build_server(root, plain).run("stdio")


def hook(context: typer.Context) -> None:
    """Decide for a coding agent: an event as JSON on stdin, a decision on stdout. Asks a running `tabside serve`."""
    from .hook import main

    raise typer.Exit(main(context.args))


def _run(app: Any, host: str, port: int, what: str) -> None:
    """Serve until Ctrl-C or SIGTERM; requests in progress are then finished."""
    import uvicorn

    note(f"http://{host}:{port} {what}")
    # The access log would contain request addresses.
    uvicorn.run(
        app, host=host, port=port, access_log=False, log_level="warning", server_header=False,
        timeout_graceful_shutdown=30,
    )  # fmt: skip


def _engine(policy: str | None, workers: int, timeout: float) -> EngineOptions:
    from ..server.engine import EngineOptions

    return EngineOptions(policy=policy, processes=workers, timeout_s=timeout)


def _policy(given: str | None) -> tuple[str | None, Policy | None]:
    """Read a policy: a preset's name, or a file."""
    from ..redaction.policy.policy import Policy

    if given is None:
        return None, None
    try:
        text = given if given in _PRESETS else read_text(str(Path(given)))
        return text, Policy.load(text)
    except InputError as error:
        note(f"{error.message} [{error.code}]")
        raise typer.Exit(1) from None


def _or_exit(check: Any, *arguments: Any) -> None:
    try:
        check(*arguments)
    except InputError as error:
        note(f"{error.message} [{error.code}]")
        raise typer.Exit(2) from None


def _needed(*modules: str, extra: str = "server") -> None:
    """Exit with advice if packages are missing."""
    from importlib.util import find_spec

    if not all(map(find_spec, modules)):
        error = RuntimeUnavailableError(f'This needs more packages: pip install "tabside[{extra}]".')
        note(f"{error.message} [{error.code}]")
        raise typer.Exit(1)

"""The server's status page: counts only, no script, no external resources."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..errors import TabsideError
from .access import check_access
from .engine import EnginePool
from .metrics import Metrics
from .problems import problem

__all__ = ["status_page"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>tabside</title>
<style>body {{ font: 16px/1.5 system-ui; max-width: 40rem; margin: 3rem auto; color-scheme: light dark }}
table {{ border-collapse: collapse }} td, th {{ text-align: start; padding: .2rem 1rem .2rem 0 }}</style>
<h1>tabside</h1><p>{state}</p>
<h2>Answers</h2><table>{answers}</table>
<h2>Replaced</h2><table>{entities}</table>
<p>Numbers for Prometheus: <a href="metrics">/metrics</a>. Texts are neither logged nor stored.</p></html>"""


def status_page(request: Request, token: str | None, metrics: Metrics, pool: EnginePool) -> Response:
    """Return the page, for authorized clients."""
    try:
        check_access(request, token)
    except TabsideError as error:
        return problem(error)
    up = len(pool.pids)
    state = f"{up} of {pool.options.processes} engines run; {pool.waiting} calls wait; {pool.restarts} restarts."
    page = _PAGE.format(
        state=escape(state),
        answers=_rows((str(status), count) for status, count in sorted(metrics.by_status.items())),
        entities=_rows(metrics.by_entity.most_common()),
    )
    return HTMLResponse(page, headers={"content-security-policy": _POLICY, "cache-control": "no-store"})


def _rows(pairs: object) -> str:
    rows = [f"<tr><th>{escape(name)}<td>{count}" for name, count in pairs]  # type: ignore[attr-defined]
    return "".join(rows) or "<tr><td>none yet"

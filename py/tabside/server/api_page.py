"""The API's documentation page, generated from its OpenAPI document, without scripts or external resources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi.responses import HTMLResponse

__all__ = ["api_page"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_STYLE = "body{font:16px/1.5 system-ui;max-width:50rem;margin:3rem auto;color-scheme:light dark}pre{overflow-x:auto}"


def api_page(document: Mapping[str, Any]) -> HTMLResponse:
    """Return the page of an OpenAPI document."""
    parts = [
        _operation(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()
    ]
    schemas = document.get("components", {}).get("schemas", {})
    shapes = [
        f'<details id="{escape(name)}"><summary>{escape(name)}</summary>'
        f"<pre>{escape(json.dumps(schema.get('properties', schema), indent=2))}</pre></details>"
        for name, schema in schemas.items()
    ]
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>tabside API</title><style>{_STYLE}</style>'
        f'<h1>tabside API</h1><p>As data: <a href="openapi.json">openapi.json</a>.</p>{"".join(parts)}'
        f"<h2>Requests</h2>{''.join(shapes)}</html>"
    )
    return HTMLResponse(page, headers={"content-security-policy": _POLICY})


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    names = [one.get("schema", {}).get("$ref", "").rpartition("/")[2] for one in body.values()]
    takes = "".join(f' takes <a href="#{escape(name)}">{escape(name)}</a>' for name in names if name)
    return f"<h3>{escape(method.upper())} {escape(path)}</h3><p>{escape(operation.get('summary', ''))};{takes}</p>"

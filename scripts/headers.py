"""The headers of every response, and the cache lifetime of each path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types tabside default",
    )
)
WORKERS = "worker/"
"""Workers import Pyodide and onnxruntime from bytes that they have compared (web/worker/pinned.js)."""
WORKER_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' blob:")
DENIED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # These two make the page cross-origin isolated, so that WebAssembly may use threads.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def security(path: str) -> Mapping[str, str]:
    """Return the security headers of a path relative to the site's root.

    >>> "blob:" in security("app.js")["Content-Security-Policy"]
    False
    """
    return {**SECURITY, "Content-Security-Policy": WORKER_POLICY} if path.startswith(WORKERS) else SECURITY


MEDIA_TYPES = {
    ".css": "text/css",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".zip": "application/zip",
}
"""A fixed table, because operating systems differ. All other files, models and wheels too, are plain bytes."""

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

_VERSIONED = re.compile(r"vendor/[^/]+/[0-9][^/]*/.|(snapshot|wheels)/[0-9a-f]{16}/.|chunk-[0-9A-Z]{8}\.js$")


def cache_control(path: str) -> str:
    """Return the cache lifetime of a path relative to the site's root. A path with a version or a hash is immutable.

    >>> cache_control("vendor/pyodide/0.27.7/pyodide.mjs") == IMMUTABLE, cache_control("app.js") == REVALIDATE
    (True, True)
    """
    return IMMUTABLE if _VERSIONED.match(path) else REVALIDATE


def write_headers_file(path: Path) -> None:
    """Write the headers in the `_headers` format of several static hosts."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in SECURITY.items()), f"  Cache-Control: {REVALIDATE}"]
    for pattern in ("/chunk-*", "/snapshot/*", "/vendor/*", "/wheels/*"):
        lines += [pattern, "  ! Cache-Control", f"  Cache-Control: {IMMUTABLE}"]
    lines += ["/wheels/simple/*", "  ! Cache-Control", f"  Cache-Control: {REVALIDATE}"]
    lines += [f"/{WORKERS}*", "  ! Content-Security-Policy", f"  Content-Security-Policy: {WORKER_POLICY}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

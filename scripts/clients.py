"""Run npm and pip, and summarize their errors in one line."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .paths import ROOT
from .terminal import SetupError

LONGEST_LINE = 300
"""Longer ones are minified source, which some clients print around an error."""

_EXCEPTION = re.compile(r"[\w.]*(Error|Exception)\b: ")
_SIGNS = (
    (("no space left", "enospc"), "the disk is full: free about 1 GB and run this again"),
    (
        ("do not match the hashes", "eintegrity"),
        "what was downloaded is not what the lock file names, so it was thrown away: run this again, "
        "and if it stays so, suspect the network or the package mirror",
    ),
    (
        (
            "enotfound", "econnrefused", "etimedout", "eai_again", "econnreset", "failed to establish a new connection",
            "name or service not known", "temporary failure in name resolution", "network is unreachable",
            "connection error", "from versions: none", "cannot connect to proxy", "read timed out",
            "connection refused",
        ),
        "the network cannot be reached: check the connection (and proxy settings), then run this again",
    ),
)  # fmt: skip


def run_client(
    command: Sequence[str], what: str, *, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> None:
    """Run a package client quietly in `folder`.

    Raises:
        SetupError: it failed; the text states the reason in one line.
    """
    # A file, because Node loses buffered pipe output when it exits on an error.
    with tempfile.TemporaryFile() as log:
        try:
            code = subprocess.run(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            ).returncode
        except OSError as error:
            raise SetupError(f"{what}: {command[0]} cannot be run ({error.strerror})") from error
        if code:
            log.seek(0)
            raise SetupError(f"{what}: {explain(log.read().decode('utf-8', 'replace'))}")


def explain(output: str) -> str:
    """Return in one line why a client failed.

    >>> explain("npm error code ENOTFOUND")[:35]
    'the network cannot be reached: chec'
    """
    lines = [line.strip() for line in output.splitlines() if line.strip() and len(line) < LONGEST_LINE]
    said = "\n".join(lines).lower()
    for signs, meaning in _SIGNS:
        if any(sign in said for sign in signs):
            return meaning
    raised = [line for line in lines if _EXCEPTION.match(line)][-1:]
    telling = raised or [line for line in lines if "error" in line.lower()] or lines or ["it failed and said nothing"]
    return telling[0]

"""Runs npm and pip, and turns what they say when they fail into one line."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .paths import ROOT
from .terminal import SetupError

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
            "connection error", "cannot connect to proxy", "read timed out", "connection refused",
        ),
        "the network cannot be reached: check the connection (and proxy settings), then run this again",
    ),
)  # fmt: skip


def run_client(
    command: Sequence[str], what: str, *, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> None:
    """Run a package client quietly in `folder`.

    Raises:
        SetupError: it failed; the text says why, in a line.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SetupError(f"{what}: {command[0]} cannot be run ({error.strerror})") from error
    if done.returncode:
        raise SetupError(f"{what}: {explain(done.stdout + done.stderr)}")


def explain(output: str) -> str:
    """Say in one line why a client failed.

    >>> explain("npm error code ENOTFOUND")[:35]
    'the network cannot be reached: chec'
    """
    said = output.lower()
    for signs, meaning in _SIGNS:
        if any(sign in said for sign in signs):
            return meaning
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines or ["it failed and said nothing"]
    return telling[0]

"""The bridge's functions for files, and for policies that are being edited: plain data and raw bytes."""

from __future__ import annotations

import importlib.util
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..errors import DownloadError
from ..redaction.operators.placeholders import PlaceholderMap
from .offsets import Utf16Offsets
from .tasks import Answer

if TYPE_CHECKING:
    from ..files import FileFinding, FileRedaction
    from ..redaction import Redactor

__all__ = ["bring", "open_file", "plain_file", "restore_file", "try_policy"]

MOST_MATCHES = 500
"""The most matches of a test that a page can show. All are counted."""


async def open_file(
    data: bytes,
    name: str,
    redactor: Redactor,
    options: Mapping[str, Any],
    on_progress: Callable[[int, int], None],
    install: Callable[[Sequence[str]], Awaitable[None]],
) -> Answer:
    """Redact a file. Its bytes are the reply's only array. `install` installs the packages for its format.

    Findings have a place and no offsets. Their text and surroundings are in the reply only if
    the option `values` requests them, for a page with a review.

    Raises:
        FileError: see `files.redact_file`.
        DownloadError: the reader for this format could not be fetched.
        UnscannedError: a part of the file could not be scanned.
    """
    from ..files import redact_file

    await bring(name, install)
    chosen = dict(options)
    mapping = chosen.pop("mapping", None)
    with_values = chosen.pop("values", False)
    done = await redact_file(
        data,
        name,
        redactor,
        **chosen,
        mapping=None if mapping is None else PlaceholderMap.from_dict(mapping),
        on_progress=on_progress,
    )
    return plain_file(done, with_values=with_values)


def plain_file(done: FileRedaction, *, with_values: bool) -> Answer:
    """Return a redacted file as plain data and its bytes; values are in it on request."""
    plain = {
        "name": done.name,
        "mediaType": done.media_type,
        "warnings": list(done.warnings),
        "findings": [
            {
                "place": one.place,
                "entity": one.finding.entity,
                "score": one.finding.score,
                "source": one.finding.source,
                "replacement": one.finding.replacement,
                **(_values_of(one) if with_values else {}),
            }
            for one in done.findings
        ],
        "mapping": done.mapping.to_dict(),
        "beside": [asdict(one) for one in done.report],
    }
    return Answer(plain, [done.data])


def _values_of(one: FileFinding) -> dict[str, Any]:
    """Return what a review shows of a finding, and why it was found."""
    reasons = [{"kind": why.kind, "detail": why.detail, "score": why.score} for why in one.finding.reasons]
    return {"text": one.text, "before": one.before, "after": one.after, "reasons": reasons}


async def restore_file(
    data: bytes, name: str, mapping: Mapping[str, Any], install: Callable[[Sequence[str]], Awaitable[None]]
) -> Answer:
    """Restore the originals in a file; see `files.restore_file`."""
    from ..files import restore_file as restore

    await bring(name, install)
    done = restore(data, name, PlaceholderMap.from_dict(mapping))
    plain = {
        "name": done.name,
        "mediaType": done.media_type,
        "warnings": list(done.warnings),
        "restored": done.restored,
    }
    return Answer(plain, [done.data])


async def bring(name: str, install: Callable[[Sequence[str]], Awaitable[None]]) -> None:
    """Install what reading a file of this name needs.

    Raises:
        DownloadError: it could not be fetched.
    """
    from ..files import packages_for

    missing = [package for package in packages_for(name) if not _is_installed(package)]
    if not missing:
        return
    try:
        await install(missing)
    except Exception:
        # micropip may raise any error; each means that the reader is unavailable.
        raise DownloadError(f"What reads files of this kind ({', '.join(missing)}) could not be fetched.") from None


def _is_installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:
        # The package around it is missing as well.
        return False


def try_policy(source: Any, text: str) -> dict[str, Any]:
    """Return the matches of a policy's own rules in a text, the reasons, and the failing examples. Offsets are UTF-16.

    Raises:
        PolicyError: the policy is invalid; its details name the field.
    """
    from ..redaction.policy.policy import Policy

    policy = Policy.load(source)
    offsets = Utf16Offsets(text)
    matches = policy.test(text)
    return {
        "count": len(matches),
        "matches": [
            {
                "start": offsets.to_utf16(match.start),
                "end": offsets.to_utf16(match.end),
                "entity": match.entity,
                "source": match.source,
                "score": match.score,
                "why": list(match.why),
            }
            for match in matches[:MOST_MATCHES]
        ],
        "failures": {name: list(examples) for name, examples in policy.failures().items()},
    }

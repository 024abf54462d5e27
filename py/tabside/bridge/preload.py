"""Import the modules for the first redaction, so that a memory snapshot contains them.

scripts/snapshot.mjs calls `preload` in the Python process of which it takes the snapshot. Modules not imported here are
imported in the tab on first use, from the same wheels.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

__all__ = ["preload"]

PACKAGES = ("tabside.redaction", "tabside.tokenizers")
PIPELINES = ("token_classification", "text_classification", "text_ranking")
MODULES = ("tabside.bridge.bridge", "tabside.tab.choice", *(f"tabside.pipelines.{name}" for name in PIPELINES))

# Recognizers import checks and compile patterns for their first candidate, so the sample has one for each.
SAMPLE = """
Call +1 415 555 2671 or 030 901820, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, routing number
021000021, SSN 536-90-4399, EIN 91-1144442, ITIN 912-90-3456, VIN 1M8GDM9AXKP042788, IMEI 490154203237518,
mail a@example.org, https://example.org, 192.0.2.1, 2001:db8::1, 00:1B:44:11:3A:B7,
1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 0x52908400098527886E0F7030069857D2E4169EE7, AKIAIOSFODNN7EXAMPLE,
12 Main St, Apt. 4, Springfield, IL 62704
"""


def preload() -> None:
    """Import the modules, and let every recognizer read a sample."""
    for name in MODULES:
        import_module(name)
    for name in PACKAGES:
        package = import_module(name)
        for module in walk_packages(package.__path__, f"{name}."):
            import_module(module.name)

    import phonenumbers

    from ..redaction import Registry
    from ..redaction.recognizers.numbers.number import NumberRecognizer
    from ..redaction.view.folding import fold
    from ..redaction.words.cyrillic import kinds_of
    from ..redaction.words.ordinary import languages_of

    # Each region's numbering plan is a file of its own; there are no files after the snapshot.
    phonenumbers.PhoneMetadata.load_all()
    # The lists of ordinary words and of Russian names are files as well.
    languages_of("word")
    kinds_of("слово")
    sample = fold(f"&eacute;%40{SAMPLE}").text
    for recognizer in Registry.default().recognizers:
        list(recognizer.find(sample))
        if isinstance(recognizer, NumberRecognizer):
            for number in recognizer.numbers:
                number.holds(number.example)

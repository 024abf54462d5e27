"""Cryptocurrency addresses. Each has a checksum, except Ethereum's lower-case form, whose shape is unique."""

from __future__ import annotations

from ...checks import address_checksums
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

RECOGNIZERS = (
    PatternRecognizer(
        name="bitcoin",
        entity="CRYPTO_ADDRESS",
        regex=r"(?<!\w)(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc1|BC1)[0-9A-Za-z]{11,71})(?!\w)",
        score=1.0,
        check=address_checksums.bitcoin,
        hits=(
            "pay «1BoatSLRHtKNngkdXEeobR76b53LETtpyT» now",
            "«3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy»",
            "«bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq»",
            "«bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»",
        ),
        misses=("1BoatSLRHtKNngkdXEeobR76b53LETtpyU", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdr"),
    ),
    PatternRecognizer(
        name="ethereum",
        entity="CRYPTO_ADDRESS",
        regex=r"(?<!\w)0x[0-9A-Fa-f]{40}(?!\w)",
        score=0.95,
        hits=("to «0x52908400098527886E0F7030069857D2E4169EE7».",),
        misses=("0x52908400098527886E0F7030069857D2E4169EE", "0x52908400098527886E0F7030069857D2E4169EE77"),
    ),
    PatternRecognizer(
        name="base58check",
        entity="CRYPTO_ADDRESS",
        regex=r"(?<!\w)[LMDTrAX9][1-9A-HJ-NP-Za-km-z]{24,34}(?!\w)",
        score=1.0,
        check=address_checksums.base58check,
        hits=(
            "xrp «rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh»",
            "doge «DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L»",
            "tron «TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t»",
        ),
        misses=("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi", "DisestablishmentariaznismXYZ"),
    ),
)

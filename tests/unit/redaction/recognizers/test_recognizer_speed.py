"""No text makes a recognizer slow: the target is a tenth of a second for 100,000 hostile characters each.

The bound is three times that, since a busy machine takes longer. A quadratic pattern takes a hundred times as long.
Pieces aimed at one recognizer are read by the tab's Python, in `tests/parity/test_recognizers_pyodide.py`.
"""

from __future__ import annotations

import time
from itertools import cycle, islice

import pytest

from tabside.redaction.recognizers import Recognizer, Registry
from tests.unit.redaction.recognizers.hostile_texts import PIECES, fill

pytestmark = pytest.mark.long
LENGTH = 100_000
BUDGET_MS = 300


@pytest.mark.parametrize("recognizer", Registry.default().recognizers, ids=lambda recognizer: recognizer.name)
def test_is_fast_on_hostile_text(recognizer: Recognizer) -> None:
    list(recognizer.find("tel +1 415 555 2671, card 4111 1111 1111 1111"))  # imports on first use are not timed
    slow = {}
    for piece in PIECES:
        text = fill(piece, LENGTH)
        # A hundredth of the time for a tenth of the text stays below the bound even if it is quadratic.
        if best_ms(recognizer, text[: LENGTH // 10], BUDGET_MS / 100) > BUDGET_MS / 100:
            elapsed = best_ms(recognizer, text)
            if elapsed > BUDGET_MS:
                slow[piece] = elapsed
    assert slow == {}


def best_ms(recognizer: Recognizer, text: str, budget_ms: float = BUDGET_MS) -> float:
    """Processor time, the best of up to three runs, since other work may affect the caches."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for _found in recognizer.find(text):
            pass
        best = min(best, (time.process_time() - begin) * 1000)
        if best <= budget_ms:
            break
    return best


def test_pieces_mixed() -> None:
    text = "".join(islice(cycle(PIECES), LENGTH // 3))[:LENGTH]
    slow = [recognizer.name for recognizer in Registry.default().recognizers if best_ms(recognizer, text) > BUDGET_MS]
    assert slow == []

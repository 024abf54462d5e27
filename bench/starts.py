"""Time from navigation to the first visible result, each in a new browser process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright

from .browser import click_ms, opened, start_ms
from .link import slow_link
from .series import Series, Target
from .setting import Setting, page_of
from .texts import SENTENCE

VISITS_BEFORE = 3
"""V8 keeps compiled code from the second visit on, so a profile is warm after the third."""
SLOW_BITS_PER_SECOND = 20e6
OPEN_MS = 2000
"""How long a page is open before its visitor pastes."""


def warm(playwright: Playwright, setting: Setting, rounds: int) -> list[Series]:
    """Measure a new browser process with a profile that has loaded the site before."""
    series = Series("warm start to first result", "ms", Target(0.5))
    with _profiles(setting) as profiles:
        for _ in range(VISITS_BEFORE):
            for side, profile in profiles.items():
                _start(playwright, setting, side, profile)
        for _ in range(rounds):
            for side, profile in profiles.items():
                series.add(side, _start(playwright, setting, side, profile))
    return [series]


def cold(playwright: Playwright, setting: Setting, rounds: int) -> list[Series]:
    """Measure an empty profile, with the server on this machine."""
    series = Series("cold start, local server", "ms", Target(0.8))
    for _ in range(rounds):
        with _profiles(setting) as profiles:
            for side, profile in profiles.items():
                series.add(side, _start(playwright, setting, side, profile))
    return [series]


def slow(playwright: Playwright, setting: Setting, rounds: int) -> list[Series]:
    """Measure an empty profile behind a line of 20 Mbit/s, and count the bytes on the line."""
    series = Series("cold start at 20 Mbit/s", "ms", Target(1.2))
    over_the_wire = Series("bytes over the wire", "MB", Target(1.3))
    for _ in range(rounds):
        with _profiles(setting) as profiles:
            for side, profile in profiles.items():
                with slow_link(setting.addresses[page_of(side)], SLOW_BITS_PER_SECOND) as (link, address):
                    series.add(side, _start(playwright, setting, side, profile, address))
                    over_the_wire.add(side, link.bytes_down / 1e6)
    return [series, over_the_wire]


def click(playwright: Playwright, setting: Setting, rounds: int) -> list[Series]:
    """Measure click to result in the page itself, where a visitor with a stored model pastes 2 s after opening it."""
    series = Series("page open 2 s, paste, click", "ms", Target(own=150))
    with tempfile.TemporaryDirectory(prefix="tabside-bench-", ignore_cleanup_errors=True) as folder:
        for visit in range(VISITS_BEFORE + rounds):
            with opened(playwright, Path(folder)) as context:
                ms = click_ms(context, setting.addresses["tabside"], SENTENCE, OPEN_MS)
                if visit >= VISITS_BEFORE:
                    series.add("tabside", ms)
    return [series]


def _start(playwright: Playwright, setting: Setting, side: str, profile: Path, address: str | None = None) -> float:
    work = {"text": SENTENCE, **setting.options(side, "token-classification", setting.redaction_model)}
    with opened(playwright, profile) as context:
        return start_ms(context, address or setting.addresses[page_of(side)], page_of(side), work)


@contextmanager
def _profiles(setting: Setting) -> Iterator[dict[str, Path]]:
    with tempfile.TemporaryDirectory(prefix="tabside-bench-", ignore_cleanup_errors=True) as folder:
        yield {side: Path(folder) / side for side in setting.sides}


STARTS: dict[str, Callable[[Playwright, Setting, int], list[Series]]] = {
    "warm": warm,
    "cold": cold,
    "slow": slow,
    "click": click,
}

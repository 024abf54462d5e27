"""Run tabside and Transformers.js side by side in one browser: `npm run bench`, or `npm run bench -- short long …`.

Nothing is reported when their results differ. Differences by design are listed below the table.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from scripts import environment, setup
from scripts.clients import run_client
from scripts.paths import ROOT
from scripts.terminal import SetupError, step

BENCH = ROOT / "bench"
PACKAGES = ("serve", "test")
WORK = ("warm", "cold", "slow", "click", "short", "long", "share", "embeddings", "rerank", "memory", "scaling")
DIFFERENCES = (
    "tabside runs the whole redaction: tokenizer, model, recognizers with check digits, overlaps, placeholders and "
    "offsets. The peer returns labelled tokens.",
    "tabside runs in a worker and does not block the page. The peer runs in the page.",
    "The peer truncates at 512 tokens, so it is given tabside's windows. The default peer gets them one by one, the "
    "tuned peer in tabside's batches.",
    "The default peer runs the published 4-bit file. The tuned peer runs the int8 file that tabside derives from it, "
    "with the same number of threads.",
    "Embeddings and ranking run the same int8 file on every side. For embeddings the default peer gets batches of 32 "
    "in the given order, the tuned peer tabside's batches by length. For ranking the default peer gets all passages "
    "at once, the tuned peer one by one, as tabside ranks them.",
)


def main() -> int:
    options = _parse()
    # Like Ctrl-C: browsers and servers end with the run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if not environment.in_venv():
            return setup.enter_venv(["-m", "bench.run", *sys.argv[1:]], PACKAGES, dev=True)
        with setup.alone():
            environment.ensure_packages(PACKAGES)
            setup.prepare(dev=True)
            _ensure_peer()
    except SetupError as error:
        print(f"bench: {error}.", file=sys.stderr)
        return 1
    return run(options.work or WORK, options.rounds, options.output)


def run(work: Sequence[str], rounds: int, output: Path) -> int:
    """Measure, then write the report; return the exit code."""
    sys.path.insert(0, str(ROOT / "py"))
    from playwright.sync_api import sync_playwright

    from . import report, sites
    from .agreement import Disagreement
    from .browser import call, open_page, opened
    from .plot import draw
    from .series import SIDES, Series
    from .setting import Setting, page_of
    from .starts import STARTS
    from .workloads import OTHERS, REDACTION, has_model_for, memory

    sites.assemble()
    rows: list[Series] = []
    notes: list[str] = []
    with ExitStack() as stack:
        addresses = {page: stack.enter_context(sites.serving(page)) for page in ("tabside", "peer")}
        playwright = stack.enter_context(sync_playwright())
        setting = Setting(addresses, SIDES)
        for name in work:
            if name in STARTS:
                with step(name):
                    rows += STARTS[name](playwright, setting, rounds)
        profile = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        with opened(playwright, Path(profile)) as context:
            browser = context.browser
            version = browser.version if browser is not None else context.pages[0].evaluate("navigator.userAgent")
            pages = {side: open_page(context, addresses[page_of(side)], page_of(side)) for side in setting.sides}
            try:
                for name in work:
                    if name in REDACTION:
                        for side, page in pages.items():
                            call(page, "load", setting.options(side, "token-classification", setting.redaction_model))
                        with step(name):
                            rows += REDACTION[name](pages, setting, rounds, notes.append)
                    elif name in OTHERS and has_model_for(OTHERS[name][1]):
                        with step(name):
                            rows += OTHERS[name][0](pages, setting, rounds, notes.append)
            except Disagreement as error:
                print(f"bench: {error} Nothing is reported.", file=sys.stderr)
                return 1
        if "memory" in work:
            with step("memory"):
                rows += memory(playwright, setting)
    outcome = report.Outcome(report.facts(version, rounds, setting.threads), [*notes, *DIFFERENCES], rows)
    output.mkdir(parents=True, exist_ok=True)
    (output / "bench.md").write_text(report.markdown(outcome), encoding="utf-8")
    report.write_json(outcome, output / "bench.json")
    draw(outcome, output / "bench.svg")
    print(report.markdown(outcome))
    print(f"Written to {output}: bench.md, bench.json, bench.svg.")
    return 0


def _ensure_peer() -> None:
    stamp = BENCH / "node_modules" / ".package-lock.json"
    if stamp.is_file() and stamp.stat().st_mtime >= (BENCH / "package-lock.json").stat().st_mtime:
        return
    with step("the peer's npm packages"):
        npm = environment.require_node()
        command = [npm, "ci", "--prefix", str(BENCH), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        run_client(command, "npm")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="npm run bench --", description=__doc__)
    parser.add_argument("work", nargs="*", choices=[*WORK, []], metavar="WORK", help=f"of {', '.join(WORK)} (all)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of A, B after the warm-up (5)")
    parser.add_argument("--output", type=Path, default=ROOT / ".tabside" / "bench" / "report", metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

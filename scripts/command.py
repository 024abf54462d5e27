"""The command line of serve.py."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from . import environment, setup
from .listener import bind
from .paths import ROOT
from .terminal import SetupError

PACKAGES = ("serve",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run serve.py. Return its exit code: 0, 1 if something is missing, 130 if stopped during set-up."""
    raw = list(sys.argv[1:] if arguments is None else arguments)
    options = _parse(raw)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        with setup.disk_errors():
            return _run(options, raw)
    except SetupError as error:
        print(f"tabside: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ntabside: stopped; run it again to go on where it was.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace, raw: list[str]) -> int:
    listener = bind(options.host, options.port) if options.command is None else None
    if not environment.in_venv():
        if listener is not None:
            listener.close()
        return setup.enter_venv([str(ROOT / "serve.py"), *raw], PACKAGES, dev=False)
    # The rest needs the packages of the virtual environment.
    with setup.alone():
        environment.ensure_packages(PACKAGES)
        from . import extension, hub_models, npm_package, server, site

        parts = setup.prepare(dev=options.command == "package")
        if listener is None:
            target = Path(options.output or ("dist-extension" if options.extension else "dist")).absolute()
            if options.command == "package":
                npm_package.write(target, parts)
                print(f"tabside: `npm pack {options.output}` makes a file of it.")
                return 0
            if options.extension:
                extension.write(target, parts)
                print(f"tabside: {target} can be loaded at chrome://extensions, or zipped for a store.")
                return 0
            site.build(target, hub_models.added(parts, options.model))
            print(f"tabside: {target} can go to any static host, under any path.")
            return 0
    url = f"http://{f'[{options.host}]' if ':' in options.host else options.host}:{listener.getsockname()[1]}/"
    try:
        print(f"tabside: {url}  (Ctrl-C ends it)", flush=True)
        if options.open and _has_browser():
            webbrowser.open(url)
        server.serve(listener)
    except KeyboardInterrupt:
        print()
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="serve.py", description="Set tabside up on the first run, then serve it on this machine."
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen at (127.0.0.1)")
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open a browser")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    build = commands.add_parser("build", help="write the whole site to a folder for any static host")
    build.add_argument("--extension", action="store_true", help="write the browser extension instead")
    build.add_argument("-o", "--output", metavar="DIR", help="folder to write (dist; dist-extension)")
    build.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="ORG/NAME[@REVISION]",
        help="also offer this model of the hub (repeatable)",
    )
    package = commands.add_parser("package", help="write the npm package to a folder")
    package.add_argument("-o", "--output", default="dist-npm", metavar="DIR", help="folder to write (dist-npm)")
    return parser.parse_args(arguments)


def _has_browser() -> bool:
    """Whether a window can open: without a display, webbrowser would start a browser inside the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)

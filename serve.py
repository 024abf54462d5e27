#!/usr/bin/env python3
"""Set tabside up on the first run, then serve it: `python3 serve.py`, or `python3 serve.py build` for a static site."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one is told so
    sys.exit("tabside: Python 3.11 or newer is needed; this is Python {}.{}.".format(*sys.version_info[:2]))

from scripts.command import main

if __name__ == "__main__":
    sys.exit(main())

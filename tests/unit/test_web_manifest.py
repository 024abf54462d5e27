"""web/app.webmanifest: the desktop offers tabside for the kinds of files that the page reads, and for no others."""

from __future__ import annotations

import json

from scripts.paths import WEB
from tabside.files.media_types import IN_PAGE, MEDIA_TYPES


def test_the_desktop_opens_what_the_page_reads() -> None:
    manifest = json.loads((WEB / "app.webmanifest").read_text(encoding="utf-8"))
    (handler,) = manifest["file_handlers"]
    offered = {ending[1:]: kind for kind, endings in handler["accept"].items() for ending in endings}
    assert offered == {ending: kind for ending, kind in MEDIA_TYPES.items() if ending not in IN_PAGE}
    assert handler["action"] == manifest["start_url"]

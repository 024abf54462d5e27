"""The bundle of web/: rebuilt when a file has changed, never partial, reproducible."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from scripts import bundle
from scripts.paths import WEB
from scripts.terminal import SetupError


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("bundle")
    shutil.copytree(WEB, folder / "web")
    return folder / "web", folder / "out"


@pytest.fixture(autouse=True)
def elsewhere(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    web, out = places
    for name, path in (("WEB", web), ("BUNDLE", out), ("STAMP", out.with_suffix(".stamp"))):
        monkeypatch.setattr(bundle, name, path)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edit_shows_and_a_mistake_is_told_and_changes_nothing(places: tuple[Path, Path]) -> None:
    web, out = places
    bundle.ensure()
    first = content(out)
    made = bundle.STAMP.stat().st_mtime_ns
    bundle.ensure()
    assert bundle.STAMP.stat().st_mtime_ns == made, "nothing has changed, and it was made anew"

    module = web / "worker" / "python" / "softmax.js"
    source = module.read_text(encoding="utf-8")
    module.write_text(source + "\nglobalThis.edited = 'here';\n", encoding="utf-8")
    bundle.ensure()
    second = content(out)
    assert b'globalThis.edited="here"' in second["worker/worker.js"]
    # Scripts name their build, so all of them differ; a style sheet does not.
    assert second["style.css"] == first["style.css"]
    assert second["app.js"] != first["app.js"]

    module.write_text(source + "\nconst = ;\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"(?s)web/ cannot be bundled: .*worker/python/softmax\.js"):
        bundle.ensure()
    assert content(out) == second

    module.write_text(source, encoding="utf-8")
    bundle.ensure()
    assert content(out) == first, "the same sources give other bytes"


def test_a_worker_is_one_file_and_every_script_lies_where_it_finds_the_site(places: tuple[Path, Path]) -> None:
    bundle.ensure()
    _, out = places
    scripts = {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in out.rglob("*.js")}
    assert {
        "app.js",
        "tabside.js",
        "frame/offline.js",
        "theme.js",
        "worker/worker.js",
        "worker/ort/ort-worker.js",
        "worker/pdf/pdf-worker.js",
    } <= scripts.keys()
    for name in ("worker/worker.js", "worker/ort/ort-worker.js", "worker/pdf/pdf-worker.js"):
        assert not re.search(r"""(^|[;}])(import|export)\b[^(]*["']""", scripts[name])
    # web/shared/site-root.js contains the only address that a bundle takes from itself.
    for name, script in scripts.items():
        root = f'"{"../" * name.count("/") or "./"}"'
        assert re.findall(r"new URL\(([^()]*),import\.meta\.url\)", script) == [root] * script.count(
            "import.meta.url"
        ), name


def test_the_page_preloads_files_that_are_there(places: tuple[Path, Path]) -> None:
    bundle.ensure()
    _, out = places
    preloaded = re.findall(r'rel="modulepreload" href="([^"]+)"', (out / "index.html").read_text(encoding="utf-8"))
    assert preloaded
    assert [name for name in preloaded if not (out / name).is_file()] == []

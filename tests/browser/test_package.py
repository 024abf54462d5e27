"""The npm package: installed into empty projects, without headers, inside a strict policy, and from another origin."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .accessibility import serious
from .package_project import (
    APP,
    MODELS,
    PAGE,
    REDACTED,
    SENTENCE,
    build_package,
    copy_assets,
    host,
    new_project,
    run,
)
from .serving import ROOT
from .watch import Watch, origin, watching

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types tabside default"
)
ESBUILD = str(ROOT / "node_modules" / ".bin" / "esbuild")
TSC = str(ROOT / "node_modules" / ".bin" / "tsc")
TYPED = """
import { BatchError, createEngine, HUB, TabsideError, type Engine, type Redaction } from "tabside";
import { TabsideRedact } from "tabside/redact-element";

const engine: Engine = createEngine({ baseUrl: "/tabside/", sources: [HUB], onEvent: ({ event }) => event });
const redaction: Redaction = await engine.redact("a", { threshold: 0.2, operator: { operator: "mask", keep_last: 4 } });
export const places: number[] = redaction.findings.map(({ start }) => start);
export const element = new TabsideRedact();
element.engine = engine;
export const code = (error: unknown): string => (error instanceof TabsideError ? error.code : "");
export const results = (error: BatchError): unknown => error.results;
// @ts-expect-error: a text is a string
engine.redact(1);
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's folder."""
    target = tmp_path_factory.mktemp("npm") / "package"
    build_package(target)
    return target


@pytest.fixture(scope="module")
def packed(package: Path) -> Path:
    """The file that `npm pack` makes."""
    (made,) = json.loads(run(package.parent, "npm", "pack", str(package), "--json"))
    return package.parent / str(made["filename"])


@pytest.fixture(scope="module")
def project(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project that esbuild bundles, with the assets beside the page."""
    folder = new_project(tmp_path_factory.mktemp("project") / "app", package)
    (folder / "app.js").write_text(APP)
    run(folder, ESBUILD, "app.js", "--bundle", "--minify", "--format=esm", "--outdir=public")
    (folder / "public" / "index.html").write_text(PAGE % "app.js")
    copy_assets(folder, "public/tabside")
    return folder


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh profile. The test fails on errors and on requests to other origins than those named."""
    with pages(browser) as opened:
        yield opened


@contextmanager
def pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    context = browser.new_context(reduced_motion="reduce")
    watch = Watch(set())

    def opened(address: str, *others: str) -> Page:
        watch.origins = {origin(each) for each in (address, *others)}
        page = context.new_page()
        page.goto(address)
        return page

    with watching(context, watch):
        yield opened


def redacts(page: Page) -> None:
    page.locator("#text").fill(SENTENCE)
    page.locator("#run").click()
    expect(page.locator("#result")).to_have_text(f"{REDACTED}|{SENTENCE}")


def test_a_bundled_page_redacts_inside_a_strict_policy(project: Path, visit: Callable[..., Page]) -> None:
    with host(project / "public", {"Content-Security-Policy": POLICY}) as address:
        page = visit(address)
        redacts(page)
        assert page.evaluate("crossOriginIsolated") is False


def test_the_element_redacts_by_keyboard_and_takes_a_theme(project: Path, visit: Callable[..., Page]) -> None:
    with host(project / "public", {"Content-Security-Policy": POLICY}) as address:
        page = visit(address)
        page.evaluate(
            """() => {
              window.told = [];
              for (const name of ["tabside-redacted", "tabside-error"]) {
                document.addEventListener(name, ({ type, detail }) => told.push([type, detail.text ?? detail.code]));
              }
              document.querySelector("tabside-redact").style.setProperty("--tabside-mark", "rgb(255, 240, 150)");
            }"""
        )
        element = page.locator("tabside-redact")
        field = element.get_by_label("Text")
        field.focus()
        page.keyboard.insert_text(SENTENCE)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(element.get_by_role("region", name="Redacted")).to_have_text(REDACTED)
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.part.value") == "button"
        mark = element.locator("mark").first
        assert mark.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 240, 150)"
        expect(element.get_by_role("status")).to_have_text("3 found")
        assert page.evaluate("told") == [["tabside-redacted", REDACTED]]
        assert serious(page) == []

        # An edited text has no result, and its old one cannot be copied.
        field.press("End")
        page.keyboard.insert_text(" More.")
        expect(element.get_by_role("region", name="Redacted")).to_be_hidden()
        assert element.evaluate("node => node.redaction") is None


def test_a_mirror_on_another_origin_serves_the_engine(project: Path, visit: Callable[..., Page]) -> None:
    public = project / "public"
    with host(public / "tabside", {"Access-Control-Allow-Origin": "*"}) as mirror:
        policy = (
            POLICY.replace("script-src 'self'", f"script-src 'self' {mirror}")
            .replace("worker-src 'self'", f"worker-src blob: {mirror}")
            .replace("connect-src 'self'", f"connect-src {mirror}")
        )
        (project / "mirror").mkdir(exist_ok=True)
        (project / "mirror.js").write_text(APP.replace("createEngine()", f"createEngine({{ baseUrl: '{mirror}' }})"))
        run(project, ESBUILD, "mirror.js", "--bundle", "--format=esm", "--outdir=mirror")
        (project / "mirror" / "index.html").write_text(PAGE % "mirror.js")
        with host(project / "mirror", {"Content-Security-Policy": policy}) as address:
            redacts(visit(address, mirror))


@pytest.mark.long
def test_threads_run_where_the_page_is_isolated(project: Path, visit: Callable[..., Page]) -> None:
    headers = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
    (project / "public" / "threads.js").write_text(
        "import { createEngine } from './index-of-package.js';\nglobalThis.engine = createEngine({ threads: 2 });\n"
    )
    run(
        project, ESBUILD, "node_modules/tabside/index.js", "--bundle", "--format=esm",
        "--outfile=public/index-of-package.js",
    )  # fmt: skip
    (project / "public" / "threads.html").write_text(PAGE % "threads.js")
    with host(project / "public", headers) as address:
        page = visit(f"{address}threads.html")
        facts = page.evaluate(
            "async (text) => [(await engine.redact(text)).text, (await engine.diagnostics()).threads]", SENTENCE
        )
    assert facts == [REDACTED, 2]


@pytest.mark.long
def test_assets_are_verified_completed_and_cleaned_up(project: Path) -> None:
    folder = project / "public" / "tabside"
    worker = folder / "worker" / "worker.js"
    right = worker.read_bytes()
    worker.write_bytes(right + b"\n")
    record = folder / "tabside-assets.json"
    facts = json.loads(record.read_text())
    facts["files"]["old/wheel.whl"] = {"bytes": 1, "sha256": "0"}
    record.write_text(json.dumps(facts))
    (folder / "old").mkdir()
    (folder / "old" / "wheel.whl").write_text("x")
    (folder / "mine.txt").write_text("stays")

    failed = subprocess.run(
        ["node_modules/.bin/tabside", "verify", "public/tabside"], cwd=project, capture_output=True, text=True
    )
    assert failed.returncode == 1
    assert failed.stderr.startswith("tabside: missing or altered in public/tabside: ")
    named = set(failed.stderr.strip().removesuffix(".").split(": ")[-1].split(", "))
    assert named == {"old/wheel.whl", "worker/worker.js"}

    copy_assets(project, "public/tabside")
    assert worker.read_bytes() == right
    assert not (folder / "old").exists()
    assert (folder / "mine.txt").read_text() == "stays"
    (folder / "mine.txt").unlink()
    assert "files are right" in run(project, "node_modules/.bin/tabside", "verify", "public/tabside")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["assets", "out", "--model", "nobody/nothing"], 1, "there is no manifest of nobody/nothing"),
        (["assets", "out", "--model", "../../etc"], 1, "is no model's id"),
        (
            ["assets", "out", "--from", "empty"],
            1,
            "config.json of nationaldesignstudio/rampart could not be had from empty",
        ),
        (["verify", "out"], 1, "out holds no copy that `tabside assets` made"),
        (["assets"], 2, "Usage:"),
        (["publish", "out"], 2, "Usage:"),
    ],
)
def test_what_cannot_be_done_is_said(project: Path, arguments: list[str], code: int, said: str) -> None:
    done = subprocess.run(["node_modules/.bin/tabside", *arguments], cwd=project, capture_output=True, text=True)
    assert done.returncode == code
    assert said in done.stderr


@pytest.mark.long
def test_a_page_and_assets_of_two_versions_refuse_to_work_together(project: Path, browser: Browser) -> None:
    script = (project / "public" / "app.js").read_text()
    build = json.loads((project / "node_modules" / "tabside" / "assets.json").read_text())["build"]
    assert build in script
    (project / "public" / "stale.js").write_text(script.replace(build, "0" * 16))
    (project / "public" / "stale.html").write_text(PAGE % "stale.js")
    with host(project / "public") as address, browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}stale.html")
        alert = page.locator("tabside-redact").get_by_role("alert")
        page.evaluate("document.querySelector('tabside-redact').redact().catch(() => {})")
        expect(alert).to_have_text(
            f"The files at {address}tabside/ are of another version of tabside than this package. "
            "Run `npx tabside assets` again."
        )


def test_the_declarations_are_strict_and_complete(project: Path) -> None:
    (project / "typed.ts").write_text(TYPED)
    (project / "tsconfig.json").write_text(json.dumps({
        "compilerOptions": {
            "strict": True, "noEmit": True, "target": "es2023", "module": "esnext", "moduleResolution": "bundler",
            "types": [], "lib": ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
        },
        "files": ["typed.ts"],
    }))  # fmt: skip
    run(project, TSC, "-p", ".")


def test_a_server_may_import_it(project: Path) -> None:
    script = (
        "import * as api from 'tabside'; await import('tabside/redact-element'); console.log(typeof api.createEngine)"
    )
    assert run(project, "node", "--input-type=module", "-e", script) == "function\n"


RECIPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "no bundler": ((), ()),
    "vite": (("vite",), ("npx", "--no", "vite", "build", "--outDir", "dist")),
    "webpack": (("webpack", "webpack-cli"), ("npx", "--no", "webpack", "./app.js", "--mode", "production")),
}


@pytest.mark.long
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_from_an_empty_folder(
    recipe: str, packed: Path, tmp_path: Path, visit: Callable[..., Page]
) -> None:
    others, build = RECIPES[recipe]
    folder = new_project(tmp_path / "app", packed, *others)
    (folder / "app.js").write_text(APP)
    public = folder / "dist"
    if recipe == "no bundler":
        public = folder
        # Import maps need an inline script, which a strict policy forbids.
        own = {"tabside": "index.js", "tabside/redact-element": "redact-element.js"}
        app = APP
        for name, file in own.items():
            app = app.replace(f'"{name}"', f'"./node_modules/tabside/{file}"')
        (folder / "app.js").write_text(app)
    if recipe == "vite":
        (folder / "index.html").write_text(PAGE % "/app.js")
        copy_assets(folder, "public/tabside")
    if build:
        run(folder, *build)
    if recipe != "vite":
        (public / "index.html").write_text(PAGE % ("app.js" if recipe == "no bundler" else "main.js"))
        copy_assets(folder, str((public / "tabside").relative_to(folder)))
    with host(public, {"Content-Security-Policy": POLICY}) as address:
        redacts(visit(address))


@pytest.mark.long
def test_models_come_from_another_address_than_the_engine(project: Path, visit: Callable[..., Page]) -> None:
    cors = {"Access-Control-Allow-Origin": "*"}
    with host(project / "node_modules" / "tabside" / "assets", cors) as engine, host(MODELS, cors) as models:
        (project / "cdn").mkdir()
        options = json.dumps({"baseUrl": engine, "sources": [f"{models}{{model}}/{{path}}"]})
        (project / "cdn.js").write_text(APP.replace("createEngine()", f"createEngine({options})"))
        run(project, ESBUILD, "cdn.js", "--bundle", "--format=esm", "--outdir=cdn")
        (project / "cdn" / "index.html").write_text(PAGE % "cdn.js")
        with host(project / "cdn") as address:
            redacts(visit(address, engine, models))

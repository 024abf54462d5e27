"""Query a hub for a model repository: its commit, and its files with sizes and hashes. Performs no I/O.

`inquire` is a generator: it yields addresses and receives the answers. Its caller does the fetching: `revisions` on
CPython, or a page with `fetch`. The addresses are those of Hugging Face's hub (https://huggingface.co/docs/hub/api).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from ..env import env
from ..errors import DownloadError, GatedError, IntegrityError, ManifestError, NotFoundError, UnknownModelError
from ..refusing import refusing
from .manifest import PATH

__all__ = [
    "COMMIT",
    "LISTING",
    "Answer",
    "Entry",
    "Found",
    "Repository",
    "gated",
    "inquire",
    "repository_from_json",
    "repository_to_json",
]

LISTING = "listing.json"
COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NEXT = re.compile(r'<([^<>]*)>\s*;\s*rel="?next"?')
# The files that a manifest is made from.
_CONFIGS = re.compile(
    r"config\.json|tokenizer_config\.json|modules\.json|config_sentence_transformers\.json|sentence_bert_config\.json"
    r"|gliner_config\.json|special_tokens_map\.json|chat_template\.jinja"
    r"|(?!onnx/)([A-Za-z0-9_-]+/){1,3}config\.json"
)
_TOKENIZERS = ("tokenizer.json", "vocab.txt")
# A hub keeps larger files in its large file storage, whose listing includes the SHA-256.
_LARGEST_TEXT = 32 << 20
_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """The response for an address. Header names are in lower case."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its length, git's hash of it, and its SHA-256 if known."""

    path: str
    bytes: int
    oid: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at one commit (empty for a local folder). `task` and `license` are the authors' own, if any."""

    id: str
    commit: str
    task: str | None
    license: str | None
    entries: tuple[Entry, ...]

    def entry(self, path: str) -> Entry | None:
        """Return the file at `path`, or None."""
        return next((entry for entry in self.entries if entry.path == path), None)

    def configs(self) -> list[Entry]:
        """Return the small files that describe how to use the model."""
        return [entry for entry in self.entries if _CONFIGS.fullmatch(entry.path) and entry.bytes <= _LARGEST_TEXT]

    def tokenizer(self) -> Entry | None:
        """Return the tokenizer file: tokenizer.json, or else vocab.txt."""
        return next((entry for entry in map(self.entry, _TOKENIZERS) if entry is not None), None)


@dataclass(frozen=True, slots=True)
class Found:
    """A repository, and the verified contents of the files fetched to describe it.

    Includes all of its `configs()`, and its tokenizer if the SHA-256 is known only from its content.
    """

    repository: Repository
    texts: Mapping[str, bytes] = field(repr=False)


def inquire(model_id: str, revision: str = "main") -> Generator[str, Answer, Found]:
    """Query a hub for a model at a branch, tag or commit. Yields addresses to GET and receives an `Answer` for each.

    After the first answer, all requests name its commit, so that the answers are consistent.

    Raises:
        UnknownModelError: the hub has no such model, or it is private.
        NotFoundError: the model has no such revision.
        GatedError: its authors' terms have to be accepted first.
        IntegrityError: a file does not match the listing.
        DownloadError: the hub failed, or its answers have another format.
    """
    host = env.remote_host.rstrip("/")
    answer = yield f"{host}/api/models/{model_id}/revision/{quote(revision, safe='')}"
    if _has_no_api(answer):
        return (yield from _inquire_mirror(model_id, revision))
    facts = _json(_checked(answer, model_id, revision), model_id)
    commit = facts.get("sha") if isinstance(facts, dict) else None
    if not isinstance(commit, str) or not COMMIT.fullmatch(commit):
        raise _no_hub(model_id)
    entries: list[Entry] = []
    pages = [f"{host}/api/models/{model_id}/tree/{commit}?recursive=true"]
    while len(pages) <= _MOST_PAGES:
        answer = yield pages[-1]
        entries += _entries(_json(_checked(answer, model_id, revision), model_id))
        following = _next(answer, host)
        if following is None:
            break
        pages.append(following)
    card = facts.get("cardData")
    repository = Repository(
        model_id,
        commit,
        _text(facts.get("pipeline_tag")),
        _text(card.get("license")) if isinstance(card, dict) else None,
        tuple(entries),
    )
    return (yield from _read(repository, revision))


def _has_no_api(answer: Answer) -> bool:
    """Whether a server of plain files answered: a hub names the error of what it does not have."""
    if answer.status == 200:
        return not answer.body.lstrip().startswith(b"{")
    return answer.status in (404, 405, 501) and "x-error-code" not in answer.headers


def _inquire_mirror(model_id: str, revision: str) -> Generator[str, Answer, Found]:
    """Read the listing that `tabside models mirror` wrote beside the files."""
    answer = yield env.remote_url(model_id, revision, LISTING)
    if answer.status != 200:
        raise _no_hub(model_id)
    repository = repository_from_json(_json(answer, model_id))
    known = all(entry.sha256 and _SHA256.fullmatch(entry.sha256) for entry in repository.entries)
    if repository.id != model_id or not COMMIT.fullmatch(repository.commit) or not known:
        raise _no_hub(model_id)
    return (yield from _read(repository, revision))


def _read(repository: Repository, revision: str) -> Generator[str, Answer, Found]:
    """Fetch the small files that a manifest is made from, and verify them."""
    model_id, commit = repository.id, repository.commit
    wanted = repository.configs()
    tokenizer = repository.tokenizer()
    # git's own hash is no SHA-256. Files in large file storage are listed with one, and fetched like weights.
    if tokenizer is not None and tokenizer.sha256 is None and tokenizer.bytes <= _LARGEST_TEXT:
        wanted.append(tokenizer)
    texts: dict[str, bytes] = {}
    known: dict[str, Entry] = {}
    for entry in wanted:
        answer = yield env.remote_url(model_id, commit, entry.path)
        texts[entry.path] = _checked(answer, model_id, revision, entry.path).body
        known[entry.path] = _verified(model_id, entry, texts[entry.path])
    entries = tuple(known.get(entry.path, entry) for entry in repository.entries)
    return Found(replace(repository, entries=entries), texts)


def repository_to_json(repository: Repository) -> dict[str, Any]:
    """Return a repository as plain data for storage."""
    return {
        "id": repository.id,
        "commit": repository.commit,
        "task": repository.task,
        "license": repository.license,
        "files": [[one.path, one.bytes, one.oid, one.sha256] for one in repository.entries],
    }


def repository_from_json(data: Any) -> Repository:
    """Read the output of `repository_to_json`.

    Raises:
        ManifestError: the data has another format.
    """
    with refusing(lambda: ManifestError("A stored listing of a repository cannot be read.")):
        entries = tuple(Entry(str(path), int(size), str(oid), sha256) for path, size, oid, sha256 in data["files"])
        return Repository(str(data["id"]), str(data["commit"]), data["task"], data["license"], entries)


def _entries(listed: Any) -> list[Entry]:
    if not isinstance(listed, list):
        return []
    return [entry for entry in map(_entry, listed) if entry is not None]


def _entry(one: Any) -> Entry | None:
    if not isinstance(one, dict) or one.get("type") != "file":
        return None
    apart = one.get("lfs")
    path, size, oid = one.get("path"), one.get("size"), one.get("oid")
    sha256 = None
    if isinstance(apart, dict):
        sha256, size = apart.get("oid"), apart.get("size", size)
    # A file whose name is not allowed in a manifest does not belong to the model.
    if not isinstance(path, str) or not PATH.fullmatch(path) or not isinstance(size, int) or size < 1:
        return None
    if sha256 is not None and not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        return None
    return Entry(path, size, str(oid), sha256)


def _verified(model_id: str, entry: Entry, body: bytes) -> Entry:
    """Return the entry with its SHA-256, if the bytes match git's hash or the listing's SHA-256."""
    sha256 = hashlib.sha256(body).hexdigest()
    git = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()
    is_same = git == entry.oid if entry.sha256 is None else sha256 == entry.sha256
    if len(body) != entry.bytes or not is_same:
        raise IntegrityError(f"{entry.path} of {model_id} is not the file that the hub lists.", file=entry.path)
    return replace(entry, sha256=sha256)


def _checked(answer: Answer, model_id: str, revision: str, path: str = "") -> Answer:
    """Return a successful answer. For others, raise the error that the hub names in `x-error-code`."""
    if answer.status == 200:
        return answer
    reason = answer.headers.get("x-error-code", "")
    if reason == "GatedRepo" or (answer.status in (401, 403) and path):
        raise gated(model_id)
    if reason == "RevisionNotFound":
        raise NotFoundError(f"{model_id} has no revision {revision} at the hub.", model=model_id)
    if answer.status in (401, 403, 404, 410) and not path:
        raise UnknownModelError(
            f"There is no manifest for {model_id} here, and no model of that name at {env.remote_host} that everybody "
            "may read. Check its spelling; for a private one pass token=, or set HF_TOKEN.",
            model=model_id,
        )
    if answer.status == 404:
        raise NotFoundError(f"The hub has no {path} of {model_id}.", file=path)
    raise DownloadError(f"The hub answered {answer.status} for {model_id}. Try again later.", model=model_id)


def gated(model_id: str) -> GatedError:
    """Return the error message for a model with restricted files."""
    return GatedError(
        f"{model_id} is gated or private: accept its authors' terms at the hub, and pass token=, or set HF_TOKEN. Or "
        "download its files there, and load the folder by its path.",
        model=model_id,
    )


def _json(answer: Answer, model_id: str) -> Any:
    with refusing(lambda: _no_hub(model_id)):
        return json.loads(answer.body)


def _no_hub(model_id: str) -> DownloadError:
    return DownloadError(
        f"{env.remote_host} does not answer as a hub does, so what files {model_id} has is not known. Check "
        "env.remote_host; a mirror of plain files needs the listing that `tabside models mirror` writes.",
        model=model_id,
    )


def _next(answer: Answer, host: str) -> str | None:
    """Return the address of a long listing's next page (RFC 8288), which must be on the same host."""
    found = _NEXT.search(answer.headers.get("link", ""))
    return found[1] if found and found[1].startswith(f"{host}/") else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None

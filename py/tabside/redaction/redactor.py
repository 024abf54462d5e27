"""The redactor: recognizers and model, then overlaps, then operators.

text -> folded view -> recognizers ┐
                    -> model       ┴-> overlaps -> other mentions -> findings -> operators -> redacted text
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import Cancelled, InputError, RestoreError, TabsideError, UnscannedError
from ..types import Finding
from .addresses import complete_corners, without_lone_numbers
from .anonymizer import Redaction, anonymize, anonymize_document
from .detection import Detection
from .explanation import Explanation, Scan, near_misses, readings
from .folding import FoldedText, fold
from .operators import Operator, OperatorSpec, parse_operator
from .overlaps import resolve
from .placeholders import PLACEHOLDER, PlaceholderMap
from .propagation import propagate
from .reasons import reasons_of
from .recognizers import Registry
from .recognizers.model import DEFAULT_THRESHOLD, DecodeOptions, ModelDecoder, Word, decode, for_model
from .references import without_references

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ..types import TokenPrediction
    from .policy import Policy

    PolicySource = str | bytes | Mapping[str, Any] | Policy | None

__all__ = ["Redaction", "Redactor", "TokenClassifier"]

DEFAULT_MODEL = "nationaldesignstudio/rampart"

PAUSE_EVERY_S = 0.02

OnProgress = Callable[[int, int], None]


class TokenClassifier(Protocol):
    """What the redactor needs of a token-classification pipeline."""

    @property
    def labels(self) -> Sequence[str]: ...

    def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: OnProgress | None = None
    ) -> AsyncIterator[TokenPrediction]: ...


class Redactor:
    """Finds personal data, puts something else in its place, and brings it back.

    Make one with `await Redactor.create()`. It keeps the mapping of its *last* redaction, so that `restore(text)` works
    without one; each `Redaction` has its own.
    """

    def __init__(
        self,
        pipeline: TokenClassifier,
        *,
        registry: Registry | None = None,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
    ) -> None:
        self._pipeline = pipeline
        self._registry = registry or Registry.default()
        self._model_entities = ModelDecoder(pipeline.labels).entities
        self._policy = _load_policy(policy)
        self._entities = self._known(entities)
        self._threshold = _checked_threshold(threshold)
        self._operator = None if operator is None else parse_operator(operator)
        self._operators = {entity: parse_operator(spec) for entity, spec in (operators or {}).items()}
        self._last: PlaceholderMap | None = None
        self._scan: Scan | None = None

    @classmethod
    async def create(
        cls,
        model: str = DEFAULT_MODEL,
        *,
        pipeline: TokenClassifier | None = None,
        registry: Registry | None = None,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        **load_options: Any,
    ) -> Redactor:
        """Load the model, unless a pipeline is given, and build a redactor on it.

        - `entities`: what to look for; everything when None.
        - `threshold`: in (0, 1): how much of the model's doubt masks a word. Lower finds more and masks more.
        - `operator`, `operators`: what stands in a finding's place (a placeholder when None), and exceptions by entity;
          see `operators.py`.
        - `policy`: a preset's name, JSON or YAML text, plain data or a `Policy`; the options beside it come first.
        - `load_options` go to `tabside.pipeline`: `dtype`, `device`, `progress_callback`, ...

        Raises:
            InputError: an unknown entity or operator, or a threshold out of range.
            PolicyError: the policy is not valid.
            DownloadError, IntegrityError, RuntimeUnavailableError, ...: the model could not be loaded.
        """
        if pipeline is None:
            from ..pipelines import pipeline as load

            pipeline = await load("token-classification", model, **load_options)
        return cls(
            pipeline, registry=registry, entities=entities, threshold=threshold, operator=operator, operators=operators,
            policy=policy,
        )  # fmt: skip

    @property
    def entities(self) -> frozenset[str]:
        """Every entity that the model, a recognizer or the policy can find."""
        own = frozenset[str]() if self._policy is None else self._policy.entities
        return self._model_entities | self._registry.entities | own

    async def redact(
        self,
        text: str,
        *,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        on_progress: OnProgress | None = None,
        reuse: bool = False,
    ) -> Redaction:
        """Find personal data and put something else in its place: `analyze`, then `anonymize`.

        Raises:
            UnscannedError: a part of the text could not be scanned; nothing is returned as clean.
            InputError: see `create`.
        """
        active = self._policy if policy is None else _load_policy(policy)
        findings = await self.analyze(
            text, entities=entities, threshold=threshold, policy=active, on_progress=on_progress, reuse=reuse
        )
        return await self.anonymize_document(text, findings, operator=operator, operators=operators, policy=active)

    async def analyze(
        self,
        text: str,
        *,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        policy: PolicySource = None,
        on_progress: OnProgress | None = None,
        reuse: bool = False,
    ) -> list[Finding]:
        """Find personal data: sorted findings that overlap nowhere, `replacement` still None.

        `on_progress(done, total)` counts code points of the text. With `reuse`, a text that was the last one to be
        analyzed is not given to the model again: another threshold or other entities take milliseconds.

        Raises:
            UnscannedError: a part of the text could not be scanned.
            InputError: see `create`.
        """
        if not isinstance(text, str):
            raise InputError("The text must be a str.")
        active = self._policy if policy is None else _load_policy(policy)
        wanted = self._wanted(entities, active)
        scan = await self._read(text, wanted, reuse=reuse, on_progress=on_progress)
        return self._settle(scan, wanted, self._decode_options(threshold, active), active)

    async def explain(
        self,
        text: str,
        start: int,
        end: int,
        *,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        policy: PolicySource = None,
    ) -> Explanation:
        """Say what was found in a stretch of a text, what the model read there, and which recognizers came near.

        Offsets count code points. The text is scanned first, unless it was the last one to be analyzed.

        Raises:
            UnscannedError: a part of the text could not be scanned.
            InputError: the stretch does not lie in the text; see `create`.
        """
        if not isinstance(text, str):
            raise InputError("The text must be a str.")
        if not 0 <= start < end <= len(text):
            raise InputError("The stretch to explain does not lie in the text.", start=start, end=end)
        active = self._policy if policy is None else _load_policy(policy)
        wanted = self._wanted(entities, active)
        options = self._decode_options(threshold, active)
        scan = await self._read(text, wanted, reuse=True)
        settled = self._settle(scan, wanted, options, active)
        findings = [found for found in settled if found.start < end and found.end > start]
        near = near_misses(self._registry.recognizers, scan, start, end, wanted)
        return Explanation(start, end, findings, readings(scan, start, end, options), near)

    def anonymize(
        self,
        text: str,
        findings: Iterable[Finding],
        *,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
    ) -> Redaction:
        """Put something else in the place of findings of this text: all that `analyze` gave, some, or others.

        Raises:
            InputError: an unknown operator, or a finding that does not lie in the text; in a tab, the operator encrypt,
                which only `redact` can wait for.
        """
        default, special = self._chosen_operators(operator, operators, self._policy)
        redaction = anonymize(text, findings, operator=default, operators=special)
        self._last = redaction.mapping
        return redaction

    async def anonymize_document(
        self,
        text: str,
        findings: Iterable[Finding],
        *,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
    ) -> Redaction:
        """Do what `anonymize` does, with operators that have to be waited for as well.

        Raises:
            InputError: see `anonymize`.
        """
        active = self._policy if policy is None else _load_policy(policy)
        default, special = self._chosen_operators(operator, operators, active)
        redaction = await anonymize_document(text, findings, operator=default, operators=special)
        self._last = redaction.mapping
        return redaction

    def looks_for(self, entity: str, *, entities: Iterable[str] | None = None, policy: PolicySource = None) -> bool:
        """Say whether an entity would be masked if it were found. A `PERSON` is where a given name or surname is."""
        active = self._policy if policy is None else _load_policy(policy)
        asked = self._entities if entities is None else frozenset(entities)
        names = ("PERSON", "GIVEN_NAME", "SURNAME") if entity == "PERSON" else (entity,)
        return any((asked is None or name in asked) and (active is None or active.looks_for(name)) for name in names)

    def restore(self, text: str, *, mapping: PlaceholderMap | None = None, partial: bool = False) -> str:
        """Put the originals back in a redacted text, also one that was edited around its placeholders.

        Uses the mapping of the last redaction unless one is given. With `partial`, what other operators replaced stays.

        Raises:
            RestoreError: nothing was redacted yet, or an operator other than placeholder replaced something for good.
        """
        mapping = mapping or self._last
        if mapping is None:
            raise RestoreError("There is nothing to restore from: redact a text first, or pass a redaction's mapping.")
        return mapping.restore(text, partial=partial)

    async def decrypt(self, text: str, passphrase: str, *, partial: bool = False) -> str:
        """Put back what the operator encrypt replaced; `restore` brings back the rest. See `encryption.decrypt_text`.

        Raises:
            DecryptError: the passphrase is wrong, or something encrypted was altered.
        """
        from .encryption import decrypt_text

        return await decrypt_text(text, passphrase, partial=partial)

    def _chosen_operators(
        self,
        operator: OperatorSpec | Operator | None,
        operators: Mapping[str, OperatorSpec | Operator] | None,
        policy: Policy | None,
    ) -> tuple[OperatorSpec | Operator, Mapping[str, OperatorSpec | Operator]]:
        """What a call asks for comes first, then what the redactor was made with, then the policy."""
        default, special = operator or self._operator, dict[str, OperatorSpec | Operator]()
        if policy is not None:
            default, by_policy = policy.chosen_operators(default)
            special.update(by_policy)
        return default or "placeholder", {**special, **self._operators, **(operators or {})}

    def _wanted(self, entities: Iterable[str] | None, policy: Policy | None) -> frozenset[str] | None:
        wanted = self._entities if entities is None else self._known(entities, policy)
        return wanted if policy is None else policy.wanted(self.entities, wanted)

    def _known(self, entities: Iterable[str] | None, policy: Policy | None = None) -> frozenset[str] | None:
        if entities is None:
            return None
        wanted = frozenset(entities)
        known = self.entities | (frozenset() if policy is None else policy.entities)
        if not wanted <= known:
            raise InputError(f"No such entity. There are: {', '.join(sorted(known))}.")
        return wanted

    def _decode_options(self, threshold: float | None, policy: Policy | None) -> DecodeOptions:
        asked = _checked_threshold(threshold) or self._threshold
        if policy is None:
            return DecodeOptions(threshold=asked or DEFAULT_THRESHOLD)
        return DecodeOptions(threshold=asked or policy.threshold or DEFAULT_THRESHOLD, by_entity=policy.thresholds)

    async def _read(
        self, text: str, wanted: frozenset[str] | None, *, reuse: bool, on_progress: OnProgress | None = None
    ) -> Scan:
        """Ask every source, or take what they said of this text the last time; keeps what they said."""
        last = self._scan
        if reuse and last is not None and last.view.original == text:
            if last.wanted != wanted:
                last = Scan(last.view, last.words, await self._recognize(last.view, wanted), wanted)
        else:
            view = fold(text)
            detections = await self._recognize(view, wanted)
            last = Scan(view, await self._predict(view, on_progress), detections, wanted)
        self._scan = last
        return last

    def _settle(
        self, scan: Scan, wanted: frozenset[str] | None, options: DecodeOptions, policy: Policy | None
    ) -> list[Finding]:
        """Weigh what the sources said against each other, the threshold and the policy."""
        text = scan.view.text
        claimed = without_references(without_lone_numbers(decode(scan.words, text, options)), text)
        detections = [*scan.detections, *claimed]
        if policy is not None:
            detections = policy.kept([*detections, *policy.detections(text)], text)
        if wanted is not None:
            detections = [found for found in detections if found.entity in wanted]
        resolved = resolve(detections, text)
        further = [*propagate(resolved, text), *complete_corners(resolved, text)]
        if policy is not None:
            further = policy.kept(further, text)
        return self._findings(resolve([*resolved, *further], text), scan.view)

    async def _recognize(self, view: FoldedText, wanted: frozenset[str] | None) -> list[Detection]:
        registry = self._registry if wanted is None else self._registry.only(wanted)
        detections: list[Detection] = []
        paused_s = monotonic()
        for recognizer in registry.recognizers:
            detections.extend(recognizer.find(view.text))
            # Lets a cancellation in. In a tab a pause costs a good part of a millisecond: on short texts none is made.
            if monotonic() - paused_s > PAUSE_EVERY_S:
                await asyncio.sleep(0)
                paused_s = monotonic()
        return detections

    async def _predict(self, view: FoldedText, on_progress: OnProgress | None) -> list[Word]:
        """Run the model over the whole view, and make sure that it read the whole.

        Raises:
            UnscannedError: the model failed, or left letters or digits out.
        """
        decoder = ModelDecoder(self._pipeline.labels)
        if not _has_words(view.text):
            return []
        total = len(view.original)

        def report(done: int, _total: int) -> None:
            if on_progress is not None:
                on_progress(total if done >= len(view.text) else view.to_original(done, done)[0], total)

        read_to = 0
        try:
            async for token in self._pipeline.predict_tokens(for_model(view.text), on_progress=report):
                if token.start > read_to and _has_words(view.text[read_to : token.start]):
                    raise UnscannedError("A part of the text did not reach the model: nothing is passed off as clean.")
                read_to = max(read_to, token.end)
                decoder.add(token)
        except (Cancelled, UnscannedError):
            raise
        except TabsideError as error:
            raise UnscannedError(
                "The model could not read the whole text: nothing is passed off as clean.", cause=error.code
            ) from error
        if _has_words(view.text[read_to:]):
            raise UnscannedError("The end of the text did not reach the model: nothing is passed off as clean.")
        return decoder.finish()

    def _findings(self, detections: Iterable[Detection], view: FoldedText) -> list[Finding]:
        """Turn detections of the view into findings of the original, leaving placeholders of an earlier run alone."""
        original = [found.at(*view.to_original(found.start, found.end)) for found in detections]
        ours = [match.span() for match in PLACEHOLDER.finditer(view.original) if self._is_ours(match)]
        if ":enc1:" in view.original:
            from .encryption import encrypted_spans

            ours = sorted([*ours, *encrypted_spans(view.original)])
        return [
            Finding(found.entity, found.start, found.end, round(found.score, 4), found.source, None, reasons_of(found))
            for found in _outside(resolve(original, view.original), ours)
        ]

    def _is_ours(self, match: re.Match[str]) -> bool:
        """Say whether a placeholder-shaped part can hold nothing private: a known entity, and few figures."""
        return match[1] in self.entities and len(match[2]) <= 6


def _load_policy(source: PolicySource) -> Policy | None:
    if source is None:
        return None
    from .policy import Policy

    return Policy.load(source)


def _checked_threshold(threshold: float | None) -> float | None:
    if threshold is not None and not 0 < threshold < 1:
        raise InputError("The threshold must lie between 0 and 1.")
    return threshold


def _has_words(text: str) -> bool:
    return any(ch.isalnum() for ch in text)


def _outside(detections: Iterable[Detection], spans: Sequence[tuple[int, int]]) -> list[Detection]:
    """Drop what lies inside one of the spans, brackets left aside. Both are sorted."""
    kept: list[Detection] = []
    index = 0
    for found in detections:
        while index < len(spans) and spans[index][1] <= found.start:
            index += 1
        inside = index < len(spans) and spans[index][0] <= found.start and found.end <= spans[index][1]
        if not inside:
            kept.append(found)
    return kept

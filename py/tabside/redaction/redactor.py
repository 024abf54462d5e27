"""The redactor: run recognizers and model, resolve overlaps, apply operators.

text -> folded view -> recognizers ┐
                    -> model       ┴-> overlaps -> other mentions -> findings -> operators -> redacted text
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..types import Finding
from .entities import ADDRESS, NAMES
from .explanation import Explanation, Scan, near_misses, readings
from .mappings import Mappings
from .model.decoding import DecodeOptions, ModelDecoder
from .operators.anonymizer import Redaction, anonymize, anonymize_document
from .operators.operators import Operator, OperatorSpec
from .operators.placeholders import PlaceholderMap
from .recognizers import Registry
from .scanning import OnProgress, TokenClassifier, in_original, predict, recognize
from .settings import Settings
from .settling.settle import Case, settle
from .view.folding import fold
from .view.structure import likely_format

if TYPE_CHECKING:
    from ..restoring import Restoration
    from .conversation import Conversation
    from .policy.policy import Policy
    from .second_opinion import SecondOpinion

    PolicySource = str | bytes | Mapping[str, Any] | Policy | None

__all__ = ["OnProgress", "Redaction", "Redactor", "TokenClassifier"]

DEFAULT_MODEL = "nationaldesignstudio/rampart"
# Policies name these whichever model reads the text.
_USUAL = NAMES | ADDRESS


class Redactor:
    """Finds personal data, puts something else in its place, and brings it back.

    Make one with `await Redactor.create()`. Several threads and requests may share it: each `Redaction` has a mapping
    of its own, and `restore(text)` without one raises an error rather than take another text's.
    """

    def __init__(
        self,
        pipeline: TokenClassifier | None,
        *,
        registry: Registry | None = None,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        models: Sequence[SecondOpinion] = (),
    ) -> None:
        """Use a loaded pipeline; None leaves reading to `models` and the recognizers. See `create`."""
        if pipeline is None and not models:
            raise InputError("A redactor without a model of its own needs other models that read texts: models=[…].")
        self._pipeline = pipeline
        self._registry = registry or Registry.default()
        self._opinions = tuple(models)
        found = _USUAL if pipeline is None else ModelDecoder(pipeline.labels).entities
        self._settings = Settings(
            found, self._registry, entities=entities, threshold=threshold,
            operator=operator, operators=operators, policy=policy,
            named=frozenset[str]().union(*(model.entities for model in models)),
        )  # fmt: skip
        self._mappings = Mappings()
        self._scan: Scan | None = None

    @classmethod
    async def create(
        cls,
        model: str | None = DEFAULT_MODEL,
        *,
        pipeline: TokenClassifier | None = None,
        registry: Registry | None = None,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        models: Sequence[SecondOpinion] = (),
        **load_options: Any,
    ) -> Redactor:
        """Load the model, unless a pipeline is given, and build a redactor.

        - `model`: None for none; then `models` alone read each text, beside the recognizers.
        - `entities`: entities to look for. None means all except dates and ages, which identify nobody by themselves.
        - `threshold`: in (0, 1): mask a word when the model gives at least this probability that it is personal data.
          Lower values find more and mask more.
        - `operator`, `operators`: the replacement of findings (placeholders when None), and exceptions by entity; see
          `operators.py`.
        - `policy`: a preset's name, JSON or YAML text, plain data or a `Policy`. The other options take precedence.
        - `models`: further models that read each text, and whose findings are added; see `SecondOpinion`.
        - `load_options` are passed to `tabside.pipeline`: `dtype`, `device`, `progress_callback`, ...

        Raises:
            InputError: an unknown entity or operator, a threshold out of range, or no model at all.
            PolicyError: the policy is invalid.
            DownloadError, IntegrityError, RuntimeUnavailableError, ...: the model could not be loaded.
        """
        if pipeline is None and model is not None:
            from ..pipelines import pipeline as load

            pipeline = await load("token-classification", model, **load_options)
        return cls(
            pipeline, registry=registry, entities=entities, threshold=threshold, operator=operator, operators=operators,
            policy=policy, models=models,
        )  # fmt: skip

    @property
    def entities(self) -> frozenset[str]:
        """Every entity that the model, a recognizer or the policy can find."""
        return self._settings.all_entities

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
        format: str = "auto",
    ) -> Redaction:
        """Find and replace personal data: `analyze`, then `anonymize`.

        `format` is `auto`, `text`, `json`, `yaml`, `csv` or `toml`. A text in one of the last four is read value by
        value, each with its key or column's head, and the result parses as before. `auto` recognizes JSON, tables with
        a head, and YAML with inner levels; the result's `format` tells which it was.

        Raises:
            UnscannedError: a part of the text could not be scanned; nothing is returned as clean.
            InputError: see `create`.
        """
        active = self._settings.active(policy)
        if format != "text" and isinstance(text, str) and (format != "auto" or likely_format(text) != "text"):
            options = {"threshold": threshold, "operator": operator, "operators": operators, "policy": active}
            wanted = None if entities is None else frozenset(entities)
            done = await self._redact_pasted(text, format, on_progress, entities=wanted, **options)
            if done is not None:
                self._mappings.add(done.text, done.mapping)
                return done
        findings = await self.analyze(
            text, entities=entities, threshold=threshold, policy=active, on_progress=on_progress, reuse=reuse
        )
        return await self.anonymize_document(text, findings, operator=operator, operators=operators, policy=active)

    async def _redact_pasted(
        self, text: str, format: str, on_progress: OnProgress | None, **options: Any
    ) -> Redaction | None:
        """Redact a text by the reader of its format; None if it is to be read as text.

        The readers belong to a layer above this one, and are loaded by name for the first such text.
        """
        pasted = import_module("tabside.files.pasted")
        choices = import_module("tabside.files.choice")

        def report(done: int, total: int) -> None:
            if on_progress is not None:
                on_progress(round(done * len(text) / total) if total else 0, len(text))

        done: Redaction | None = await pasted.redact_pasted(
            text, self, choices.Choice(**options, on_progress=report), format
        )
        return done

    async def analyze(
        self,
        text: str,
        *,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        policy: PolicySource = None,
        on_progress: OnProgress | None = None,
        reuse: bool = False,
        with_model: bool = True,
    ) -> list[Finding]:
        """Find personal data. Returns sorted findings without overlaps, with `replacement` None.

        `on_progress(done, total)` counts code points of the text. With `reuse`, the model is not run again on the text
        that was analyzed last: another threshold or other entities take milliseconds.
        Without `with_model`, only the recognizers read it: for columns of digits, in which a model can only guess.

        Raises:
            UnscannedError: a part of the text could not be scanned.
            InputError: see `create`.
        """
        if not isinstance(text, str):
            raise InputError("The text must be a str.")
        active = self._settings.active(policy)
        wanted = self._settings.wanted(entities, active)
        if with_model:
            scan = await self._read(text, wanted, reuse=reuse, on_progress=on_progress)
        else:
            view = fold(text)
            scan = Scan(view, [], await recognize(self._settings.registry(wanted), view), wanted)
        return self._settle(scan, wanted, self._settings.decode_options(threshold, active), active)

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
        """Explain a stretch of a text: its findings, the model's results there, and recognizers that nearly matched.

        Offsets count code points. The text is scanned first, unless it was analyzed last.

        Raises:
            UnscannedError: a part of the text could not be scanned.
            InputError: the stretch is outside the text; see `create`.
        """
        if not isinstance(text, str):
            raise InputError("The text must be a str.")
        if not 0 <= start < end <= len(text):
            raise InputError("The stretch to explain does not lie in the text.", start=start, end=end)
        active = self._settings.active(policy)
        wanted = self._settings.wanted(entities, active)
        options = self._settings.decode_options(threshold, active)
        scan = await self._read(text, wanted, reuse=True)
        settled = self._settle(scan, wanted, options, active)
        findings = [found for found in settled if found.start < end and found.end > start]
        near = near_misses(self._registry.recognizers, scan, start, end, self._settings.looked_for(wanted))
        return Explanation(start, end, findings, readings(scan, start, end, options), near)

    def anonymize(
        self,
        text: str,
        findings: Iterable[Finding],
        *,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
    ) -> Redaction:
        """Replace findings of this text: all results of `analyze`, some of them, or others.

        Raises:
            InputError: an unknown operator, or a finding outside the text; in a tab, the operator encrypt,
                which only `redact` supports.
        """
        default, special = self._settings.chosen_operators(operator, operators, self._settings.active(None))
        redaction = anonymize(text, findings, operator=default, operators=special)
        self._mappings.add(redaction.text, redaction.mapping)
        return redaction

    async def anonymize_document(
        self,
        text: str,
        findings: Iterable[Finding],
        *,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        mapping: PlaceholderMap | None = None,
    ) -> Redaction:
        """Do what `anonymize` does, with asynchronous operators as well. Continues `mapping`, if given.

        Raises:
            InputError: see `anonymize`.
        """
        active = self._settings.active(policy)
        default, special = self._settings.chosen_operators(operator, operators, active)
        redaction = await anonymize_document(text, findings, operator=default, operators=special, mapping=mapping)
        self._mappings.add(redaction.text, redaction.mapping)
        return redaction

    def conversation(self, *, mapping: PlaceholderMap | None = None) -> Conversation:
        """Return a conversation: one mapping over all its turns, going on from `mapping`, if any.

        Share a redactor between conversations; each has its own mapping.
        """
        from .conversation import Conversation

        return Conversation(self, mapping=mapping)

    def looks_for(self, entity: str, *, entities: Iterable[str] | None = None, policy: PolicySource = None) -> bool:
        """Whether an entity would be masked if found. `PERSON` follows given name or surname."""
        return self._settings.looks_for(entity, entities, self._settings.active(policy))

    def allows(self, entity: str, value: str, *, policy: PolicySource = None) -> bool:
        """Whether the policy's allow list exempts a value detected as this entity."""
        active = self._settings.active(policy)
        return active is not None and active.allows(entity, value)

    def restore(
        self, text: str, *, mapping: PlaceholderMap | None = None, partial: bool = False, strict: bool = False
    ) -> str:
        """Put the originals back in a redacted text, also one that was edited. See `restoration`, whose text this is.

        Raises:
            RestoreError: see `restoration`.
        """
        return self.restoration(text, mapping=mapping, partial=partial, strict=strict).text

    def restoration(
        self, text: str, *, mapping: PlaceholderMap | None = None, partial: bool = False, strict: bool = False
    ) -> Restoration:
        """Put the originals back, and say which placeholders came back and which are unknown.

        Without a `mapping`, a text as this redactor made it is restored from its own; an edited text only while the
        redactor has redacted no other one. With `partial`, what other operators replaced stays. With `strict`,
        placeholders that were edited (`given_name_1`) stay as well.

        Raises:
            RestoreError: no mapping belongs to the text, or more than one may; or an operator other than placeholder
                replaced something for good.
        """
        found = self._mappings.of(text) if mapping is None else mapping
        return found.restoration(text, partial=partial, strict=strict)

    async def decrypt(self, text: str, passphrase: str, *, partial: bool = False) -> str:
        """Decrypt the output of the operator encrypt; `restore` restores the rest. See `encryption.decrypt_text`.

        Raises:
            DecryptError: the passphrase is wrong, or encrypted data was altered.
        """
        from .operators.encryption import decrypt_text

        return await decrypt_text(text, passphrase, partial=partial)

    async def _read(
        self, text: str, wanted: frozenset[str] | None, *, reuse: bool, on_progress: OnProgress | None = None
    ) -> Scan:
        """Ask every source, or reuse the results for the last text. Stores the results."""
        last = self._scan
        if reuse and last is not None and last.view.original == text:
            if last.wanted != wanted:
                detections = await recognize(self._settings.registry(wanted), last.view)
                last = Scan(last.view, last.words, detections, wanted, last.opinions)
        else:
            view = fold(text)
            detections = await recognize(self._settings.registry(wanted), view)
            words = [] if self._pipeline is None else await predict(self._pipeline, view, on_progress)
            opinions = [found for model in self._opinions for found in await model.find(view)]
            last = Scan(view, words, detections, wanted, opinions)
        self._scan = last
        return last

    def _settle(
        self, scan: Scan, wanted: frozenset[str] | None, options: DecodeOptions, policy: Policy | None
    ) -> list[Finding]:
        """Weigh the sources' results against each other, the threshold and the policy."""
        case = Case(scan.view.text, scan.words, [*scan.detections, *scan.opinions], options, wanted, policy)
        return in_original(settle(case), scan.view, self.entities)

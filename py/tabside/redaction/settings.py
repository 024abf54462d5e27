"""The settings of a redactor, and how they are combined with those of one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InputError, PolicyError
from .model.decoding import DEFAULT_THRESHOLD, DecodeOptions
from .operators.operators import Operator, OperatorSpec, parse_operator
from .recognizers import Registry

if TYPE_CHECKING:
    from .policy.policy import Policy

    PolicySource = str | bytes | Mapping[str, Any] | Policy | None

__all__ = ["Settings"]


class Settings:
    """Entities, threshold, operators and policy of a redactor. The options of a call take precedence over them."""

    def __init__(
        self,
        model_entities: frozenset[str],
        registry: Registry,
        *,
        entities: Iterable[str] | None = None,
        threshold: float | None = None,
        operator: OperatorSpec | Operator | None = None,
        operators: Mapping[str, OperatorSpec | Operator] | None = None,
        policy: PolicySource = None,
        named: frozenset[str] = frozenset(),
    ) -> None:
        """Check the settings. `named` entities count as asked for: a further model was given them.

        Raises:
            InputError, PolicyError: see `Redactor.create`.
        """
        self._model_entities = model_entities | named
        self._registry = registry
        self._optional = registry.optional_entities - named
        self._default_registry = registry.by_default()
        self._all_entities: frozenset[str] | None = None
        self._policy: Policy | None = None
        self._policy = self.active(policy)
        self._entities = self._known(entities)
        self._threshold = _checked_threshold(threshold)
        self._operator = None if operator is None else parse_operator(operator)
        self._operators = {entity: parse_operator(spec) for entity, spec in (operators or {}).items()}

    @property
    def all_entities(self) -> frozenset[str]:
        """Every entity that the model, a recognizer or the policy can find."""
        if self._all_entities is None:
            own = frozenset[str]() if self._policy is None else self._policy.entities
            self._all_entities = self._model_entities | self._registry.entities | own
        return self._all_entities

    def active(self, source: PolicySource) -> Policy | None:
        """Return the policy of a call, or the redactor's.

        Raises:
            PolicyError: the policy is invalid, or names an entity that nothing finds: it would be ignored.
        """
        if source is None or source is self._policy:
            return self._policy
        policy = _load_policy(source)
        unknown = policy.unknown_entities(self.all_entities)
        if unknown:
            known = ", ".join(sorted(self.all_entities | policy.entities))
            raise PolicyError(f"Nothing finds what the policy names: {', '.join(sorted(unknown))}. There are: {known}.")
        return policy

    def wanted(self, entities: Iterable[str] | None, policy: Policy | None) -> frozenset[str] | None:
        """Return the entities that a call looks for; None means all that are not optional. Raises InputError."""
        wanted = self._entities if entities is None else self._known(entities, policy)
        return wanted if policy is None else policy.wanted(self.all_entities, wanted, self._optional)

    def looked_for(self, wanted: frozenset[str] | None) -> frozenset[str]:
        """Return the entities that `wanted` stands for."""
        return self.all_entities - self._optional if wanted is None else wanted

    def registry(self, wanted: frozenset[str] | None) -> Registry:
        """Return the recognizers of these entities."""
        return self._default_registry if wanted is None else self._registry.only(wanted)

    def decode_options(self, threshold: float | None, policy: Policy | None) -> DecodeOptions:
        """Return the thresholds of a call. Raises InputError."""
        asked = _checked_threshold(threshold) or self._threshold
        if policy is None:
            return DecodeOptions(threshold=asked or DEFAULT_THRESHOLD)
        return DecodeOptions(threshold=asked or policy.threshold or DEFAULT_THRESHOLD, by_entity=policy.thresholds)

    def chosen_operators(
        self,
        operator: OperatorSpec | Operator | None,
        operators: Mapping[str, OperatorSpec | Operator] | None,
        policy: Policy | None,
    ) -> tuple[OperatorSpec | Operator, Mapping[str, OperatorSpec | Operator]]:
        """Return the operator of a call and its exceptions by entity: the call's, the redactor's, then the policy's."""
        default, special = self._operator if operator is None else operator, dict[str, OperatorSpec | Operator]()
        if policy is not None:
            default, by_policy = policy.chosen_operators(default)
            special.update(by_policy)
        return "placeholder" if default is None else default, {**special, **self._operators, **(operators or {})}

    def looks_for(self, entity: str, entities: Iterable[str] | None, policy: Policy | None) -> bool:
        """Whether an entity would be masked if found. `PERSON` follows given name or surname."""
        asked = self._entities if entities is None else frozenset(entities)
        optional = self._optional if asked is None else frozenset[str]()
        names = ("PERSON", "GIVEN_NAME", "SURNAME") if entity == "PERSON" else (entity,)
        return any(
            (asked is None or name in asked)
            and (name not in optional if policy is None else policy.looks_for(name, is_optional=name in optional))
            for name in names
        )

    def _known(self, entities: Iterable[str] | None, policy: Policy | None = None) -> frozenset[str] | None:
        if entities is None:
            return None
        wanted = frozenset(entities)
        known = self.all_entities | (frozenset() if policy is None else policy.entities)
        if not wanted <= known:
            raise InputError(f"No such entity. There are: {', '.join(sorted(known))}.")
        return wanted


def _load_policy(source: str | bytes | Mapping[str, Any] | Policy) -> Policy:
    # Most redactors have no policy, and YAML's module is large.
    from .policy.policy import Policy

    return Policy.load(source)


def _checked_threshold(threshold: float | None) -> float | None:
    if threshold is not None and not 0 < threshold < 1:
        raise InputError("The threshold must lie between 0 and 1.")
    return threshold

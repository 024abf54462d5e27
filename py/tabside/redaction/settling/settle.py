"""Settle the claims of all sources on a text: a list of named steps, from the model's words to the findings.

Each step takes the detections so far and returns those that remain, or more. The order matters: rules that look at
neighbors must see claims that other rules have not dropped yet, and `resolve` needs all claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..detection import Detection
from ..model.decoding import DecodeOptions, Word, decode
from .addresses import complete_corners, without_lone_numbers
from .eponyms import without_eponyms
from .filler_text import without_filler
from .grounds import with_grounds
from .identifiers import without_identifiers
from .name_ends import with_name_ends
from .organizations import without_organizations
from .overlaps import resolve
from .particles import with_particles
from .products import without_products
from .propagation import propagate
from .quantities import without_quantities
from .references import without_references
from .teams import without_teams
from .works import without_works

__all__ = ["STEPS", "Case", "settle"]


class Rules(Protocol):
    """The detections that a policy adds and drops. `Policy` implements it; named here because it imports half of this
    package."""

    def kept(self, detections: Sequence[Detection], text: str) -> list[Detection]: ...

    def detections(self, text: str) -> list[Detection]: ...

    def identifying(self, detections: Sequence[Detection], text: str) -> list[Detection]: ...


@dataclass(frozen=True, slots=True)
class Case:
    """The facts about a text in the folded view, before anything is weighed.

    `words` are the model's, `recognized` what recognizers found, `wanted` the entities to keep (None for all).
    """

    text: str
    words: Sequence[Word]
    recognized: Sequence[Detection]
    options: DecodeOptions
    wanted: frozenset[str] | None = None
    policy: Rules | None = None


Step = Callable[[list[Detection], Case], list[Detection]]


def settle(case: Case) -> list[Detection]:
    """Return the findings of a text in order, without overlaps."""
    found: list[Detection] = []
    for _name, step in STEPS:
        found = step(found, case)
    return found


def _decode(_found: list[Detection], case: Case) -> list[Detection]:
    return decode(case.words, case.text, case.options)


def _add_recognized(found: list[Detection], case: Case) -> list[Detection]:
    return [*case.recognized, *found]


def _apply_policy(found: list[Detection], case: Case) -> list[Detection]:
    if case.policy is None:
        return found
    return case.policy.kept([*found, *case.policy.detections(case.text)], case.text)


def _keep_wanted(found: list[Detection], case: Case) -> list[Detection]:
    return found if case.wanted is None else [one for one in found if one.entity in case.wanted]


def _add_mentions(found: list[Detection], case: Case) -> list[Detection]:
    """Add other mentions of names and the words of street corners, as far as the policy keeps them."""
    further = [*propagate(found, case.text), *complete_corners(found, case.text)]
    if case.policy is not None:
        further = case.policy.kept(further, case.text)
    return resolve([*found, *further], case.text) if further else found


def _keep_identifying(found: list[Detection], case: Case) -> list[Detection]:
    return found if case.policy is None else case.policy.identifying(found, case.text)


STEPS: Sequence[tuple[str, Step]] = (
    ("decode the model's words", _decode),
    ("take in particles of surnames", lambda found, case: with_particles(found, case.text)),
    ("drop lone building numbers", lambda found, case: without_lone_numbers(found)),
    ("add what recognizers found", _add_recognized),
    ("drop identifiers of machine lines", lambda found, case: without_identifiers(found, case.text)),
    ("drop numbers without a ground", lambda found, case: with_grounds(found, case.text)),
    ("drop numbers of orders, tickets and settings", lambda found, case: without_references(found, case.text)),
    ("drop amounts and counts", lambda found, case: without_quantities(found, case.text)),
    ("drop names in names of organizations", lambda found, case: without_organizations(found, case.text)),
    ("drop names of diseases and theorems", lambda found, case: without_eponyms(found, case.text)),
    ("drop names in titles of works", lambda found, case: without_works(found, case.text)),
    ("drop names of products and dishes", lambda found, case: without_products(found, case.text)),
    ("drop names in names of teams", lambda found, case: without_teams(found, case.text)),
    ("set where names begin and end", lambda found, case: with_name_ends(found, case.text)),
    ("drop words of filler text", lambda found, case: without_filler(found, case.text)),
    ("apply the policy's thresholds and lists", _apply_policy),
    ("keep the wanted entities", _keep_wanted),
    ("resolve overlaps", lambda found, case: resolve(found, case.text)),
    ("add other mentions", _add_mentions),
    ("keep what identifies somebody", _keep_identifying),
)

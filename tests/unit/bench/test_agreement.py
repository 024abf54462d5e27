"""The benchmark reports nothing when the sides' results differ."""

from __future__ import annotations

import pytest

from bench.agreement import Disagreement, check_findings, check_order, check_vectors

WINDOWS = ["Ada met Tom. ", "Ada left."]
LABELLED = [[("ada", "B-NAME"), ("met", "O"), ("tom", "B-NAME")], [("ad", "B-NAME"), ("##a", "I-NAME"), ("left", "O")]]


def found(*spans: tuple[int, int], entity: str = "NAME", source: str = "model") -> list[dict[str, object]]:
    return [{"start": start, "end": end, "entity": entity, "source": source} for start, end in spans]


def test_the_same_findings_over_all_windows_agree() -> None:
    said = check_findings(WINDOWS, LABELLED, found((0, 3), (8, 11), (13, 16)))
    assert said.startswith("of what the peer labels, 100.0% is found")


@pytest.mark.parametrize(
    "findings",
    [
        pytest.param(found((0, 3), (8, 11)), id="one is missing"),
        pytest.param(found((0, 3), (8, 11), (13, 16), entity="CITY"), id="named otherwise"),
        pytest.param([], id="nothing found"),
    ],
)
def test_findings_that_differ_are_refused(findings: list[dict[str, object]]) -> None:
    with pytest.raises(Disagreement):
        check_findings(WINDOWS, LABELLED, findings)


def test_a_peer_that_finds_nothing_proves_nothing() -> None:
    with pytest.raises(Disagreement):
        check_findings(["Ada."], [[("ada", "O")]], found((0, 3)))


def test_vectors_must_point_the_same_way_whatever_their_length() -> None:
    assert check_vectors([[1, 0], [0, 1]], [[2, 0], [0, 3]]) == "least cosine 1.0000"
    with pytest.raises(Disagreement):
        check_vectors([[1, 0], [0, 1]], [[1, 0], [1, 1]])


def test_passages_must_come_in_the_same_order() -> None:
    assert check_order([3, 2, 1], [30, 20, 10]) == "Kendall's tau 1.000"
    with pytest.raises(Disagreement):
        check_order([3, 2, 1, 0], [30, 10, 20, 0])

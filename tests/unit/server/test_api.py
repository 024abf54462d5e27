"""`tabside serve`: Presidio's endpoints and tabside's own, with the real model."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tabside.server.api import ApiOptions, build_api
from tabside.server.engine import EngineOptions, EnginePool

from .fake_upstream import served

TEXT = "I am Annabel Lindqvist, annabel@example.org, of 12 Harbour Street, Bristol."


@pytest.fixture(scope="module")
def api() -> Iterator[httpx.Client]:
    app = build_api(ApiOptions(limit_bytes=300_000), EnginePool(EngineOptions(processes=1, timeout_s=30)))
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def found(api: httpx.Client, **request: object) -> Any:
    answer = api.post("/analyze", json={"language": "en", **request})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_one_text_is_analyzed_under_presidios_names(api: httpx.Client) -> None:
    results = found(api, text=TEXT)

    shown = [(one["entity_type"], TEXT[one["start"] : one["end"]]) for one in results]
    assert shown[:2] == [("PERSON", "Annabel Lindqvist"), ("EMAIL_ADDRESS", "annabel@example.org")]
    assert shown[2][0] == "LOCATION"
    assert set(results[0]) >= {"entity_type", "start", "end", "score", "analysis_explanation"}


def test_many_texts_entities_thresholds_and_allow_lists(api: httpx.Client) -> None:
    many = found(api, text=["Annabel called", "nothing here"], entities=["PERSON"])
    assert [len(one) for one in many] == [1, 0]
    assert found(api, text=TEXT, entities=["EMAIL_ADDRESS"])[0]["entity_type"] == "EMAIL_ADDRESS"
    assert found(api, text=TEXT, score_threshold=1.0, entities=["PERSON"]) == []
    assert found(api, text=TEXT, allow_list=["annabel@example.org"], entities=["EMAIL_ADDRESS"]) == []
    explained = found(api, text=TEXT, entities=["EMAIL_ADDRESS"], return_decision_process=True)
    assert explained[0]["analysis_explanation"]["textual_explanation"]


def test_what_is_not_found_here_is_an_error_and_no_empty_answer(api: httpx.Client) -> None:
    answer = api.post("/analyze", json={"text": TEXT, "language": "en", "entities": ["SHOE_SIZE"]})

    assert answer.status_code == 400
    assert answer.json()["code"] == "input.invalid"
    recognizer = {"name": "x", "patterns": []}
    assert api.post("/analyze", json={"text": "x", "ad_hoc_recognizers": [recognizer]}).status_code == 422


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ({}, "I am <PERSON>."),
        ({"type": "replace", "new_value": "X"}, "I am X."),
        ({"type": "redact"}, "I am ."),
        ({"type": "keep"}, "I am Annabel."),
        ({"type": "mask", "masking_char": "*", "chars_to_mask": 4, "from_end": True}, "I am Ann****."),
    ],
)
def test_operators_of_presidio(api: httpx.Client, operator: dict[str, Any], expected: str) -> None:
    results = [{"entity_type": "PERSON", "start": 5, "end": 12, "score": 0.9}]
    request = {"text": "I am Annabel.", "analyzer_results": results}
    answer = api.post("/anonymize", json={**request, **({"anonymizers": {"DEFAULT": operator}} if operator else {})})

    done = answer.json()
    assert done["text"] == expected
    item = done["items"][0]
    assert done["text"][item["start"] : item["end"]] == item["text"]


def test_what_was_encrypted_comes_back_with_its_key_alone(api: httpx.Client) -> None:
    key = {"key": "0123456789abcdef"}
    results = [{"entity_type": "PERSON", "start": 5, "end": 12, "score": 0.9}]
    request = {
        "text": "I am Annabel.",
        "analyzer_results": results,
        "anonymizers": {"PERSON": {"type": "encrypt", **key}},
    }
    hidden = api.post("/anonymize", json=request).json()
    back = {"text": hidden["text"], "anonymizer_results": hidden["items"]}

    right = api.post("/deanonymize", json={**back, "deanonymizers": {"DEFAULT": {"type": "decrypt", **key}}})
    other = {"DEFAULT": {"type": "decrypt", "key": "fedcba9876543210"}}
    assert right.json()["text"] == "I am Annabel."
    assert api.post("/deanonymize", json={**back, "deanonymizers": other}).status_code == 400


def test_overlapping_results_leave_nothing(api: httpx.Client) -> None:
    results = [
        {"entity_type": "PERSON", "start": 0, "end": 7, "score": 0.6},
        {"entity_type": "LOCATION", "start": 4, "end": 12, "score": 0.9},
    ]
    answer = api.post("/anonymize", json={"text": "Ann Bristolx!", "analyzer_results": results})

    assert answer.json()["text"] == "<LOCATION>!"


def test_lists_and_health(api: httpx.Client) -> None:
    assert "PERSON" in api.get("/supportedentities?language=en").json()
    assert api.get("/recognizers").json() == ["TabsideRecognizer"]
    assert api.get("/health").status_code == 200


def test_redact_and_restore(api: httpx.Client) -> None:
    done = api.post("/redact", json={"text": [TEXT, "Annabel again"]}).json()
    assert done["text"][1] == "[GIVEN_NAME_1] again"
    back = api.post("/restore", json={"text": "Dear given_name_1, [CITY_9]", "mapping": done["mapping"]}).json()

    assert back == {"text": "Dear Annabel, [CITY_9]", "restored": ["[GIVEN_NAME_1]"], "unknown": ["[CITY_9]"]}
    more = api.post("/redact", json={"text": "Torsten and Annabel", "mapping": done["mapping"]}).json()
    assert more["text"] == "[GIVEN_NAME_2] and [GIVEN_NAME_1]"


def test_files_come_back_in_kind(api: httpx.Client) -> None:
    data = b"name,email\nAnnabel Lindqvist,annabel@example.org\nTorsten Becker,torsten@example.org\n"
    done = api.post("/files", files={"file": ("people.csv", data)}).json()
    redacted = base64.b64decode(done["data"])

    back = api.post(
        "/files/restore", files={"file": ("people.csv", redacted)}, data={"mapping": json.dumps(done["mapping"])}
    )

    assert b"annabel" not in redacted.lower()
    assert base64.b64decode(back.json()["data"]) == data


def test_other_tasks(api: httpx.Client) -> None:
    ranked = api.post("/rank", json={"query": "capital of Norway", "documents": ["Oslo is a capital.", "Cats sleep."]})
    assert ranked.json()[0]["corpus_id"] == 0
    assert len(api.post("/embed", json={"texts": ["a"]}).json()[0]) == 384
    assert api.post("/classify", json={"texts": ["Hello"]}).json()[0][0]["label"]


def test_limits_and_errors_hold_no_text(api: httpx.Client) -> None:
    assert api.post("/redact", json={"text": "x" * 300_001}).status_code == 413
    wrong = api.post("/redact", json={"text": {"Annabel": "Lindqvist"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "input.invalid")
    assert "Lindqvist" not in wrong.text
    assert api.post("/restore", json={"text": "x", "mapping": {"version": 9}}).status_code == 400
    assert api.post("/files", files={"file": ("x.exe", b"MZ\x90\x00\x03\x00\x00\x00\xff\xff")}).status_code == 400
    assert api.get("/redact").status_code == 405


def test_the_page_of_the_api_needs_nothing_from_elsewhere(api: httpx.Client) -> None:
    page = api.get("/docs")

    assert "POST /analyze" in page.text
    assert "http" not in page.text.replace("http-equiv", "")
    assert "/redact" in api.get("/openapi.json").json()["paths"]


def test_a_token_is_asked_for() -> None:
    app = build_api(ApiOptions(token="t0ken"), EnginePool(EngineOptions(processes=1)))
    with served(app) as address:
        assert httpx.get(f"{address}/supportedentities").status_code == 401
        headers = {"x-tabside-token": "t0ken"}
        assert httpx.get(f"{address}/supportedentities", headers=headers).status_code == 200

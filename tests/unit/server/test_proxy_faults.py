"""What goes wrong between client, engine and upstream: an error each time, nothing raw upstream, no wrong name."""

from __future__ import annotations

import os
import random
import signal
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy
from tests.unit.server.fake_upstream import FakeUpstream

from .fake_upstream import served

PEOPLE = ("Annabel Lindqvist", "Torsten Becker", "Maria Gonzalez", "Pieter Dommelen", "Ingrid Halvorsen")
FAULTS = ("engine killed", "upstream cut", "client gone", "mapping lost", "upstream down", "upstream garbled")


@pytest.fixture(scope="module")
def down(pool: EnginePool) -> Iterator[str]:
    """The address of a proxy whose upstream nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    idle = EnginePool(EngineOptions(processes=1))
    with served(build_proxy(ProxyOptions(f"http://127.0.0.1:{port}"), idle)) as address:
        yield address


def client_of(address: str, **options: Any) -> openai.OpenAI:
    """Return a client that is to be closed: its pooled sockets would else be left to the garbage collector."""
    return openai.OpenAI(base_url=address, api_key="k", max_retries=0, **options)


def _read(client: openai.OpenAI, ask: dict[str, Any]) -> tuple[str, Exception | None]:
    """Read a stream to its end; return what was shown, and the error."""
    shown = ""
    try:
        with client.chat.completions.create(**ask, stream=True) as stream:
            for chunk in stream:
                shown += chunk.choices[0].delta.content or ""
    except (openai.APIError, httpx.HTTPError) as error:
        return shown, error
    return shown, None


def run_fault(seed: int, proxy: str, down: str, upstream: FakeUpstream, pool: EnginePool) -> None:
    dice = random.Random(seed)
    fault = FAULTS[seed % len(FAULTS)]
    people = dice.sample(PEOPLE, 2)
    text = f"Fall {seed}: {people[0]}, p{seed}@example.org, and {people[1]}."
    upstream.reset()
    upstream.letters = dice.choice((1, 3, 40))
    upstream.say = lambda body: body["messages"][0]["content"] + " [GIVEN_NAME_1] given_name_2 [GIVEN_NAME_3]"
    # What an honest answer says; anything shown must be a beginning of it.
    whole = f"{text} {people[0].split()[0]} {people[1].split()[0]} [GIVEN_NAME_3]"
    ask: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": text}]}
    shown = ""
    with client_of(f"{proxy}/v1", timeout=60) as client:
        if fault == "engine killed":
            killer = threading.Timer(dice.uniform(0, 0.01), lambda: [os.kill(pid, signal.SIGKILL) for pid in pool.pids])
            killer.start()
            answer = httpx.post(f"{proxy}/v1/chat/completions", json=ask, timeout=60)
            assert answer.status_code == 200 or (answer.status_code == 503 and upstream.raw == [])
            shown = answer.json()["choices"][0]["message"]["content"] if answer.status_code == 200 else ""
            killer.join()
        elif fault == "upstream cut":
            upstream.cut, upstream.piece = dice.randint(0, 900), dice.choice((1, 16, 200))
            shown, error = _read(client, ask)
            assert error is not None
        elif fault == "client gone":
            upstream.piece = 8
            with client.chat.completions.create(**ask, stream=True) as stream:
                for _, chunk in zip(range(dice.randint(1, 4)), stream, strict=False):
                    shown += chunk.choices[0].delta.content or ""
        elif fault == "mapping lost":
            with pytest.raises(openai.UnprocessableEntityError):
                client.responses.create(model="m", input=text, previous_response_id=f"resp_lost_{seed}")
            assert upstream.raw == []
        elif fault == "upstream down":
            with client_of(down) as other, pytest.raises(openai.InternalServerError) as failed:
                other.chat.completions.create(**ask)
            assert failed.value.status_code == 502
        else:
            upstream.say = lambda body: "\x00"
            upstream.status = dice.choice((200, 500))
            upstream.cut, upstream.piece = dice.randint(1, 20), 5
            with pytest.raises(openai.APIError):
                client.chat.completions.create(**ask)
    assert whole.startswith(shown)
    sent = "".join(upstream.raw)
    for person in people:
        assert person not in sent
        assert person.split()[1] not in sent
    assert f"p{seed}@" not in sent


@pytest.mark.parametrize("seed", range(12))
def test_every_fault_is_an_error(seed: int, proxy: str, down: str, upstream: FakeUpstream, pool: EnginePool) -> None:
    run_fault(seed, proxy, down, upstream, pool)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_two_hundred_faults_are_errors(proxy: str, down: str, upstream: FakeUpstream, pool: EnginePool) -> None:
    for seed in range(100, 300):
        run_fault(seed, proxy, down, upstream, pool)


def test_a_stream_that_ends_early_is_an_error_and_gives_no_half_placeholder(proxy: str, upstream: FakeUpstream) -> None:
    upstream.say = lambda body: "Dear [GIVEN_NAME_1"
    upstream.letters, upstream.piece = 1, 1
    with client_of(f"{proxy}/v1") as client:
        whole = len(client.chat.completions.with_raw_response.create(**_ask(), stream=True).http_response.read())
        shown = set()
        for cut in range(whole - 700, whole, 97):
            upstream.cut = cut
            text, error = _read(client, _ask())
            assert error is not None
            shown.add(text)

    assert shown <= {"Dear"[:end] for end in range(5)} | {"Dear "}


def _ask() -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": "I am Annabel, he is Bo Ek"}]}


def test_a_server_for_the_network_needs_a_token(
    fake_upstream: tuple[FakeUpstream, str], pool: EnginePool, upstream: FakeUpstream
) -> None:
    idle = EnginePool(EngineOptions(processes=1))
    with served(build_proxy(ProxyOptions(fake_upstream[1], token="t0ken"), idle)) as address:
        body = {"model": "m", "messages": []}
        assert httpx.post(f"{address}/v1/chat/completions", json=body).status_code == 401
        headers = {"x-tabside-token": "t0ken"}
        assert httpx.post(f"{address}/v1/chat/completions", json=body, headers=headers).status_code == 200
        assert "x-tabside-token" not in upstream.headers[0]
        assert httpx.get(f"{address}/metrics").status_code == 401


def test_a_page_of_the_web_does_not_reach_the_proxy_by_a_name(proxy: str, upstream: FakeUpstream) -> None:
    answer = httpx.post(f"{proxy}/v1/chat/completions", json={"messages": []}, headers={"host": "evil.example:80"})

    assert answer.status_code == 401
    assert upstream.raw == []


def test_a_request_that_is_too_long_is_refused(fake_upstream: tuple[FakeUpstream, str], upstream: FakeUpstream) -> None:
    idle = EnginePool(EngineOptions(processes=1))
    with served(build_proxy(ProxyOptions(fake_upstream[1], limit_bytes=1000), idle)) as address:
        answer = httpx.post(f"{address}/v1/chat/completions", json={"messages": ["x" * 1000]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "input.too-large")
    assert upstream.raw == []


def test_more_than_the_engine_takes_at_once_is_refused(
    fake_upstream: tuple[FakeUpstream, str], upstream: FakeUpstream
) -> None:
    narrow = EnginePool(EngineOptions(processes=1, waiting=0))
    with served(build_proxy(ProxyOptions(fake_upstream[1]), narrow)) as address, httpx.Client(timeout=60) as client:
        long = {"model": "m", "messages": [{"role": "user", "content": "Ann Smith wrote. " * 3000}]}
        answers = []
        threads = [
            threading.Thread(
                target=lambda: answers.append(client.post(f"{address}/v1/chat/completions", json=long).status_code)
            )
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(set(answers)) in ([200, 429], [429, 200])

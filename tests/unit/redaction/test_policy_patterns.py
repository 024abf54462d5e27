"""Custom patterns: accepted ones are fast on any text."""

from __future__ import annotations

import time

import pytest

from tabside.errors import PolicyError
from tabside.redaction.policy.patterns import compile_safely, compile_wildcard

ACCEPTED = [
    r"EMP-\d{4,8}",
    r"[\w.]{1,64}@[\w.]{1,64}\.\w{2,10}",
    r"[\w.]{1,64}+@[a-z]{1,30}\.com",
    r"\b[A-Z]{2}\d{6}[A-Z]?\b",
    r"(?:foo|bar){1,3}x",
    r"(?:[a-z]{1,20}-){1,5}\d{2}",
    r"(?:\w{1,20}+-){1,5}\d{2}",
    r"(?:\d{3}[- ]?){2}\d{4}",
    r"(?>\w{1,90})x",
    r"(?=x{1,900}y)x",
    r"(?<![a-z])k[^k]{1,60}k",
    r"(?i)é{1,40}É",
]
HOSTILE = ["a", "1", "x", "k", "é", "ab", "1-", "a.b@", "foo", "a-", "A1"]


@pytest.mark.parametrize("regex", ACCEPTED)
def test_these_patterns_are_accepted(regex: str) -> None:
    assert compile_safely(regex).pattern == regex


@pytest.mark.long
@pytest.mark.parametrize("regex", ACCEPTED)
def test_accepted_patterns_are_quick(regex: str) -> None:
    pattern = compile_safely(regex)
    for piece in HOSTILE:
        begin = time.process_time()
        sum(1 for _ in pattern.finditer(piece * (5_000 // len(piece))))
        assert time.process_time() - begin < 3


@pytest.mark.parametrize(
    "regex",
    [
        "", "(", "a*", "a+", "(a+)+$", r"\d{4,}", "a{1,2000}", "(?:ab{1,200}){1,20}", r"(a)\1", "(a)?(?(1)b|c)",
        "(a{1,20}){1,20}b", "(a|a){1,30}b", r"\w{1,64}\w{1,64}\w{1,64}!", "(?:a?){30}a{30}", "(?:a|b|ab){1,20}c",
        "(?=a+)b", "^$", "x" * 1001, "(?i:k{1,99}\u212a{1,99}k{1,99})",
    ],
)  # fmt: skip
def test_others_are_refused(regex: str) -> None:
    with pytest.raises(PolicyError):
        compile_safely(regex)


@pytest.mark.parametrize(
    ("wildcard", "text", "found"),
    [
        ("ACME-*", "the ACME-Oslo-7 plan", "ACME-Oslo-7"),
        ("*@x.com", "to a.b@x.com now", "a.b@x.com"),
        ("A?C", "ABC", "ABC"),
        ("A?C", "XABC", None),
        ("a.c", "abc", None),
        ("Proj *", "Proj Oslo", "Proj Oslo"),
    ],
)
def test_wildcard(wildcard: str, text: str, found: str | None) -> None:
    match = compile_wildcard(wildcard).search(text)
    assert (match and match[0]) == found


@pytest.mark.parametrize("wildcard", ["", "*", "* ?", "*a*b*", "x" * 1001])
def test_a_wildcard_that_says_nothing_is_refused(wildcard: str) -> None:
    with pytest.raises(PolicyError):
        compile_wildcard(wildcard)

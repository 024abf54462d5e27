"""The input texts of both sides: prose with personal data, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

SENTENCE = (
    "My name is Ada Lovelace and I moved to 12 Oak Street in Springfield last May; please call me at 555-0142-337 or "
    "write to ada.lovelace@example.org before the lease with Tom ends, as the landlord wants to know."
)
"""56 tokens: what a person might paste first."""

GIVEN = (
    "Ada",
    "Grace",
    "Alan",
    "Katherine",
    "Linus",
    "Margaret",
    "Edsger",
    "Barbara",
    "Donald",
    "Radia",
    "Tim",
    "Mary",
)
SURNAMES = ("Lovelace", "Hopper", "Turing", "Johnson", "Hamilton", "Dijkstra", "Liskov", "Knuth", "Perlman", "Jackson")
STREETS = ("Oak Street", "Maple Avenue", "Mill Road", "Station Lane", "Church Street", "High Street", "Park Drive")
CITIES = ("Springfield", "Portland", "Austin", "Denver", "Madison", "Boston", "Seattle", "Cleveland")

FILLERS = (
    "The committee met twice before the summer and agreed on very little.",
    "Nobody had expected the bridge to be closed for so long, and the shops on the far side suffered most.",
    "It rained for most of the week, which suited the gardeners and nobody else.",
    "A report on the matter was promised for the autumn, though few believed that it would come.",
    "When the results were counted again the difference turned out to be smaller than anyone had said.",
    "The old library keeps its doors open until nine, and on Thursdays there is music in the hall.",
    "Costs have risen by a third since the work began, mostly because of the price of steel.",
)
PERSONAL = (
    "{given} {surname} lives at {number} {street}, {city}.",
    "You can reach {given} at {phone} or by mail to {email}.",
    "The parcel for {surname} was left at {number} {street} with someone called {other}.",
    "According to {given} {surname}, the meeting in {city} was moved to Friday.",
    "Please ask {other} to write to {email} and not to {given}.",
)


def prose(chars: int, seed: int = 1) -> str:
    """Return exactly `chars` characters of prose. A third of its sentences contain personal data."""
    random = Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < chars:
        paragraph = " ".join(_sentence(random) for _ in range(random.randint(3, 7)))
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(paragraphs)[:chars].rstrip().ljust(chars, ".")


def of_tokens(count: int, tokens_of: Callable[[str], int], seed: int = 2) -> str:
    """Return prose of `count` tokens, special tokens included, as counted by `tokens_of`."""
    words = f"{SENTENCE} {prose(count * 12, seed)}".split()
    text = ""
    for word in words:
        longer = f"{text} {word}".strip()
        if tokens_of(longer) > count:
            break
        text = longer
    while tokens_of(text) < count:
        text += "."
    return text


def mixed(count: int, tokens_of: Callable[[str], int], seed: int = 3) -> list[str]:
    """Return texts of 5 to 250 tokens, mostly short, as in a corpus of notes and paragraphs."""
    random = Random(seed)
    # A few hundred characters each; counting tokens of a thousand texts would take longer than the benchmark.
    texts = []
    for index in range(count):
        tokens = min(250, max(5, round(random.lognormvariate(3.6, 0.9))))
        text = prose(tokens * 5, seed=1000 + index)
        while tokens_of(text) > 250:
            text = text[: len(text) - 50]
        texts.append(text)
    return texts


def passages(count: int) -> tuple[str, list[str]]:
    """Return a query and passages of two to five sentences to rank for it."""
    return "Who was asked about the bridge that was closed?", [
        prose(200 + 9 * index, seed=5000 + index) for index in range(count)
    ]


def _sentence(random: Random) -> str:
    if random.random() < 2 / 3:
        return random.choice(FILLERS)
    given, surname, other = random.choice(GIVEN), random.choice(SURNAMES), random.choice(GIVEN)
    return random.choice(PERSONAL).format(
        given=given,
        surname=surname,
        other=other,
        number=random.randint(1, 99),
        street=random.choice(STREETS),
        city=random.choice(CITIES),
        phone=f"555-{random.randint(100, 999)}-{random.randint(1000, 9999)}",
        email=f"{given}.{surname}@example.org".lower(),
    )

"""Adjust the model's probability that a word is a name, using name lists and the surrounding words.

The model has read mostly English and knows few names beyond it. A word's presence in a name list and its
surroundings multiply the odds of `1 - P(O)`. The factor is large for a name that is not also a word in one of the seven
languages, inside a sentence and beside another name. It is smaller if the name is also a word, or if everything is
capitalized. A word in no list needs a higher probability. This is evidence, not a decision: the threshold decides, and
with it the sensitivity slider. The factors were tuned on one half of each set; most can be doubled or halved without
changing results (docs/decisions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..entities import NAMES
from ..view.languages import TRAINED, language_of, surely_other_language
from ..words.lexicon import GIVEN, NAME, PLACE, SURNAME
from ..words.ordinary import POLISH, language_around
from .decoding import Word
from .listed_names import factor_of_capitalized
from .name_neighbors import Neighbors
from .name_tokens import CERTAIN, Token, after_preposition, before_date, is_small, links, tokens_of
from .odds import DOUBTFUL, POSSIBLE, WEIGHED, odds, odds_times
from .small_letters import factor_in_lower_case, factor_of_model_word_without_capitals, factor_without_capitals

__all__ = ["weigh"]

# In small letters, among capitals, in a language that the model was not trained on.
_FOREIGN_SMALL = 0.01
_SHORTEST_FOREIGN = 2
# The languages that the model was trained on; None where too little tells.
_TRAINED = {*TRAINED, None}
# In another language the model takes any noun with a capital for a name.
_UNLISTED_OTHER = 0.1
# A word in small letters with one that none of these languages has.
_FOREIGN_WORD = re.compile(r"(?<![^\W_])[a-zß-ÿ][a-zß-ÿ]*[ığşőűčřěťďňķļņģ]")
# The model's remaining probability for an unknown name; below that value it is not a name.
_LEAST = 0.004
# `DOUBTFUL` by the odds that a town needs more.
_DOUBTFUL_TOWN, _MILD = 0.21, 0.1
# Smaller values are not kept.
_NEGLIGIBLE = 0.02


def weigh(words: Sequence[Word], text: str) -> list[Word]:
    """Return the model's words, and words unknown to it, with adjusted probabilities.

    `Word.factor` is the factor on the odds of the model's own probability. Linear in the length of the text.
    """
    tokens = list(tokens_of(text, words))
    small = is_small(text)  # for the whole text: computed once
    between = links(tokens, text)
    is_other = surely_other_language(text) not in (None, "Polish")  # Polish has rules of its own.
    weighed: dict[int, Word | None] = {}
    added: list[Word] = []
    for index, token in enumerate(tokens):
        if token.read > POSSIBLE and token.entity not in WEIGHED:
            continue
        factor = 1.0
        if token.read < CERTAIN or not token.kinds & NAME:
            around = Neighbors(tokens, between, index)
            factor = (
                factor_without_capitals(text, token, around)
                if token.small
                else factor_of_capitalized(text, token, around)
            )
            if is_other and not token.kinds & NAME and not (around.beside_name or around.beside_listed):
                factor = min(factor, _UNLISTED_OTHER)
            if token.read >= CERTAIN:
                factor = min(factor, 1.0)  # What the model is sure of, no list makes surer.
        if factor > 1 or _is_parted(token, words, text):
            word = _raised(token, words, factor, _entity(text, token, tokens[index - 1] if index else None))
            if word.mass >= _NEGLIGIBLE:
                weighed.update(dict.fromkeys(token.words))
                added.append(word)
                token.mass, token.entity = word.mass, word.entity
        elif factor < 1:
            weighed.update((place, _lowered(words[place], factor)) for place in token.words)
    weighed.update(_lowered_in_small(words, text, weighed, small=small))
    if not weighed and not added:
        return list(words)
    kept = (weighed.get(place, word) for place, word in enumerate(words))
    return sorted([word for word in kept if word is not None] + added, key=lambda word: word.start)


def _lowered_in_small(
    words: Sequence[Word], text: str, weighed: Mapping[int, Word | None], *, small: bool
) -> dict[int, Word | None]:
    """Return the words in lower case that rather are no names, by their place, with lower probabilities."""
    lowered: dict[int, Word | None] = {}
    is_foreign: bool | None = None
    for place, word in enumerate(words):
        if word.mass <= DOUBTFUL or not text[word.start].islower() or place in weighed:
            continue
        factor = factor_of_model_word_without_capitals(text, word) if small else factor_in_lower_case(text, word)
        if not small and word.entity in WEIGHED and word.end - word.start > _SHORTEST_FOREIGN:
            if is_foreign is None:
                is_foreign = language_of(text) not in _TRAINED or _FOREIGN_WORD.search(text) is not None
            languages = language_around(text, word.start, word.end)
            if languages == POLISH or (is_foreign and not languages):
                factor = min(factor, _FOREIGN_SMALL)
        if factor < 1:
            lowered[place] = _lowered(word, factor)
    return lowered


def _is_parted(token: Token, words: Sequence[Word], text: str) -> bool:
    """Whether the model recognizes a part of a hyphenated name, and perhaps not the rest."""
    if len(token.words) < 2 or token.read < POSSIBLE or token.entity not in NAMES:
        return False
    last = words[token.words[-1]]
    return token.end - last.start > 1 and (token.is_listed or "'" in text[token.start : token.end])


def _entity(text: str, token: Token, before: Token | None) -> str:
    """Return a token's entity: the model's if it has one, else that of the lists."""
    if token.entity in WEIGHED and token.read >= DOUBTFUL:
        return token.entity
    if token.kinds & PLACE and token.entity not in NAMES and (before is None or before.entity not in NAMES):
        if not token.is_name or after_preposition(text, token) or before_date(text, token):
            return "CITY"
    elif token.kinds & PLACE and not token.is_name:
        return "CITY"
    is_behind_name = before is not None and before.entity in NAMES and token.start - before.end == 1
    if token.kinds & GIVEN and not (is_behind_name and token.kinds & SURNAME):
        return "GIVEN_NAME"
    return "SURNAME"


def _raised(token: Token, words: Sequence[Word], factor: float, entity: str) -> Word:
    """Return the token as a word with a raised probability."""
    parts = words[token.words.start : token.words.stop]
    best = max(parts, key=lambda word: word.mass, default=None)
    keeps = best is not None and best.entity == entity and token.read >= DOUBTFUL
    mass = odds_times(max(token.read, _LEAST) if factor > 1 else token.read, factor)
    entities = dict(best.entities) if best is not None and keeps else {entity: mass}
    return Word(token.start, token.end, mass, entities, bool(parts) and parts[0].begins, factor)


def _lowered(word: Word, factor: float) -> Word:
    """Return a word with a lower probability, but at least a doubtful one, which users can ask to see."""
    least = _DOUBTFUL_TOWN if word.entity == "CITY" and factor >= _MILD else DOUBTFUL
    mass = max(odds_times(word.mass, factor), min(word.mass, least))
    return Word(word.start, word.end, mass, word.entities, word.begins, odds(mass) / odds(word.mass))

"""The filler text of typesetters, `Lorem ipsum`: its words stand for any text and name nobody.

The words are those of Cicero's De finibus bonorum et malorum, 1.10.32 and 33, and further ones of common generators.
"""

from __future__ import annotations

import re

from .lexicon import plain

__all__ = ["is_filler"]

_WORDS = """
    lorem ipsum dolor sit amet consectetur consectetuer adipiscing adipisci elit sed do eiusmod tempor incididunt ut
    labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea
    commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur
    sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum aenean aliquam
    aliquet ante aptent arcu at auctor augue bibendum blandit class congue conubia convallis cras cubilia curabitur
    curae cursus dapibus diam dictum dictumst dignissim dis donec dui efficitur egestas eget eleifend elementum erat
    eros etiam euismod facilisi facilisis fames faucibus felis fermentum feugiat finibus fringilla fusce gravida
    habitant habitasse hac hendrerit himenaeos iaculis imperdiet inceptos integer interdum justo lacinia lacus laoreet
    lectus leo libero ligula litora lobortis luctus maecenas magnis malesuada massa mattis mauris maximus metus mi
    molestie mollis montes morbi mus nam nascetur natoque nec neque netus nibh nisl nostra nullam nunc odio orci ornare
    parturient pellentesque penatibus per pharetra phasellus placerat platea porta porttitor posuere potenti praesent
    pretium primis proin pulvinar purus quam quisque rhoncus ridiculus risus rutrum sagittis sapien scelerisque sem
    semper senectus sociosqu sodales sollicitudin suscipit suspendisse taciti tellus tempus tincidunt torquent tortor
    tristique turpis ullamcorper ultrices ultricies urna varius vehicula vel venenatis vestibulum vitae vivamus viverra
    volutpat vulputate sociis accumsan a ac
"""
_FILLER = frozenset(_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 80
_FEWEST = 4
_OPENING = frozenset(("lorem", "ipsum"))
"""They are no words of any language: the two alone are filler text."""


def is_filler(text: str, start: int, end: int) -> bool:
    """Whether a stretch is made of filler words, and stands among further ones. Some are names as well.

    >>> is_filler("Lorem ipsum dolor sit amet", 0, 11), is_filler("Leo Massa", 0, 9)
    (True, False)
    """
    words = [plain(word) for word in _WORD.findall(text[start:end])]
    if not words or any(word not in _FILLER for word in words):
        return False
    if _OPENING.issuperset(words):
        return True
    around = _WORD.findall(f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}")
    filler = sum(plain(word) in _FILLER for word in around)
    return filler + len(words) >= _FEWEST and 2 * filler > len(around)

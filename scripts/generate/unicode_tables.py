"""Write the tables of py/tabside/tokenizers/unicode, as Hugging Face `tokenizers` and Oniguruma define them.

The Rust library uses the Unicode tables of five crates, each of another Unicode version, and Python's `unicodedata`
has yet another one. To be exact on every Python, the library's own results are stored: sets as a whole,
maps as exceptions to `unicodedata` that hold on every Python from 3.11 on.

    python scripts/generate/unicode_tables.py
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tokenizers import Regex, normalizers, pre_tokenizers

CODE_POINTS = [i for i in range(0x110000) if not 0xD800 <= i < 0xE000]
CATEGORIES = (
    # Surrogates (Cs) cannot be passed to the library.
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cn"
)
PROPERTIES = (
    "Alphabetic Uppercase Lowercase Word Space Punct Extended_Pictographic Arabic Armenian Bengali Bopomofo Common "
    "Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Inherited Kannada "
    "Katakana Khmer Lao Latin Malayalam Mongolian Myanmar Oriya Sinhala Tamil Telugu Thai Tibetan"
)
TARGET = Path(__file__).resolve().parents[2] / "py" / "tabside" / "tokenizers" / "unicode"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# The library's normalization tables are of Unicode 12. Later additions must never be decomposed, on a Python
# of any version. Those known to this Python are computed; those later than Python 3.11 are listed here.
LATER_DECOMPOSITIONS = [0x105C9, 0x105E4, 0x11383, 0x11385, 0x1138E, 0x11391, 0x113C5, 0x113C7, 0x113C8]
LATER_DECOMPOSITIONS += [*range(0x16121, 0x16129), *range(0x16D68, 0x16D6B)]
LATER_COMPATIBILITY = [0xA7F1, *range(0x1E030, 0x1E06E), *range(0x1CCD6, 0x1CCFA)]


def base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if not number:
            return text


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the runs of `numbers` as (first, past the last). Runs bridge surrogates, which cannot be tested."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        last_end = runs[-1][1] if runs else -1
        if number == last_end or (last_end == 0xD800 and number == 0xE000):
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def packed(numbers: Iterable[int]) -> str:
    """Pack a set: for each run the gap before it and its length, in base 36."""
    position, words = 0, []
    for first, end in ranges(numbers):
        words += [base36(first - position), base36(end - first)]
        position = end
    return " ".join(words)


def matching(pattern: str) -> set[int]:
    """Return the code points that Oniguruma matches with `pattern`."""
    split = pre_tokenizers.Split(Regex(pattern), "removed")
    left: set[int] = set()
    for first in range(0, len(CODE_POINTS), 4096):
        block = CODE_POINTS[first : first + 4096]
        for piece, _ in split.pre_tokenize_str("".join(map(chr, block))):
            left.update(map(ord, piece))
    return set(CODE_POINTS) - left


def asking(question: Callable[[str], bool]) -> set[int]:
    return {i for i in CODE_POINTS if question(chr(i))}


def marks_nonspacing() -> set[int]:
    strip = normalizers.BertNormalizer(
        clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False
    )
    return asking(lambda c: strip.normalize_str(c) == "")


def attaching() -> set[int]:
    """Return the code points that join the preceding letter in one grapheme cluster (GB9, GB9a)."""
    precompiled = one_letter_map()
    return asking(lambda c: precompiled.normalize_str("a" + c) == "b")


def one_letter_map() -> normalizers.Normalizer:
    """Build the normalizer of a SentencePiece charsmap with the single rule a -> b, a Darts double array.

    Unit 0 is the root with offset 256. The child of "a" is at 256 ^ 97, and its leaf, which holds value 0, at
    (256 ^ 97) ^ 512.
    """
    units = [0] * 1024
    units[0] = 256 << 10
    child = 256 ^ ord("a")
    units[child] = (512 << 10) | (1 << 8) | ord("a")
    units[child ^ 512] = 1 << 31
    trie = struct.pack(f"<{len(units)}I", *units)
    return normalizers.Precompiled(struct.pack("<I", len(trie)) + trie + b"b\0")


def scripts() -> dict[str, list[int]]:
    """Return the scripts of the UnicodeScripts pre-tokenizer, named by their first code point. "any" joins with all."""
    split = pre_tokenizers.UnicodeScripts()

    def same(first: str, second: str) -> bool:
        return len(split.pre_tokenize_str(first + second)) == 1

    found: dict[str, list[int]] = {"any": [i for i in CODE_POINTS if same("a", chr(i)) and same("я", chr(i))]}
    neutral = set(found["any"])
    latest = ""
    for i in CODE_POINTS:
        if i in neutral:
            continue
        if not (latest and same(chr(found[latest][0]), chr(i))):
            latest = next((k for k, v in found.items() if k != "any" and same(chr(v[0]), chr(i))), f"{i:x}")
        found.setdefault(latest, []).append(i)
    return found


def combining_nonzero() -> set[int]:
    """Return the code points moved by canonical reordering: past an overlay (class 1), or an iota subscript (240) past
    it."""
    nfd = normalizers.NFD()
    return asking(lambda c: nfd.normalize_str("a" + c + "̴") == "a̴" + c or nfd.normalize_str("aͅ" + c) == "a" + c + "ͅ")


def categories() -> dict[str, set[int]]:
    """Return Oniguruma's general categories where they differ from those of Unicode 14."""
    return {
        name: {i for i in matching(rf"\p{{{name}}}") if unicodedata.category(chr(i)) != name}
        for name in CATEGORIES.split(" ")
    }


def literal(name: str, text: str) -> str:
    """Return the assignment of a packed table in lines of 120 columns."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > 105:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    return f"{name} = (\n" + "\n".join(f'    "{line}"' for line in lines) + "\n)\n"


def library_tables() -> str:
    """Return tables.py, from the Rust crates."""
    clean = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False
    )
    bert = pre_tokenizers.BertPreTokenizer()
    word = pre_tokenizers.Whitespace()
    digits = pre_tokenizers.Digits(individual_digits=False)
    strip_accents, lower = normalizers.StripAccents(), normalizers.Lowercase()
    nfd, nfkd = normalizers.NFD(), normalizers.NFKD()
    sets = {
        "BERT_CONTROL": asking(lambda c: clean.normalize_str(c) == ""),
        "BERT_PUNCTUATION": asking(lambda c: len(bert.pre_tokenize_str(f"a{c}a")) == 3),
        "MARK_NONSPACING": marks_nonspacing(),
        "COMBINING_MARK": asking(lambda c: strip_accents.normalize_str(c) == ""),
        "COMBINING_CLASS": combining_nonzero(),
        "RUST_WORD": asking(lambda c: len(word.pre_tokenize_str("a" + c)) == 1 and not c.isspace()),
        "RUST_NUMERIC": asking(lambda c: len(digits.pre_tokenize_str("a" + c)) == 2),
        "GRAPHEME_ATTACHING": attaching(),
        "NEVER_DECOMPOSED": asking(lambda c: nfd.normalize_str(c) == c != unicodedata.normalize("NFD", c))
        | set(LATER_DECOMPOSITIONS),
        "NEVER_COMPATIBLE": asking(lambda c: nfkd.normalize_str(c) == c != unicodedata.normalize("NFKD", c))
        | set(LATER_DECOMPOSITIONS + LATER_COMPATIBILITY),
    }
    lowered = {i: lower.normalize_str(chr(i)) for i in CODE_POINTS}
    differing = {i: text for i, text in lowered.items() if text != chr(i).lower()}
    parts = [literal(name, packed(numbers)) for name, numbers in sets.items()]
    parts.append("# Code point, then its lowercase, base 36, where Unicode 14 has none.")
    parts.append(literal("LOWERCASE", " ".join(f"{base36(i)} {base36(ord(text))}" for i, text in differing.items())))
    parts.append("# Scripts as the UnicodeScripts pre-tokenizer has them, each named by its first code point.")
    parts.append(mapping("SCRIPTS", scripts()))
    return "\n".join(parts)


def oniguruma_tables() -> str:
    """Return oniguruma_tables.py, for the regexes in tokenizer files."""
    parts = [
        "# General categories where they are not those of Unicode 14.",
        mapping("CATEGORY_CHANGES", categories()),
        mapping("PROPERTIES", {name.lower(): matching(rf"\p{{{name}}}") for name in PROPERTIES.split(" ")}),
    ]
    return "\n".join(parts)


def mapping(name: str, sets: Mapping[str, Iterable[int]]) -> str:
    """Return the assignment of a dict of packed tables."""
    lines = [f"{name} = {{"]
    for key, numbers in sets.items():
        if text := packed(numbers):
            lines += ["    " + line for line in literal(f'"{key}"', text).replace(" = ", ": ").rstrip().split("\n")]
            lines[-1] += ","
    return "\n".join([*lines, "}\n"])


def main() -> None:
    about = "Made by scripts/generate/unicode_tables.py: do not edit.\n\n"
    about += 'A packed set lists the gap before each run and the run\'s length, base 36.\n"""\n\n'
    library = f'"""The Unicode tables of Hugging Face `tokenizers`. {about}{library_tables()}'
    oniguruma = f'"""The Unicode tables of Oniguruma. {about}{oniguruma_tables()}'
    TARGET.joinpath("tables.py").write_text(library.rstrip() + "\n", encoding="utf-8")
    TARGET.joinpath("oniguruma_tables.py").write_text(oniguruma.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Difficult texts for tokenizers, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

SNIPPETS = (
    " ", "  ", "\t", "\n", "\r\n", "\n\n", "\x0b", "\x0c", "\x85", "\xa0", "\u2028", "\u3000", "\x00", "\x01",
    "\x1c", "\x7f", "\xad", "\ufffd", "\ufeff", "\u200b", "\u200d", "\u2060", "\u202e", "\U000e0001",
    "\U000f0000", "the", " the", " quick", "ing", "don't", "we'LL", "'S", "'ſ", "unbelievable", "HELLO",
    "x" * 101, "é" * 100, "3.14", "12345", "½", "²", "Ⅸ", "１２", "٣", "€", "$", "@", "://", "_", "--", "...",
    "“", "”", "’", "—", "¿", "«", "。", "、", "é", "e\u0301", "e\u0323\u0301", "\u0301", "\u0344", "\u0f81",
    "ñ", "İ", "ı", "ß", "ẞ", "ſ", "Σ", "ς", "ΑΣ", "ﬁ", "ﬃ", "Å", "Ω", "ǅ", "ŉ", "ΐ", "中", "国", "日本語", "𠀀",
    "豈", "ー", "カタ", "ｶﾞ", "ゟ", "ひら", "한", "각", "\u1112\u1161\u11ab", "ㅎ", "हिन्दी", "ไทย", "ำ",
    "עִבְרִית", "العربية", "\u0600", "Привет", "😀", "👨\u200d👩\u200d👧", "🇩🇪", "1\ufe0f\u20e3", "𝒜", "\u2581",
    "\u0378", "\U00011938", "\U0001e030", "\u1c89", "\ua7cb", "\u09fd", "[CLS]", "[MASK]", "[UNK]", "<s>",
    "</s>", "<pad>", "<mask>", "<EOT>", "<|endoftext|>", "<unk>", "<0x41>", "##ing",
)  # fmt: skip
ANY = st.characters(exclude_categories=["Cs"])
PIECES = st.one_of(
    st.sampled_from(SNIPPETS),
    st.sampled_from(SNIPPETS),
    st.text(st.characters(max_codepoint=126), max_size=8),
    st.text(ANY, max_size=3),
    st.text(st.characters(min_codepoint=0x300, max_codepoint=0x370), max_size=3),
    st.text(st.characters(min_codepoint=0x80, max_codepoint=0x2FFF), max_size=4),
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)

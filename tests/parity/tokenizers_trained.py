"""Tokenizers of kinds without a packaged file, trained on the spot by Hugging Face `tokenizers`."""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Callable, Iterator
from pydoc_data.topics import topics

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from tests.parity.conftest import real_tokenizer

FOREIGN = """
Straße, Übermut und Äpfel: größer als je zuvor. Élève, garçon, naïveté, où êtes-vous donc ? ¿Dónde está el niño?
Привет, как дела? Съешь ещё этих мягких французских булок. Γειά σου Κόσμε, τι κάνεις; שלום עולם. مرحبا بالعالم
今日は世界。私は東京に住んでいます。你好，世界！我们在北京。안녕하세요 세계. สวัสดีชาวโลก नमस्ते दुनिया 😀🎉 ½ ² € ﬁ Ⅸ
"""
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def corpus() -> Iterator[str]:
    for topic in sorted(topics)[:40]:
        yield from topics[topic].splitlines()
    for _ in range(20):
        yield from FOREIGN.splitlines()


def charsmap() -> normalizers.Normalizer:
    """Return the NMT NFKC map of T5, XLM-R and ALBERT, from a real file."""
    config = json.loads(real_tokenizer("traceforge").read_text(encoding="utf-8"))
    return normalizers.Precompiled(base64.b64decode(config["normalizer"]["normalizers"][0]["precompiled_charsmap"]))


def roberta() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        corpus(),
        trainers.BpeTrainer(vocab_size=2500, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False),
    )
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def roberta_with_prefix() -> Tokenizer:
    tokenizer = roberta()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=True)
    return tokenizer


def _unigram(normalizer: normalizers.Normalizer, pre_tokenizer: pre_tokenizers.PreTokenizer) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
    tokenizer.train_from_iterator(
        corpus(),
        trainers.UnigramTrainer(vocab_size=1800, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False),
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def xlm_roberta() -> Tokenizer:
    tokenizer = _unigram(charsmap(), pre_tokenizers.Metaspace())
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=True, special=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def deberta_v3() -> Tokenizer:
    normalizer = normalizers.Sequence(
        [normalizers.Strip(), normalizers.Replace(Regex(r"\s{2,}|[\n\r\t]"), " "), normalizers.NFC(), charsmap()]
    )
    tokenizer = _unigram(normalizer, pre_tokenizers.Metaspace(prepend_scheme="always"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s>:0 $A:0 </s>:0 $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_tokens([AddedToken("[MASK]", lstrip=True, rstrip=True), AddedToken("Python", single_word=True)])
    return tokenizer


def albert() -> Tokenizer:
    steps = [
        normalizers.Replace("``", '"'),
        normalizers.NFKD(),
        normalizers.StripAccents(),
        normalizers.Lowercase(),
        charsmap(),
    ]
    return _unigram(
        normalizers.Sequence(steps),
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]),
    )


def unigram_with_bytes() -> Tokenizer:
    config = json.loads(_unigram(charsmap(), pre_tokenizers.Metaspace(split=False)).to_str())
    config["model"]["byte_fallback"] = True
    config["model"]["vocab"] += [[f"<0x{byte:02X}>", -20.0] for byte in range(256)]
    return Tokenizer.from_str(json.dumps(config))


def llama() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer.train_from_iterator(
        corpus(),
        trainers.BpeTrainer(vocab_size=2500, special_tokens=SPECIAL + bytes_, limit_alphabet=120, show_progress=False),
    )
    config = json.loads(tokenizer.to_str())
    # The bytes are part of the vocabulary there; there are no special tokens and no pre-tokenization.
    config["added_tokens"] = config["added_tokens"][:4]
    config["pre_tokenizer"] = None
    config["decoder"] = {
        "type": "Sequence",
        "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0},
        ],
    }
    return Tokenizer.from_str(json.dumps(config))


def llama_3() -> Tokenizer:
    config = json.loads(roberta().to_str())
    config["model"]["ignore_merges"] = True
    pattern = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    pattern += r"|\s*[\r\n]+|\s+(?!\S)|\s+"
    split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    config["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [split, byte_level]}
    config["post_processor"] = byte_level | {"trim_offsets": False}
    return Tokenizer.from_str(json.dumps(config))


def clip() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=1500, special_tokens=SPECIAL, end_of_word_suffix="</w>", show_progress=False
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.decoder = decoders.BPEDecoder()
    return tokenizer


def bpe_with_prefix() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix="##"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.NFKD(), pre_tokenizers.BertPreTokenizer()
    trainer = trainers.BpeTrainer(
        vocab_size=1500, special_tokens=SPECIAL, continuing_subword_prefix="##", limit_alphabet=60, show_progress=False
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def bert() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    names = ["[UNK]", "[CLS]", "[SEP]"]
    tokenizer.train_from_iterator(
        corpus(), trainers.WordPieceTrainer(vocab_size=1500, special_tokens=names, show_progress=False)
    )
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def word_level() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.NFKC(), pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(
        corpus(), trainers.WordLevelTrainer(vocab_size=900, special_tokens=SPECIAL, show_progress=False)
    )
    return tokenizer


KINDS: dict[str, Callable[[], Tokenizer]] = {
    "RoBERTa-like": roberta,
    "RoBERTa-like, prefix space": roberta_with_prefix,
    "XLM-R-like": xlm_roberta,
    "DeBERTa-v3-like": deberta_v3,
    "ALBERT-like": albert,
    "Unigram with byte fallback": unigram_with_bytes,
    "Llama-like": llama,
    "Llama-3-like": llama_3,
    "CLIP-like": clip,
    "BPE with a subword prefix": bpe_with_prefix,
    "BERT-like, accents kept": bert,
    "WordLevel": word_level,
}


@functools.cache
def trained(kind: str) -> str:
    """Return the tokenizer.json of a kind."""
    return KINDS[kind]().to_str()

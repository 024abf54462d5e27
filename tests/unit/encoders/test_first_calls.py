"""The first calls that users of transformers and sentence-transformers write, as they write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tabside import sync
from tests.unit.encoders import tiny

NAMES = {
    "np": np, "EMBEDDER": tiny.EMBEDDER, "RANKER": tiny.RANKER, "NLI": tiny.NLI, "TAGGER": tiny.TAGGER,
    "FILLER": tiny.FILLER, "SENTIMENT": tiny.SENTIMENT,
    **{name: getattr(sync, name) for name in sync.__all__},
}  # fmt: skip
SETUP = """
texts = ["good film", "bad", "a film is good"]
pairs = [("where is berlin", "berlin is a film"), ("where", "good")]
"""
EMBED = "model = SentenceTransformer(EMBEDDER)\n"
CROSS = "model = CrossEncoder(RANKER)\n"
TOK = "tok = AutoTokenizer.from_pretrained(EMBEDDER)\n"
CHAT = 'chat = [{"role": "user", "content": "good film"}]\n'

CALLS = {
    # sentence-transformers
    "SentenceTransformer(id)": EMBED + "assert model.get_embedding_dimension() == 4",
    "encode(list)": EMBED + "assert model.encode(texts).shape == (3, 4)",
    "encode(text)": EMBED + "assert model.encode(texts[0]).shape == (4,)",
    "encode(batch_size)": EMBED + "assert (model.encode(texts, batch_size=2) == model.encode(texts)).all()",
    "encode(normalize_embeddings)": EMBED
    + "assert np.allclose(np.linalg.norm(model.encode(texts, normalize_embeddings=True), axis=1), 1)",
    "encode(convert_to_numpy)": EMBED + "assert model.encode(texts, convert_to_numpy=True).dtype == np.float32",
    "encode(convert_to_numpy=False)": EMBED + "assert len(model.encode(texts, convert_to_numpy=False)) == 3",
    "encode(show_progress_bar)": EMBED + "assert len(model.encode(texts, show_progress_bar=True)) == 3",
    "encode(prompt)": EMBED
    + "assert (model.encode('film', prompt='good ') == model.encode('good film')).all()",
    "encode(prompt_name)": EMBED
    + "assert (model.encode('film', prompt_name='query') == model.encode('good film')).all()",
    "encode(truncate_dim)": EMBED + "assert model.encode(texts, truncate_dim=2).shape == (3, 2)",
    "encode(precision)": EMBED + "assert model.encode(texts, precision='ubinary').dtype == np.uint8",
    "encode(output_value)": EMBED
    + "assert model.encode(texts, output_value='token_embeddings')[1].shape == (3, 4)",
    "encode(device)": EMBED + "assert len(model.encode(texts, device='cpu')) == 3",
    "encode(sentences)": EMBED + "assert len(model.encode(sentences=texts)) == 3",
    "encode_query": EMBED + "assert (model.encode_query('film') == model.encode('good film')).all()",
    "encode_document": EMBED + "assert (model.encode_document(['film']) == model.encode(['bad film'])).all()",
    "similarity": EMBED + "assert model.similarity(model.encode(texts), model.encode(texts)).shape == (3, 3)",
    "similarity_pairwise": EMBED
    + "v = model.encode(texts)\nassert np.allclose(model.similarity_pairwise(v, v), 1)",
    "max_seq_length": EMBED + "model.max_seq_length = 16\nassert model.get_max_seq_length() == 16",
    "get_sentence_embedding_dimension": EMBED + "assert model.get_sentence_embedding_dimension() == 4",
    "SentenceTransformer(truncate_dim)":
    "assert SentenceTransformer(EMBEDDER, truncate_dim=3).encode('a').shape == (3,)",
    "SentenceTransformer(device)": "assert SentenceTransformer(EMBEDDER, device='cpu').device == 'cpu'",
    "SentenceTransformer(prompts)":
    "model = SentenceTransformer(EMBEDDER, prompts={'x': 'good '}, default_prompt_name='x')\n"
    "assert (model.encode('film') == model.encode('good film', prompt='')).all()",
    "SentenceTransformer(backend)": "SentenceTransformer(EMBEDDER, backend='onnx', model_kwargs={'dtype': 'fp32'})",
    "tokenize": EMBED + "assert model.tokenize(texts)['input_ids'].shape == (3, 6)",
    "tokenizer": EMBED + "assert model.tokenizer(texts[0]).input_ids[0] == 2",
    "truncate_embeddings": EMBED + "with model.truncate_embeddings(2):\n    assert model.encode('a').shape == (2,)",
    "CrossEncoder.predict": CROSS + "assert model.predict(pairs).shape == (2,)",
    "CrossEncoder.predict(pair)": CROSS + "assert np.ndim(model.predict(pairs[0])) == 0",
    "CrossEncoder.predict(sigmoid)": CROSS
    + "assert np.allclose(model.predict([('good', 'a')]), 1 / (1 + np.exp(-1)))",
    "CrossEncoder.predict(options)": CROSS
    + "assert len(model.predict(pairs, batch_size=1, show_progress_bar=False, convert_to_numpy=True)) == 2",
    "CrossEncoder.predict(activation_fn)": CROSS
    + "assert model.predict([('good', 'a')], activation_fn=lambda x: x * 2)[0] == 2",
    "CrossEncoder.predict(NLI)": "assert CrossEncoder(NLI).predict(pairs).shape == (2, 3)",
    "CrossEncoder.predict(apply_softmax)": "rows = CrossEncoder(NLI).predict(pairs, apply_softmax=True)\n"
    "assert np.allclose(rows.sum(axis=1), 1)",
    "CrossEncoder.rank": CROSS
    + "assert model.rank('where', texts, top_k=2, return_documents=True)[0]['text'] in texts",
    "CrossEncoder(max_length)": "assert CrossEncoder(RANKER, max_length=16).max_length == 16",
    "CrossEncoder(activation_fn)": "assert CrossEncoder(RANKER, activation_fn='identity').predict(('good', 'a')) == 1",
    # transformers: pipelines
    "pipeline(aggregation_strategy)": "ner = pipeline('ner', TAGGER, aggregation_strategy='simple')\n"
    "assert ner('good')[0]['entity_group'] == 'Y'",
    "pipeline(device=-1)": "pipeline('ner', TAGGER, device=-1)('good')",
    "pipeline(top_k=None)": "assert len(pipeline('text-classification', SENTIMENT, top_k=None)('good')) == 2",
    "pipeline(model=)": "assert pipeline(task='sentiment-analysis', model=SENTIMENT)('good')[0]['label'] == 'POS'",
    "truncation":
    "assert pipeline('text-classification', SENTIMENT)('bad ' * 90 + 'good', truncation=True, max_length=8)",
    "batch_size": "assert len(pipeline('text-classification', SENTIMENT)(texts, batch_size=2)) == 3",
    "padding": "assert len(pipeline('text-classification', SENTIMENT)(texts, padding=True, truncation=True)) == 3",
    "feature-extraction(return_tensors)": "pipe = pipeline('feature-extraction', EMBEDDER)\n"
    "assert pipe('good', return_tensors='np')[0].shape == (3, 4)",
    "feature-extraction(tokenize_kwargs)": "pipe = pipeline('feature-extraction', EMBEDDER)\n"
    "assert pipe('good ' * 50, tokenize_kwargs={'truncation': True, 'max_length': 8})[0].shape == (8, 4)",
    "fill-mask": "assert len(pipeline('fill-mask', FILLER, top_k=3)('good [MASK]')) == 3",
    "zero-shot": "assert len(pipeline('zero-shot-classification', NLI)('good', ['a', 'film'])['labels']) == 2",
    # transformers: tokenizers and models
    "tok(text)": TOK + "assert tok('good film')['input_ids'] == [2, 5, 7, 3]",
    "tok(texts, padding, return_tensors)": TOK
    + "batch = tok(texts, padding=True, truncation=True, return_tensors='np')\n"
    "assert batch['input_ids'].shape == batch.attention_mask.shape == (3, 6)",
    "tok(text, pair)": TOK + "assert tok('good', 'film').token_type_ids == [0, 0, 0, 1, 1]",
    "tok(max_length)": TOK + "assert tok('good ' * 9, max_length=4, truncation=True)['input_ids'] == [2, 5, 5, 3]",
    "tok(padding='max_length')": TOK + "assert len(tok('good', padding='max_length', max_length=8).input_ids) == 8",
    "tok(return_offsets_mapping)": TOK
    + "assert tok('good', return_offsets_mapping=True)['offset_mapping'] == [(0, 0), (0, 4), (0, 0)]",
    "tok(is_split_into_words)": TOK
    + "assert tok(['good', 'film'], is_split_into_words=True).word_ids() == [None, 0, 1, None]",
    "tok.tokenize": TOK + "assert tok.tokenize('good film') == ['good', 'film']",
    "tok.convert": TOK + "assert tok.convert_ids_to_tokens(tok.convert_tokens_to_ids(['good'])) == ['good']",
    "tok.decode": TOK + "assert tok.decode([2, 5, 3]) == '[CLS] good [SEP]'",
    "tok.batch_decode": TOK + "assert tok.batch_decode([[2, 5, 3]], skip_special_tokens=True) == ['good']",
    "tok.pad_token_id": TOK + "assert (tok.pad_token, tok.pad_token_id, tok.vocab_size) == ('[PAD]', 0, 12)",
    "tok.apply_chat_template": TOK + CHAT
    + "text = tok.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)\n"
    "assert text == 'user: good film\\nassistant:'",
    "tok.apply_chat_template(ids)": TOK + CHAT
    + "assert tok.apply_chat_template(chat, return_tensors='np')['input_ids'].shape[0] == 1",
    "AutoModel": TOK + "model = AutoModel.from_pretrained(EMBEDDER)\n"
    "out = model(**tok(texts, padding=True, return_tensors='np'))\n"
    "assert out.last_hidden_state.shape == out[0].shape == (3, 6, 4)",
    "AutoModelForSequenceClassification": TOK
    + "model = AutoModelForSequenceClassification.from_pretrained(SENTIMENT)\n"
    "logits = model(**tok('good', return_tensors='np')).logits\n"
    "assert model.config.id2label[int(logits.argmax(-1)[0])] == 'POS'",
    "AutoModelForTokenClassification": TOK + "model = AutoModelForTokenClassification.from_pretrained(TAGGER)\n"
    "assert model(**tok('good', return_tensors='np')).logits.shape == (1, 3, 3)",
    "AutoConfig": "assert AutoConfig.from_pretrained(SENTIMENT).num_labels == 2",
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_first_call_works(hub: Any, call: Any) -> None:
    exec(SETUP + call, dict(NAMES))


def test_there_are_as_many_as_were_counted() -> None:
    assert len(CALLS) >= 61


REFUSED = {
    "torch": (EMBED + "model.encode(texts, convert_to_tensor=True)", "PyTorch"),
    "another device": (EMBED + "model.encode(texts, device='cuda:1')", "device"),
    "pools": (EMBED + "model.encode(texts, pool={1: 2})", "pool"),
    "remote code": ("SentenceTransformer(EMBEDDER, trust_remote_code=True)", "trust_remote_code"),
    "a torch backend": ("SentenceTransformer(EMBEDDER, backend='torch')", "onnxruntime"),
    "model_kwargs": ("SentenceTransformer(EMBEDDER, model_kwargs={'attn': 1})", "attn"),
    "an unknown prompt": (EMBED + "model.encode('a', prompt_name='nothing')", "no prompt"),
    "a length over the limit": (EMBED + "model.max_seq_length = 4000", "from 4 to 32"),
    "another number of labels": ("CrossEncoder(RANKER, num_labels=3)", "1 labels"),
    "ranking by three labels": ("CrossEncoder(NLI).rank('a', texts)", "one label"),
    "a preset that no call takes": ("pipeline('ner', TAGGER, grouped_entities=True)", "grouped_entities"),
    "a torch dtype": ("pipeline('ner', TAGGER, torch_dtype='float16')", "dtype"),
    "a text over the limit": (
        "pipeline('text-classification', SENTIMENT)('good ' * 90, truncation=False)", "truncation is off",
    ),
    "torch tensors": (TOK + "tok('good', return_tensors='pt')", "NumPy"),
    "rows of different lengths": (TOK + "tok(texts, return_tensors='np')", "padding=True"),
    "a chat template that refuses": (
        TOK + CHAT + "tok.apply_chat_template(chat, chat_template=\"{{ raise_exception('no') }}\")", "refuses",
    ),
    "a chat template that reaches for Python": (
        TOK + CHAT + "tok.apply_chat_template(chat, chat_template='{{ messages.__class__.__mro__ }}')", "refuses",
    ),
    "another kind of model": ("AutoModelForQuestionAnswering.from_pretrained(SENTIMENT)", "start_logits"),
    "an unknown input": (
        "AutoModel.from_pretrained(EMBEDDER)(input_ids=[[1]], pixel_values=1)", "pixel_values",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_supported_is_refused_by_name(hub: Any, call: Any, message: Any) -> None:
    from tabside.errors import InputError

    with pytest.raises(InputError, match=message):
        exec(SETUP + call, dict(NAMES))

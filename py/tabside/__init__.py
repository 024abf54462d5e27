"""Transformers-style pipelines in Python, inside a browser tab and on CPython.

Importing loads nothing: each name imports its module on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Bound here, or else the first import of the module of that name would replace it.
from .env import env
from .release import VERSION

if TYPE_CHECKING:
    from . import errors, hub, ocr, runtime, sync
    from .auto import AutoConfig, AutoTokenizer
    from .auto_model import (
        AutoModel,
        AutoModelForMaskedLM,
        AutoModelForQuestionAnswering,
        AutoModelForSequenceClassification,
        AutoModelForTokenClassification,
    )
    from .classifiers import Classifier
    from .corpus.corpus import Corpus
    from .errors import TabsideError
    from .inference_session import InferenceSession
    from .model_cache import models
    from .pipelines import pipeline
    from .redaction.redactor import Redaction, Redactor
    from .redaction.second_opinion import SecondOpinion
    from .runtime import Session, Tensor
    from .sentence_transformers import CrossEncoder, SentenceTransformer
    from .tokenizers import Encoding, Tokenizer
    from .types import Finding, Progress, TokenPrediction

__all__ = [
    "AutoConfig",
    "AutoModel",
    "AutoModelForMaskedLM",
    "AutoModelForQuestionAnswering",
    "AutoModelForSequenceClassification",
    "AutoModelForTokenClassification",
    "AutoTokenizer",
    "Classifier",
    "Corpus",
    "CrossEncoder",
    "Encoding",
    "Finding",
    "InferenceSession",
    "Progress",
    "Redaction",
    "Redactor",
    "SecondOpinion",
    "SentenceTransformer",
    "Session",
    "TabsideError",
    "Tensor",
    "TokenPrediction",
    "Tokenizer",
    "env",
    "errors",
    "hub",
    "models",
    "ocr",
    "pipeline",
    "runtime",
    "sync",
]

__version__ = VERSION

_HOMES = {
    "AutoConfig": ".auto",
    "AutoModel": ".auto_model",
    "AutoModelForMaskedLM": ".auto_model",
    "AutoModelForQuestionAnswering": ".auto_model",
    "AutoModelForSequenceClassification": ".auto_model",
    "AutoModelForTokenClassification": ".auto_model",
    "AutoTokenizer": ".auto",
    "Classifier": ".classifiers",
    "Corpus": ".corpus",
    "CrossEncoder": ".sentence_transformers",
    "Encoding": ".tokenizers",
    "Finding": ".types",
    "InferenceSession": ".inference_session",
    "Progress": ".types",
    "Redaction": ".redaction.redactor",
    "Redactor": ".redaction.redactor",
    "SecondOpinion": ".redaction.second_opinion",
    "SentenceTransformer": ".sentence_transformers",
    "Session": ".runtime",
    "TabsideError": ".errors",
    "Tensor": ".runtime",
    "TokenPrediction": ".types",
    "Tokenizer": ".tokenizers",
    "models": ".model_cache",
    "pipeline": ".pipelines",
}
_MODULES = ("errors", "hub", "ocr", "runtime", "sync")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

"""Classifiers with custom labels over embeddings, trained from label descriptions or from a few examples each."""

from .classifier import Classifier
from .definition import ClassifierDefinition, Embedder, Label
from .evaluation import Evaluation, LabelEvaluation

__all__ = ["Classifier", "ClassifierDefinition", "Embedder", "Evaluation", "Label", "LabelEvaluation"]

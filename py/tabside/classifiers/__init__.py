"""Classifiers with labels of one's own, over embeddings: by descriptions of the labels, or by some examples of each."""

from .classifier import Classifier
from .definition import ClassifierDefinition, Embedder, Label
from .evaluation import Evaluation, LabelEvaluation

__all__ = ["Classifier", "ClassifierDefinition", "Embedder", "Evaluation", "Label", "LabelEvaluation"]

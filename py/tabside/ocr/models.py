"""Ids of the models that read text."""

from __future__ import annotations

__all__ = ["DETECTOR", "FAST_RECOGNIZER", "RECOGNIZER"]

DETECTOR = "PaddlePaddle/PP-OCRv6_tiny_det_onnx"
RECOGNIZER = "PaddlePaddle/PP-OCRv6_small_rec_onnx"
FAST_RECOGNIZER = "PaddlePaddle/PP-OCRv6_tiny_rec_onnx"

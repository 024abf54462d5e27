"""Benchmark of OCR: invented pages in seven languages, rendered by Chromium, compared with Tesseract."""

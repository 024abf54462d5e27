"""How well pages are read: invented pages in seven languages, drawn by Chromium, beside Tesseract."""

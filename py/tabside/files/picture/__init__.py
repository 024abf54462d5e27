"""Pictures: recognize the text (OCR), paint over personal data, and rewrite the picture from its pixels."""

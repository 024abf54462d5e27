"""Pictures: text is read (OCR), what is personal is painted over, and the picture is written anew from its pixels."""

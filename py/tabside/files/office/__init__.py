"""Read and redact Office Open XML files: .docx, .xlsx and .pptx (ECMA-376)."""

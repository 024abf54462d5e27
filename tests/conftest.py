"""What all tests share: the model mirror of this checkout, never the user's own cache."""

from __future__ import annotations

import os
from pathlib import Path

MIRROR = Path(__file__).parents[1] / "models" / ".cache"

# A test that needs a model finds it here; scripts and `serve.py` fill the same folder.
os.environ["TABSIDE_CACHE"] = str(MIRROR)

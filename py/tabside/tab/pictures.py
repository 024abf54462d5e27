"""Pictures in a tab: the worker decodes them with createImageBitmap and encodes them with an OffscreenCanvas."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pyodide.ffi import to_js

from ..errors import FileTooLargeError, FileUnsupportedError
from ..pictures.picture import MOST_PIXELS, Picture
from .host import host, settle
from .packages import load_numpy

__all__ = ["BrowserCodec"]

_QUALITY = 0.9
"""The quality of JPEG and lossy WebP: browsers do not report the original quality."""


@dataclass(frozen=True, slots=True)
class BrowserCodec:
    """Decodes and encodes PNG, JPEG and WebP. Pixels cross as RGBA, one copy each way."""

    async def decode(self, data: bytes, format: str) -> Picture:
        await load_numpy()
        import numpy as np

        if format == "TIFF":
            raise FileUnsupportedError("Browsers cannot decode TIFF. Save it as .png, or use tabside's command line.")
        answer = await settle(host().decodePicture(to_js(data), f"image/{format.lower()}", MOST_PIXELS))
        facts = json.loads(answer[0])
        if facts["is_too_large"]:
            raise FileTooLargeError(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.")
        rgba = np.frombuffer(answer[1].to_bytes(), np.uint8).reshape(facts["height"], facts["width"], 4)
        warnings: tuple[str, ...] = ()
        if rgba[..., 3].min() < 255:
            from ..pictures.flattening import FILLED, flat

            rgba, warnings = flat(rgba), (FILLED,)
        pixels = np.ascontiguousarray(rgba[..., :3])
        is_grey = np.array_equal(pixels[..., 0], pixels[..., 1]) and np.array_equal(pixels[..., 0], pixels[..., 2])
        how = {"quality": 1.0 if format == "WEBP" and b"VP8L" in data[:64] else _QUALITY}
        return Picture(format, [np.ascontiguousarray(pixels[..., 0]) if is_grey else pixels], how, warnings)

    async def encode(self, picture: Picture) -> bytes:
        import numpy as np

        (frame,) = picture.frames
        height, width = frame.shape[:2]
        rgba = np.full((height, width, 4), 255, np.uint8)
        rgba[..., :3] = frame if frame.ndim == 3 else frame[..., None]
        facts = {
            "width": width, "height": height, "type": f"image/{picture.format.lower()}",
            "quality": picture.how.get("quality", _QUALITY),
        }  # fmt: skip
        written: bytes = (await settle(host().encodePicture(json.dumps(facts), to_js(rgba.tobytes())))).to_bytes()
        return written

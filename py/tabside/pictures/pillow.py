"""Pictures on CPython, by Pillow: decoded upright and in sRGB, rewritten with their original settings."""

from __future__ import annotations

import asyncio
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import FileError, FileTooLargeError, FileUnsupportedError
from .flattening import FILLED, flat
from .picture import MOST_PIXELS, Picture

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["PillowCodec"]

_MOST_FRAMES = 500
_WEBP_QUALITY = 90
"""A lossy WebP does not say how it was compressed."""
_TIFF_COMPRESSIONS = frozenset(("group3", "group4", "tiff_lzw", "tiff_adobe_deflate", "packbits", "raw"))
_BILEVEL = frozenset(("group3", "group4"))


@dataclass(frozen=True, slots=True)
class PillowCodec:
    """Decodes and encodes in a thread, so that other calls go on meanwhile."""

    async def decode(self, data: bytes, format: str) -> Picture:
        return await asyncio.to_thread(_decode, data, format)

    async def encode(self, picture: Picture) -> bytes:
        return await asyncio.to_thread(_encode, picture)


def _decode(data: bytes, format: str) -> Picture:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise FileUnsupportedError('Pictures need Pillow and NumPy: pip install "tabside[ocr]".') from None
    try:
        with warnings.catch_warnings():
            # Pixels are counted below; a warning about them, or about odd tags, says nothing more.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=(format,)) as image:
                return _picture(image, data, format)
    except UnidentifiedImageError:
        raise FileUnsupportedError("This is no picture of the kind that its name says.") from None
    except Image.DecompressionBombError:
        raise FileTooLargeError(_too_large()) from None
    except FileError:
        raise
    except Exception:
        # A hostile file may cause any exception; each means that the file cannot be read.
        raise FileError("This picture is broken: it cannot be decoded.") from None


def _picture(image: Image.Image, data: bytes, format: str) -> Picture:
    count = getattr(image, "n_frames", 1)
    if count > 1 and format != "TIFF":
        raise FileUnsupportedError("Pictures that move are not read. Save single pictures of it.")
    if count > _MOST_FRAMES:
        raise FileTooLargeError(f"This picture has more than {_MOST_FRAMES} pages.")
    how = dict(_how(image, data, format))
    warned: list[str] = []
    frames = []
    for number in range(count):
        image.seek(number)
        if image.width * image.height > MOST_PIXELS:
            raise FileTooLargeError(_too_large())
        frames.append(_pixels(image, warned))
    return Picture(format, frames, how, tuple(dict.fromkeys(warned)))


def _pixels(image: Image.Image, warned: list[str]) -> Any:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    upright = _in_srgb(upright)
    if upright.mode.startswith("I") or upright.mode == "F":
        # 16 bits a pixel: the upper eight are kept.
        values = np.asarray(upright, np.float64)
        most = 65535 if upright.mode.startswith("I") else max(1.0, float(values.max(initial=0.0)))
        return np.clip(values * (255 / most), 0, 255).astype(np.uint8)
    if upright.has_transparency_data:
        warned.append(FILLED)
        return flat(np.asarray(upright.convert("RGBA")))
    return np.asarray(upright.convert("L" if upright.mode in ("1", "L") else "RGB"))


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring colours from the picture's own profile to sRGB, for the profile is not written."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    from PIL import ImageCms

    try:
        target = "RGB" if image.mode == "CMYK" else image.mode
        shown = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=target
        )
    except (ImageCms.PyCMSError, ValueError, OSError):
        return image
    return shown or image


def _how(image: Image.Image, data: bytes, format: str) -> Iterator[tuple[str, Any]]:
    """Yield how the picture is written again: settings of Pillow's `save`."""
    dpi = image.info.get("dpi")
    if dpi and all(0 < float(side) < 10_000 for side in dpi):
        yield "dpi", (float(dpi[0]), float(dpi[1]))
    if format == "JPEG":
        from PIL import JpegImagePlugin

        tables = getattr(image, "quantization", None)
        if tables and image.mode in ("L", "RGB"):
            yield "qtables", {number: list(table) for number, table in tables.items()}
            yield "subsampling", JpegImagePlugin.get_sampling(image)
        else:
            yield "quality", _WEBP_QUALITY
        if image.info.get("progressive"):
            yield "progressive", True
    if format == "WEBP":
        lossless = b"VP8L" in data[:64]
        yield "lossless", lossless
        if not lossless:
            yield "quality", _WEBP_QUALITY
    if format == "TIFF":
        compression = image.info.get("compression")
        yield "compression", compression if compression in _TIFF_COMPRESSIONS else "tiff_adobe_deflate"
    if image.mode == "1":
        yield "bilevel", True


def _encode(picture: Picture) -> bytes:
    how: dict[str, Any] = dict(picture.how)
    is_bilevel = bool(how.pop("bilevel", False))
    if not is_bilevel and how.get("compression") in _BILEVEL:
        how["compression"] = "tiff_adobe_deflate"
    images = [_image(frame, is_bilevel) for frame in picture.frames]
    if picture.format == "JPEG" and len(how.get("qtables", ())) < 2 and images[0].mode == "RGB":
        how.pop("qtables", None)
        how.pop("subsampling", None)
        how.setdefault("quality", _WEBP_QUALITY)
    further: Mapping[str, Any] = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    written = io.BytesIO()
    images[0].save(written, picture.format, **how, **further)
    return written.getvalue()


def _image(frame: Any, is_bilevel: bool) -> Image.Image:
    from PIL import Image

    image = Image.fromarray(frame)
    return image.convert("1", dither=Image.Dither.NONE) if is_bilevel else image


def _too_large() -> str:
    return f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels."

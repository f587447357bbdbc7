"""Photos as others may see them: upright, re-drawn, without anything but the picture.

A phone writes into a photo where it was taken, when and with which device. The place is
read out for the administrators and nothing else is passed on: what people are shown is a
picture drawn anew, so that no hidden part of the original travels with it.
"""

import math
import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageOps

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MOST_PIXELS = 64_000_000  # 192 MB when open; a phone's usual photo has 12 to 50 million
LONGEST_SIDE = 4096  # pixels: a number plate in a 12-megapixel photo stays readable
THUMBNAIL_SIDE = 320
QUALITY, THUMBNAIL_QUALITY = 88, 75
SMOOTH = frozenset(
    {"L", "LA", "RGB", "RGBA", "CMYK"}
)  # kinds of colour that are scaled as they are
POLE, DATE_LINE = 90.0, 180.0  # degrees
BROKEN = (  # whatever Pillow makes of bytes that only begin like a picture
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
    MemoryError,
)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class TooManyPixels(Exception):
    """Opening this picture would take more memory than a photo may."""


class BrokenPicture(Exception):
    """This is not a whole picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is made from a photo: two JPEGs without metadata, and where it says it was taken."""

    shown: bytes  # at most LONGEST_SIDE pixels
    thumbnail: bytes  # at most THUMBNAIL_SIDE pixels
    location: (
        tuple[float, float] | None
    )  # latitude and longitude, in degrees (WGS 84); unverified


def redraw(content: bytes, media_type: str) -> Picture:
    """Draw a photo anew; `media_type` is a key of FORMATS. TooManyPixels, BrokenPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(content, FORMATS[media_type])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise BrokenPicture(type(error).__name__) from error


def _redrawn(content: bytes, form: str) -> Picture:
    with Image.open(BytesIO(content), formats=[form]) as opened:
        location = _location(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        image = opened if opened.mode in SMOOTH else opened.convert("RGBA")
        image.thumbnail(
            (LONGEST_SIDE, LONGEST_SIDE)
        )  # first of all: the rest is done with copies
        upright = _on_white(ImageOps.exif_transpose(image))
    return Picture(
        _jpeg(upright, LONGEST_SIDE, QUALITY),
        _jpeg(upright, THUMBNAIL_SIDE, THUMBNAIL_QUALITY),
        location,
    )


def _on_white(image: Image.Image) -> Image.Image:
    """What is see-through becomes white, as on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper


def _jpeg(image: Image.Image, side: int, quality: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    copy.info.clear()  # comments and profiles would be saved along
    out = BytesIO()
    copy.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _location(gps: dict[int, Any]) -> tuple[float, float] | None:
    """What the GPS part of an EXIF says; None when it says nothing believable."""
    latitude = _degrees(
        gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", POLE
    )
    longitude = _degrees(
        gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", DATE_LINE
    )
    if (
        latitude is None or longitude is None or latitude == longitude == 0
    ):  # 0,0: a phone without a fix
        return None
    return latitude, longitude


def _degrees(
    gps: dict[int, Any], value: int, side: int, negative: str, most: float
) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[value])
    except (*BROKEN,):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle) or not 0 <= angle <= most:
        return None
    written = str(gps.get(side, "")).strip("\0 ").upper()
    return round(-angle if written == negative else angle, 6)

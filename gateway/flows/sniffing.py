"""What a file is, by its first bytes. What its sender calls it does not matter.

Only kinds we take are known here; everything else is None. The signatures are those of
the formats' own specifications (ISO 14496-12 for `ftyp`, RFC 3533 for Ogg, RFC 4867 for AMR).
"""

import re

FTYP = slice(4, 8)
BRAND = slice(8, 12)
OGG_CODEC = slice(28, 36)  # of a first page with one segment
START = 64 * 1024  # bytes in which a Word file names its parts

BRANDS = (  # the major brand of an ISO base media file begins with one of these
    ((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
    ((b"M4A ", b"M4B ", b"F4A "), "audio/mp4"),
    ((b"3gp", b"3g2", b"3ge", b"3gg"), "video/3gpp"),
    (
        (
            b"isom",
            b"iso2",
            b"iso4",
            b"iso5",
            b"iso6",
            b"mp41",
            b"mp42",
            b"avc1",
            b"M4V ",
            b"dash",
            b"MSNV",
            b"qt  ",
        ),
        "video/mp4",
    ),
)
OGG_AUDIO = (b"OpusHead", b"\x01vorbis", b"Speex   ")
MARKS = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"ID3[\x02-\x04]"), "audio/mpeg"),
    (
        re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]"),
        "audio/mpeg",
    ),  # layer III, a known bit rate
    (re.compile(rb"#!AMR(-WB)?\n"), "audio/amr"),
    (re.compile(rb"%PDF-[12]\.\d"), "application/pdf"),
    (re.compile(rb"(\xef\xbb\xbf)?BEGIN:VCARD\r?\n", re.IGNORECASE), "text/vcard"),
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_PARTS = (b"[Content_Types].xml", b"word/document.xml")
MACROS = b"vbaProject.bin"

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/amr": "amr",
    "application/pdf": "pdf",
    "text/vcard": "vcf",
    WORD: "docx",
}


def media_type(content: bytes) -> str | None:
    """The type of a file we take, a key of ENDINGS; None for any other."""
    if content[FTYP] == b"ftyp":
        return next(
            (kind for brands, kind in BRANDS if content[BRAND].startswith(brands)), None
        )
    if content.startswith(b"OggS"):
        return "audio/ogg" if content[OGG_CODEC].startswith(OGG_AUDIO) else None
    if content.startswith(b"PK\x03\x04"):
        return WORD if _is_word(content) else None
    return next((kind for mark, kind in MARKS if mark.match(content)), None)


def is_error_page(content: bytes, claimed: str) -> bool:
    """Whether a provider answered with words in the place of a photo, a sound or a film."""
    recorded = claimed.startswith(("image/", "audio/", "video/"))
    return recorded and content[:START].lstrip()[:1] in (b"<", b"{")


def _is_word(content: bytes) -> bool:
    """Its parts are named, and none is a program. We never unpack it, so this is all we ask."""
    return all(part in content for part in WORD_PARTS) and MACROS not in content

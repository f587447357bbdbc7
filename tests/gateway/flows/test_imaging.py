"""What a file is, and what is made of a photo before anybody sees it."""

import math
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from files_server import DOCX, HERE, PDF, VCARD, bomb, iso, photo
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from gateway.flows import imaging, sniffing
from gateway.flows.imaging import BrokenPicture, TooManyPixels, redraw
from gateway.simulator.samples import SAMPLES, voice

WORD = sniffing.WORD


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(photo(8, 8), "image/jpeg", id="a photo"),
        pytest.param(photo(8, 8, form="PNG"), "image/png", id="a screenshot"),
        pytest.param(photo(8, 8, form="WEBP"), "image/webp", id="T26 a sticker"),
        pytest.param(iso(b"heic"), "image/heic", id="an iPhone's photo"),
        pytest.param(iso(b"mif1"), "image/heic", id="another HEIF"),
        pytest.param(iso(b"isom"), "video/mp4", id="T29 a film"),
        pytest.param(iso(b"mp42"), "video/mp4", id="another film"),
        pytest.param(iso(b"3gp4"), "video/3gpp", id="a simple phone's film"),
        pytest.param(iso(b"M4A "), "audio/mp4", id="an iPhone's recording"),
        pytest.param(voice(0.1), "audio/ogg", id="T25 a voice note"),
        pytest.param(
            b"ID3\x04\x00" + bytes(40), "audio/mpeg", id="a song with its title"
        ),
        pytest.param(b"\xff\xfb\x90\x64" + bytes(40), "audio/mpeg", id="a song"),
        pytest.param(
            b"#!AMR\n" + bytes(40), "audio/amr", id="an old phone's recording"
        ),
        pytest.param(
            b"#!AMR-WB\n" + bytes(40), "audio/amr", id="a wide-band recording"
        ),
        pytest.param(PDF, "application/pdf", id="T28 a letter"),
        pytest.param(
            zipped("[Content_Types].xml", "word/document.xml"), WORD, id="a Word file"
        ),
        pytest.param(DOCX, WORD, id="a Word file by its parts"),
        pytest.param(VCARD, "text/vcard", id="T27 a contact"),
        pytest.param(
            zipped("[Content_Types].xml", "xl/workbook.xml"), None, id="a spreadsheet"
        ),
        pytest.param(
            zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            None,
            id="a macro",
        ),
        pytest.param(zipped("a.txt"), None, id="an archive"),
        pytest.param(b"MZ" + bytes(60), None, id="a program"),
        pytest.param(b"\x7fELF" + bytes(60), None, id="another program"),
        pytest.param(b"dex\n035" + bytes(60), None, id="an app's code"),
        pytest.param(b"<html><script>alert(1)</script>", None, id="a page"),
        pytest.param(b"<svg onload='alert(1)'/>", None, id="a drawing that runs"),
        pytest.param(b"GIF89a" + bytes(20), None, id="an animation"),
        pytest.param(
            b"OggS\x00\x02" + bytes(22) + b"\x80theora", None, id="a film in Ogg"
        ),
        pytest.param(iso(b"crx "), None, id="a camera's raw file"),
        pytest.param(b"\xff\xfe\x00\x00", None, id="text that begins like a sound"),
        pytest.param(
            b"   %PDF-1.4", None, id="a letter that begins with something else"
        ),
        pytest.param(b"\xff", None, id="one byte"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(content, kind):
    assert sniffing.media_type(content) == kind


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_the_simulators_phones_send_is_what_they_say(kind):
    media_type, _, content = SAMPLES[kind]
    assert sniffing.media_type(content) == media_type


def test_every_kind_has_an_ending():
    kinds = {kind for _, kind in sniffing.BRANDS} | {kind for _, kind in sniffing.MARKS}
    assert kinds | {"audio/ogg", WORD} == set(sniffing.ENDINGS)


# --- Pictures


def drawn(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_read_and_then_gone(form):
    content = photo(form=form, at=HERE)
    picture = redraw(content, f"image/{form.lower()}")
    assert b"TelefonRahasia" in content
    assert picture.location == pytest.approx(HERE, abs=1e-5)
    for made in (picture.shown, picture.thumbnail):
        assert b"TelefonRahasia" not in made
        assert b"Exif" not in made
        assert dict(drawn(made).getexif()) == {}
        assert set(drawn(made).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
        }


def test_what_hides_in_other_parts_is_gone_too():
    """XMP, comments and text chunks can name the place as well."""
    image, out, notes = Image.new("RGB", (8, 8)), BytesIO(), PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", "<exif:GPSLatitude>9,39.4S</exif:GPSLatitude>")
    image.save(out, "PNG", pnginfo=notes)
    comment = BytesIO()
    image.save(comment, "JPEG", comment=b"rumah Budi", icc_profile=b"profile")
    assert b"GPS" not in redraw(out.getvalue(), "image/png").shown
    made = redraw(comment.getvalue(), "image/jpeg").shown
    assert b"rumah Budi" not in made
    assert b"profile" not in made


def test_bytes_behind_the_picture_do_not_travel_on():
    """A file that is a picture and something else, too."""
    assert (
        b"<script>"
        not in redraw(photo() + b"<script>alert(1)</script>", "image/jpeg").shown
    )


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (640, 480), (10, 10)),
        (3, (640, 480), (10, 470)),
        (6, (480, 640), (470, 10)),
        (8, (480, 640), (10, 10)),
    ],
    ids=["upright", "upside down", "turned right", "turned left"],
)
def test_a_photo_is_turned_upright(orientation, size, red_at):
    shown = drawn(redraw(photo(orientation=orientation), "image/jpeg").shown)
    red, _, blue = shown.getpixel(red_at)
    assert shown.size == size
    assert (red > 200, blue < 50) == (True, True)


@pytest.mark.parametrize(
    ("given", "shown", "thumbnail"),
    [
        pytest.param((640, 480), (640, 480), (320, 240), id="a usual one"),
        pytest.param((100, 50), (100, 50), (100, 50), id="a small one is not blown up"),
        pytest.param(
            (6000, 4000), (4096, 2731), (320, 213), id="a large one is drawn smaller"
        ),
        pytest.param((3000, 20), (3000, 20), (320, 2), id="a strip"),
    ],
)
def test_the_sizes_people_see(given, shown, thumbnail):
    picture = redraw(photo(*given), "image/jpeg")
    assert drawn(picture.shown).size == pytest.approx(shown, abs=1)
    assert drawn(picture.thumbnail).size == pytest.approx(thumbnail, abs=1)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_way_of_keeping_colours_can_be_drawn(form, mode):
    out = BytesIO()
    Image.new(mode, (20, 20)).save(out, form)
    assert drawn(redraw(out.getvalue(), f"image/{form.lower()}").shown).mode == "RGB"


def test_what_is_see_through_is_drawn_on_white():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert drawn(redraw(out.getvalue(), "image/png").shown).getpixel((10, 10)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    "gps",
    [
        pytest.param((0.0, 0.0), id="a phone without a fix"),
        pytest.param((91.0, 120.0), id="north of the pole"),
        pytest.param((9.0, 181.0), id="east of the date line"),
        pytest.param(None, id="no place"),
    ],
)
def test_a_place_nobody_can_be_at_is_none(gps):
    assert redraw(photo(at=gps), "image/jpeg").location is None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {1: "S", 2: (9.0, 39.0, 24.0)},
        {1: "S", 2: (9.0,), 3: "E", 4: (120.0,)},
        {1: "S", 2: "sembilan", 3: "E", 4: None},
        {1: "S", 2: (math.nan, 0, 0), 3: "E", 4: (120.0, 0, 0)},
        {1: 5, 2: (-9.0, 0, 0), 3: b"\xff", 4: (120.0, 0, 0)},
    ],
    ids=["nothing", "half", "degrees only", "words", "not a number", "negative"],
)
def test_a_place_that_is_not_written_as_places_are_is_none(values):
    assert imaging._location(values) is None


@pytest.mark.parametrize(
    ("content", "kind", "error"),
    [
        pytest.param(
            bomb(), "image/png", TooManyPixels, id="3600 million pixels in 200 bytes"
        ),
        pytest.param(
            bomb(9000, 9000), "image/png", TooManyPixels, id="81 million pixels"
        ),
        pytest.param(
            photo(400, 400)[:-2000],
            "image/jpeg",
            BrokenPicture,
            id="the end is missing",
        ),
        pytest.param(
            photo(40, 40)[:30], "image/jpeg", BrokenPicture, id="only the beginning"
        ),
        pytest.param(
            photo(40, 40, form="PNG")[:-40], "image/png", BrokenPicture, id="half a PNG"
        ),
        pytest.param(
            photo(40, 40, form="WEBP")[:40],
            "image/webp",
            BrokenPicture,
            id="half a WebP",
        ),
        pytest.param(
            b"\xff\xd8\xff" + bytes(500),
            "image/jpeg",
            BrokenPicture,
            id="nothing after the mark",
        ),
        pytest.param(
            photo(form="PNG"),
            "image/jpeg",
            BrokenPicture,
            id="another format than its mark",
        ),
    ],
)
def test_what_is_no_picture_is_told(content, kind, error):
    with pytest.raises(error):
        redraw(content, kind)


def test_a_bomb_is_small_to_send():
    assert len(bomb()) < 10_000


@pytest.mark.parametrize("step", range(0, 3000, 97))
def test_no_damage_makes_anything_but_a_picture_or_a_word(step):
    """Bytes changed here and there in the head, where the sizes and tables are."""
    harmed = bytearray(photo(200, 200, at=HERE))
    for place in range(step % 700, min(len(harmed), 700), 53):
        harmed[place] = (harmed[place] + step) % 256
    with suppress(BrokenPicture, TooManyPixels):
        assert drawn(redraw(bytes(harmed), "image/jpeg").shown).mode == "RGB"


def test_exif_numbers_are_what_we_take_them_for():
    assert (ExifTags.GPS.GPSLatitude, ExifTags.IFD.GPSInfo) == (2, 0x8825)

"""Files on their way from a phone to an administrator's page, with a provider on loopback that we direct."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from files_server import (
    DOCX,
    HERE,
    PDF,
    VCARD,
    Answer,
    FilesServer,
    bomb,
    iso,
    photo,
    serving,
)
from house import (
    BOT,
    CITIZEN,
    PUBLIC,
    SECRET,
    SID,
    SMS,
    TOKEN,
    WHATSAPP,
    House,
    TelegramWire,
)
from house import TwilioWire as TextWire
from PIL import Image
from redis import Redis
from werkzeug.test import TestResponse

from channels.telegram import TelegramChannel
from channels.twilio import TwilioSms, TwilioWhatsApp, twilio_client
from gateway.flows import clock_rounds, fetching, sniffing
from gateway.flows.retention import let_go
from gateway.operate.inspection import case_json
from gateway.simulator.samples import voice
from gateway.web.app import create_app
from intake.messages import Address
from storage.media import MediaStore

SAMPLE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
ME = f"whatsapp:{CITIZEN}"
COORDINATOR, ROADS, HEALTH = (
    Address("telegram", "1001"),
    Address("whatsapp", "+6281300000002"),
    Address("whatsapp", "+6281300000004"),
)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class FileWire(TelegramWire):
    """Telegram that also says where a file is."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Any = None,
        *args: Any,
        **options: Any,
    ):
        if not url.endswith("/getFile"):
            return await super().do_request(url, method, request_data, *args, **options)
        result = {
            "file_id": "F",
            "file_path": f"photos/{request_data.parameters['file_id']}.jpg",
        }
        return 200, json.dumps({"ok": True, "result": result}).encode()


@pytest.fixture
def provider() -> Iterator[FilesServer]:
    with serving() as server:
        yield server


@pytest.fixture
def home(house: House, provider: FilesServer) -> House:
    """The house, with its providers' files on loopback."""
    client = twilio_client(SID, TOKEN, provider.url, TextWire(house.wire))
    channels = {
        "sms": TwilioSms(SMS, client, (TOKEN,), SID),
        "whatsapp": TwilioWhatsApp(WHATSAPP, client, (TOKEN,), SID),
        "telegram": TelegramChannel(BOT, (SECRET,), provider.url, FileWire(house.wire)),
    }
    rebuild(house, channels=channels)
    return house


def rebuild(house: House, **parts: Any) -> None:
    house.parts = replace(house.parts, **parts)
    house.web = create_app(house.parts).test_client()


def send(
    house: House, *links: str, text: str = SAMPLE, claimed: str = "image/jpeg"
) -> None:
    """A WhatsApp message with files; it is answered whatever becomes of them."""
    fields = {"NumMedia": str(len(links))}
    for number, link in enumerate(links):
        fields |= {f"MediaUrl{number}": link, f"MediaContentType{number}": claimed}
    assert house.whatsapp(text, **fields).status_code == 200


def finish(house: House, sender: str = CITIZEN) -> None:
    """Answer what is still asked, and send the complaint off."""
    for words in ("SAMA", "KIRIM"):
        house.whatsapp(words, sender=sender)
        house.settle()


def attachments(house: House, address: str = ME) -> list[dict[str, Any]]:
    house.settle()
    shown = case_json(house.parts, newest(house, address))
    return list(shown["attachments"])


def newest(house: House, address: str = ME) -> str:
    with house.store.reading() as tx:
        contact = tx.find_contact(Address.from_text(address))
        return tx.complaints_of(contact.id, 1)[0].complaint.tracking_id


def states(house: House, address: str = ME) -> list[str]:
    with house.store.reading() as tx:
        return [
            one.state
            for one in tx.attachments_of(tx.complaint(newest(house, address)).id)
        ]


def after(house: House, pause: timedelta) -> int:
    """How many files the job takes when the clock has moved on."""
    house.now += pause
    return fetching.fetch(house.parts)


def told(content: bytes, kind: str) -> dict[str, Any]:
    return {
        "media_type": kind,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
    }


def without_ids(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in one.items() if name != "id"} for one in found
    ]


# --- Fetched


def test_t23_two_photos_with_words_are_in_the_envelope(home, provider):
    first, second = photo(60, 40), photo(40, 60)
    send(
        home,
        provider.says("/1", Answer(body=first)),
        provider.says("/2", Answer(body=second)),
    )
    assert fetching.fetch(home.parts) == 2
    assert without_ids(attachments(home)) == [
        told(first, "image/jpeg"),
        told(second, "image/jpeg"),
    ]


def test_t23_a_photo_without_words_begins_a_complaint(home, provider):
    send(home, provider.says("/1", Answer(body=photo(60, 40))), text="")
    assert fetching.fetch(home.parts) == 1
    assert states(home) == ["stored"]


def test_the_message_is_stored_and_answered_before_anything_is_fetched(home, provider):
    send(home, provider.says("/1", Answer(503)))
    home.settle()
    assert home.says(ME)
    assert provider.asked == []
    assert states(home) == ["waiting"]
    assert without_ids(attachments(home)) == [
        {"media_type": "image/jpeg", "bytes": None, "sha256": None}
    ]


BELL = "satu-pintu:bell:fetch"


def test_a_message_with_files_rings_and_a_plain_one_does_not(home, provider, redis_url):
    with Redis.from_url(redis_url) as redis:
        home.whatsapp(SAMPLE)
        assert redis.llen(BELL) == 0
        send(home, provider.says("/1", Answer(body=photo(8, 8))), text="ini fotonya")
        assert redis.llen(BELL) == 1


def test_an_emptied_redis_loses_no_photo(home, provider, redis_url):
    send(home, provider.says("/1", Answer(body=photo(8, 8))))
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
        clock_rounds.sweep(home.parts)
        assert redis.llen(BELL) == 1
        fetching.fetch(home.parts)
        redis.flushall()
        clock_rounds.sweep(home.parts)
        assert redis.llen(BELL) == 0


def test_g8_an_album_of_three_is_one_complaint_with_three_photos(home, provider):
    shots = [photo(40 + n, 40) for n in range(3)]
    for number, shot in enumerate(shots):
        provider.says(f"/file/bot{BOT}/photos/F{number}.jpg", Answer(body=shot))
        sizes = [
            {"file_id": f"S{number}", "width": 9, "height": 9},
            {"file_id": f"F{number}", "width": 90, "height": 90},
        ]
        home.telegram(
            photo=sizes,
            media_group_id="77",
            **({"caption": SAMPLE} if number == 0 else {}),
        )
    assert fetching.fetch(home.parts) == 3
    assert without_ids(attachments(home, "telegram:7")) == [
        told(shot, "image/jpeg") for shot in shots
    ]
    with home.store.reading() as tx:
        assert (
            len(tx.complaints_of(tx.find_contact(Address("telegram", "7")).id, 9)) == 1
        )


@pytest.mark.parametrize(
    ("field", "content", "kind"),
    [
        pytest.param(
            {"voice": {"file_id": "F", "mime_type": "audio/ogg"}},
            voice(0.2),
            "audio/ogg",
            id="G9 voice",
        ),
        pytest.param(
            {"video": {"file_id": "F"}}, iso(b"isom"), "video/mp4", id="G9 video"
        ),
        pytest.param(
            {"video_note": {"file_id": "F"}},
            iso(b"mp42"),
            "video/mp4",
            id="G9 video note",
        ),
        pytest.param(
            {"audio": {"file_id": "F"}},
            b"ID3\x04" + bytes(9),
            "audio/mpeg",
            id="G9 audio",
        ),
        pytest.param(
            {"animation": {"file_id": "F"}},
            iso(b"isom"),
            "video/mp4",
            id="G9 animation",
        ),
        pytest.param(
            {"sticker": {"file_id": "F"}},
            photo(9, 9, form="WEBP"),
            "image/webp",
            id="G9 sticker",
        ),
        pytest.param(
            {"document": {"file_id": "F"}}, PDF, "application/pdf", id="G9 document"
        ),
    ],
)
def test_what_telegram_keeps_is_fetched(field, content, kind, home, provider):
    provider.says(f"/file/bot{BOT}/photos/F.jpg", Answer(body=content))
    home.telegram(caption=SAMPLE, **field)
    fetching.fetch(home.parts)
    assert without_ids(attachments(home, "telegram:7")) == [told(content, kind)]


@pytest.mark.parametrize(
    ("content", "claimed", "kind"),
    [
        pytest.param(
            PDF, "image/jpeg", "application/pdf", id="a letter called a photo"
        ),
        pytest.param(
            photo(9, 9, form="PNG"),
            "application/pdf",
            "image/png",
            id="a picture called a letter",
        ),
        pytest.param(voice(0.2), "video/mp4", "audio/ogg", id="a voice called a film"),
        pytest.param(
            DOCX,
            "application/octet-stream",
            sniffing.WORD,
            id="a Word file called nothing",
        ),
        pytest.param(
            VCARD, "text/x-vcard", "text/vcard", id="T27 a contact by another name"
        ),
        pytest.param(
            iso(b"heic"),
            "image/heic",
            "image/heic",
            id="an iPhone's photo is kept as it is",
        ),
    ],
)
def test_the_bytes_win_over_what_a_file_is_called(
    content, claimed, kind, home, provider
):
    send(
        home,
        provider.says("/1", Answer(body=content, headers={"Content-Type": claimed})),
        claimed=claimed,
    )
    fetching.fetch(home.parts)
    assert without_ids(attachments(home)) == [told(content, kind)]


# --- Refused


@pytest.mark.parametrize(
    ("content", "state"),
    [
        pytest.param(b"MZ" + bytes(100), "refused:type", id="a program"),
        pytest.param(b"PK\x03\x04" + bytes(100), "refused:type", id="an archive"),
        pytest.param(bomb(), "refused:pixels", id="a decompression bomb"),
        pytest.param(photo(400, 400)[:-3000], "refused:broken", id="half a photo"),
        pytest.param(
            b"\xff\xd8\xff<html>",
            "refused:broken",
            id="a page that begins like a photo",
        ),
    ],
)
def test_what_nobody_should_open_is_refused_with_a_reason(
    content, state, home, provider
):
    send(home, provider.says("/1", Answer(body=content)))
    fetching.fetch(home.parts)
    assert states(home) == [state]
    assert list(Path(home.settings.media_url).rglob("*")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ" + bytes(100), "Jenis berkas itu tidak dapat kami terima"),
        (bomb(), "terlalu besar"),
        (photo(400, 400)[:-3000], "rusak atau tidak dapat dibuka"),
    ],
    ids=["a program", "a bomb", "half a photo"],
)
def test_whoever_sent_a_refused_file_is_told_once(content, words, home, provider):
    links = [
        provider.says(f"/{n}", Answer(body=content + bytes([n])))
        if content[:2] == b"MZ"
        else provider.says(f"/{n}", Answer(body=content))
        for n in range(3)
    ]
    send(home, *links)
    home.settle()
    before = len(home.wire.sent)
    fetching.fetch(home.parts)
    home.settle()
    told = [one.text for one in home.wire.sent[before:]]
    assert [words in one for one in told] == [True]
    assert "Tulisan Anda tetap tersimpan" in told[0]


def test_whoever_sent_a_good_file_is_told_nothing_of_it(home, provider):
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    home.settle()
    before = len(home.wire.sent)
    fetching.fetch(home.parts)
    home.settle()
    assert home.wire.sent[before:] == []


def test_a_link_to_anybody_else_is_refused_and_not_followed(home, provider):
    with serving() as stranger:
        send(home, stranger.says("/1", Answer(body=photo(9, 9))))
        fetching.fetch(home.parts)
        assert stranger.asked == []
    assert states(home) == ["refused:host"]


def test_a_file_over_20_mb_is_refused(home, provider):
    send(home, provider.says("/1", Answer(body=b"", cut=20 * 1024 * 1024 + 1)))
    fetching.fetch(home.parts)
    assert states(home) == ["refused:big"]


def test_a_contact_whose_words_are_all_of_it_needs_no_file(home):
    home.telegram(
        contact={"phone_number": "+62811", "first_name": "Pak RT", "user_id": 99}
    )
    fetching.fetch(home.parts)
    assert states(home, "telegram:7") == ["refused:words"]


def test_one_bad_file_does_not_keep_the_others(home, provider):
    good = photo(9, 9)
    send(
        home,
        provider.says("/1", Answer(404)),
        provider.says("/2", Answer(body=b"MZ")),
        provider.says("/3", Answer(body=good)),
    )
    fetching.fetch(home.parts)
    assert states(home) == ["waiting", "refused:type", "stored"]


# --- Tried again


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Answer(401), id="T23 our credentials are refused"),
        pytest.param(Answer(404), id="T23 not there yet"),
        pytest.param(Answer(503), id="T23 the provider is down"),
        pytest.param(Answer(429, headers={"Retry-After": "5"}), id="too fast"),
        pytest.param(Answer(body=b"half", cut=9), id="hangs up half way"),
        pytest.param(
            Answer(body=b"<html>Internet Positif</html>"),
            id="a page in the place of the photo",
        ),
        pytest.param(
            Answer(body=b' {"error": "later"}'), id="200 with an error inside"
        ),
        pytest.param(Answer(), id="nothing"),
    ],
)
def test_a_file_that_did_not_come_comes_later(fault, home, provider):
    content = photo(9, 9)
    send(home, provider.says("/1", fault, Answer(body=content)))
    assert fetching.fetch(home.parts) == 1
    assert states(home) == ["waiting"]
    assert fetching.fetch(home.parts) == 0
    after(home, MINUTE)
    assert without_ids(attachments(home)) == [told(content, "image/jpeg")]


def test_the_pauses_grow_and_end_after_three_days(home, provider, caplog):
    send(home, provider.says("/1", Answer(503)))
    begin, tries = home.now, []
    while states(home) == ["waiting"]:
        if after(home, MINUTE if home.now - begin < 5 * HOUR else HOUR / 2):
            tries.append(home.now - begin)
    pauses = [later - sooner for sooner, later in pairwise(tries)]
    in_four_hours = [
        pause for pause, end in zip(pauses, tries[1:], strict=True) if end <= 4 * HOUR
    ]
    assert in_four_hours == sorted(in_four_hours)
    assert len(in_four_hours) >= 8
    assert max(pauses) < 2 * HOUR
    assert 72 * HOUR <= tries[-1] <= 74 * HOUR
    assert states(home) == ["gone"]
    assert len(provider.asked) == len(tries)


def test_a_channel_that_is_off_keeps_its_files_waiting(home, provider):
    channels = home.parts.channels
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    rebuild(home, channels={"telegram": channels["telegram"]})
    fetching.fetch(home.parts)
    assert states(home) == ["waiting"]
    rebuild(home, channels=channels)
    after(home, MINUTE)
    assert states(home) == ["stored"]


def test_a_full_disk_keeps_its_files_waiting(home, provider, tmp_path):
    """Here a file is in the way of the directory."""
    (tmp_path / "full").write_text("")
    roomy = home.parts.media
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    rebuild(home, media=MediaStore(str(tmp_path / "full" / "media")))
    fetching.fetch(home.parts)
    assert states(home) == ["waiting"]
    rebuild(home, media=roomy)
    after(home, MINUTE)
    assert states(home) == ["stored"]


def test_a_file_that_kills_its_worker_is_parked_after_three(home, provider):
    """A killed worker ends nothing: all it leaves is the count of what it began."""
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    for _ in range(3):
        with home.store.transaction() as tx:
            assert tx.take_attachment(home.now, home.now + fetching.LEASE)
        home.now += fetching.LEASE
    fetching.fetch(home.parts)
    assert states(home) == ["refused:crash"]
    assert provider.asked == []


def test_a_worker_killed_once_costs_nothing_but_time(home, provider):
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    with home.store.transaction() as tx:
        tx.take_attachment(home.now, home.now + fetching.LEASE)
    assert fetching.fetch(home.parts) == 0
    after(home, fetching.LEASE)
    assert states(home) == ["stored"]


def test_a_person_forgotten_meanwhile_is_not_asked_for(home, provider):
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    with home.store.transaction() as tx:
        tx.erase_subject(tx.find_contact(Address.from_text(ME)).subject_id, home.now)
    assert fetching.fetch(home.parts) == 0
    assert provider.asked == []


def test_the_same_photo_twice_is_kept_once(home, provider):
    content = photo(60, 40)
    send(
        home,
        provider.says("/1", Answer(body=content)),
        provider.says("/2", Answer(body=content)),
    )
    fetching.fetch(home.parts)
    assert without_ids(attachments(home)) == [told(content, "image/jpeg")] * 2
    kept = [
        path.name for path in Path(home.settings.media_url).rglob("*") if path.is_file()
    ]
    assert kept.count(sha256(content).hexdigest()) == 1
    assert len(kept) == len({"original", "shown", "thumbnail"})


def test_no_secret_and_no_link_is_logged(home, provider, caplog):
    caplog.set_level(logging.INFO)
    for answer in (Answer(503), Answer(401), Answer(body=b"MZ")):
        send(home, provider.says("/2010-04-01/secret-path", answer))
        provider.says(f"/file/bot{BOT}/photos/F.jpg", answer)
        home.telegram(caption=SAMPLE, document={"file_id": "F"})
        fetching.fetch(home.parts)
        home.now += HOUR
    assert "an attachment from" in caplog.text
    for secret in (TOKEN, BOT.partition(":")[2], "secret-path", "photos/F", CITIZEN):
        assert secret not in caplog.text


# --- Seen by administrators


class Browser:
    """An administrator's browser, logged in by a link."""

    def __init__(self, house: House, address: Address | None = None) -> None:
        self.client = create_app(house.parts).test_client()
        if address:
            link = house.parts.links.login(address, house.now).removeprefix(PUBLIC)
            page = self.get(link)
            token = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
            self.client.post(link, base_url=PUBLIC, data={"csrf": token})

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=PUBLIC, headers=headers)


@pytest.fixture
def routed(home, provider):
    """Send this file with a complaint about a road; the path of its page at the road's desk."""

    def route(content: bytes) -> str:
        send(home, provider.says("/1", Answer(body=content)))
        finish(home)
        fetching.fetch(home.parts)
        return f"/admin/kasus/{newest(home)}"

    return route


def only_file(home: House, page: str) -> str:
    [one] = case_json(home.parts, page.rpartition("/")[2])["attachments"]
    return f"{page}/lampiran/{one['id']}"


def test_a_photo_is_a_thumbnail_that_leads_to_the_picture_without_its_place(
    home, routed
):
    page, browser = (
        routed(photo(800, 600, at=HERE, orientation=6)),
        Browser(home, ROADS),
    )
    file, html = only_file(home, page), browser.get(page).text
    assert f'<a href="{file}"' in html
    assert f'<img src="{file}/kecil"' in html
    assert "Lokasi foto" in html
    assert "-9.6567, 120.2641" in html
    for path, size in ((file, (600, 800)), (f"{file}/kecil", (240, 320))):
        given = browser.get(path)
        image = Image.open(BytesIO(given.data))
        assert (given.status_code, given.mimetype, image.size) == (
            200,
            "image/jpeg",
            size,
        )
        assert dict(image.getexif()) == {}
        assert b"TelefonRahasia" not in given.data


def test_where_a_photo_was_taken_is_no_fact_of_the_complaint(home, routed):
    shown = case_json(home.parts, routed(photo(at=HERE)).rpartition("/")[2])
    assert (shown["location"]["latitude"], shown["location"]["longitude"]) == (
        None,
        None,
    )


def test_a_voice_note_can_be_played_and_wound_forward(home, routed):
    sound = voice(1)
    page, browser = routed(sound), Browser(home, ROADS)
    file = only_file(home, page)
    assert f'<audio controls preload="none" src="{file}">' in browser.get(page).text
    whole, part = browser.get(file), browser.get(file, Range="bytes=10-19")
    assert (whole.data, whole.mimetype) == (sound, "audio/ogg")
    assert (part.status_code, part.data) == (206, sound[10:20])


@pytest.mark.parametrize(
    "content",
    [PDF, VCARD, DOCX, iso(b"heic")],
    ids=["letter", "contact", "Word", "HEIC"],
)
def test_any_other_file_is_for_saving_only(content, home, routed):
    page, browser = routed(content), Browser(home, ROADS)
    given = browser.get(only_file(home, page))
    assert given.data == content
    assert given.headers["Content-Disposition"].startswith("attachment; filename=LPR-")
    assert "<img" not in browser.get(page).text


@pytest.mark.parametrize(
    "content", [photo(9, 9), voice(0.1), PDF], ids=["photo", "voice", "letter"]
)
def test_a_browser_runs_nothing_of_a_file_and_keeps_nothing(content, home, routed):
    page, browser = routed(content), Browser(home, ROADS)
    headers = browser.get(only_file(home, page)).headers
    assert (
        headers["Content-Security-Policy"]
        == "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param(ROADS, 200, id="its desk"),
        pytest.param(COORDINATOR, 200, id="the coordinator"),
        pytest.param(HEALTH, 404, id="another desk"),
        pytest.param(None, 302, id="nobody logged in"),
    ],
)
def test_only_those_who_see_the_case_see_its_files(address, status, home, routed):
    file = only_file(home, routed(photo(9, 9)))
    browser = Browser(home, address)
    assert [browser.get(path).status_code for path in (file, f"{file}/kecil")] == [
        status
    ] * 2


def test_each_reading_is_recorded(home, routed):
    page = routed(photo(9, 9))
    browser, file = Browser(home, ROADS), only_file(home, page)
    browser.get(f"{file}/kecil")
    browser.get(file)
    Browser(home, HEALTH).get(file)
    with home.store.reading() as tx:
        rows = [
            row
            for row in tx.audit_of(page.rpartition("/")[2])
            if row.action == "read_attachment"
        ]
    name = file.rpartition("/")[2]
    assert [(row.actor, row.detail) for row in rows] == [
        ("Admin PUPR", f"{name} small"),
        ("Admin PUPR", f"{name} full"),
    ]


def test_a_file_of_another_case_is_not_here(home, routed):
    page = routed(photo(9, 9))
    file = only_file(home, page)
    home.whatsapp(
        "LAPOR lampu jalan mati di Jl. Melati Kota Waingapu, Siti Aminah",
        sender="+6281200000009",
    )
    finish(home, "+6281200000009")
    other = newest(home, "whatsapp:+6281200000009")
    browser = Browser(home, COORDINATOR)
    assert browser.get(f"/admin/kasus/{other}").status_code == 200
    assert (
        browser.get(
            f"/admin/kasus/{other}/lampiran/{file.rpartition('/')[2]}"
        ).status_code
        == 404
    )


@pytest.mark.parametrize("way", ["lampiran/none", "lampiran/none/kecil"])
def test_an_unknown_file_is_not_here(way, home, routed):
    assert Browser(home, ROADS).get(f"{routed(photo(9, 9))}/{way}").status_code == 404


def test_a_file_that_was_taken_from_the_store_is_not_here(home, routed, caplog):
    file = only_file(home, routed(PDF))
    for path in Path(home.settings.media_url).rglob("*"):
        path.write_bytes(b"") if path.is_file() else None
    assert Browser(home, ROADS).get(file).status_code == 404
    assert "missing from the media store" in caplog.text


def test_a_forwarded_link_shows_no_file(home, routed):
    """Links get forwarded; faces and voices are personal data."""
    page = routed(photo(9, 9))
    link = home.parts.links.case(ROADS, page.rpartition("/")[2]).removeprefix(PUBLIC)
    html = Browser(home).get(link).text
    assert "Foto, JPG" in html
    assert "Lampiran tidak dibuka lewat tautan" in html
    assert "/lampiran/" not in html


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(
            b"MZ", "jenis berkas ini tidak diterima", id="a kind we do not take"
        ),
        pytest.param(bomb(), "ukuran gambar terlalu besar", id="too many pixels"),
        pytest.param(photo(400, 400)[:-3000], "berkas rusak", id="broken"),
    ],
)
def test_an_administrator_reads_why_a_file_is_not_there(content, words, home, routed):
    html = Browser(home, ROADS).get(routed(content)).text
    assert words in html
    assert "/lampiran/" not in html


# --- Dropped with their draft

ROAD = "LAPOR jalan berlubang besar di Jl. Melati Kel. Matawai Kota Waingapu sejak kemarin, Budi Santoso"


def kept_files(house: House) -> list[Path]:
    return [
        path for path in Path(house.settings.media_url).rglob("*") if path.is_file()
    ]


def test_an_identity_card_sent_with_a_story_that_was_begun_anew_does_not_go_with_the_next(
    home, provider
):
    send(
        home,
        provider.says("/ktp", Answer(body=photo(400, 400))),
        text="KTP saya hilang, ini fotonya",
    )
    assert after(home, MINUTE) == 1
    assert len(kept_files(home)) == 3
    for words in ("ULANG", ROAD):
        home.whatsapp(words)
        home.settle()
    finish(home)
    shown = case_json(home.parts, newest(home))
    assert list(shown["attachments"]) == []
    assert [one["id"] for one in shown["messages"]] == [
        f"SM{number:032x}" for number in (2, 3, 4, 5)
    ]
    assert "KTP" not in json.dumps(shown)
    fetching.fetch(home.parts)
    assert kept_files(home) == []


def test_a_file_that_is_on_its_way_as_its_draft_is_begun_anew_is_not_kept(
    home, provider
):
    send(
        home,
        provider.says("/ktp", Answer(body=photo(9, 9))),
        text="KTP saya hilang, ini fotonya",
    )
    with home.store.transaction() as tx:
        item = tx.take_attachment(home.now, home.now + fetching.LEASE)
    home.whatsapp("ULANG")
    fetching._one(home.parts, item)
    fetching.fetch(home.parts)
    assert kept_files(home) == []
    with home.store.reading() as tx:
        assert tx.dropped_attachments(10) == []


def test_the_same_photo_sent_again_with_the_next_story_stays_with_it(home, provider):
    link = provider.says("/lubang", Answer(body=photo(9, 9)))
    send(home, link, text="Jalan rusak, ini fotonya")
    after(home, MINUTE)
    home.whatsapp("ULANG")
    send(home, link, text=ROAD)
    after(home, MINUTE)
    finish(home)
    assert len(attachments(home)) == 1
    assert kept_files(home) != []
    for path in kept_files(home):
        assert path.stat().st_size > 0


def test_what_was_withdrawn_is_shredded_when_another_matter_is_told(home, provider):
    send(
        home,
        provider.says("/ktp", Answer(body=photo(9, 9))),
        text="KTP saya hilang, ini fotonya",
    )
    after(home, MINUTE)
    home.whatsapp("BATAL")
    fetching.fetch(home.parts)
    assert kept_files(home) != []  # LANJUT would take it up again
    home.whatsapp(ROAD)
    fetching.fetch(home.parts)
    assert kept_files(home) == []


def test_a_file_that_cannot_be_taken_away_holds_up_no_other(home, provider, caplog):
    send(
        home,
        provider.says("/1", Answer(body=photo(9, 9))),
        text="KTP saya hilang, ini fotonya",
    )
    after(home, MINUTE)
    home.whatsapp("ULANG")
    folder = kept_files(home)[0]
    folder.unlink()
    folder.mkdir()
    (folder / "in the way").write_text("x")
    send(home, provider.says("/2", Answer(body=photo(8, 8))), text=ROAD)
    assert after(home, MINUTE) == 1
    assert "cannot be taken away" in caplog.text
    assert states(home) == ["stored"]


def test_a_photo_goes_with_its_draft_to_the_channel_where_it_is_continued(
    home, provider
):
    send(
        home,
        provider.says("/lubang", Answer(body=photo(9, 9))),
        text=ROAD.removesuffix(", Budi Santoso"),
    )
    after(home, MINUTE)
    id_ = newest(home)
    home.telegram(id_)
    home.settle()
    home.whatsapp("ya")
    home.settle()
    for words in ("Budi Santoso", "sama", "lewati", "lewati", "kirim"):
        home.telegram(words)
        home.settle(60)
    assert case_json(home.parts, id_)["reporter"]["channel"] == "telegram"
    file = only_file(home, f"/admin/kasus/{id_}")
    assert Browser(home, COORDINATOR).get(file).status_code == 200


def test_files_of_a_case_that_ended_long_ago_go_and_who_sent_them_stays(
    home, provider, tmp_path
):
    send(home, provider.says("/1", Answer(body=photo(9, 9))))
    fetching.fetch(home.parts)
    finish(home)
    home.settle()
    id_ = newest(home)
    home.telegram(f"ARSIP {id_} Bukan urusan pemerintah", chat=1001)
    home.settle()
    before = len(list((tmp_path / "media").rglob("*.*")) or list(tmp_path.rglob("*")))
    late = home.now + timedelta(days=731)
    assert (states(home), home.case(id_)["case"]["state"]) == (["stored"], "archived")
    assert let_go(home.parts, home.now + timedelta(days=729)).files == 0
    assert let_go(home.parts, late).files == 1
    fetching.fetch(home.parts)
    assert states(home) == []
    after_ = len(list((tmp_path / "media").rglob("*.*")) or list(tmp_path.rglob("*")))
    assert after_ < before
    with home.store.reading() as tx:
        assert tx.find_contact(Address.from_text(ME))

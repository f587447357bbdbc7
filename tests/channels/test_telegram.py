"""Telegram, against the checklist of providers' habits (G1-G21)."""

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.request import HTTPXRequest

from channels.contract import (
    Backlog,
    BadSignature,
    Malformed,
    Misconfigured,
    Moved,
    OptedOut,
    Refused,
    SendError,
    Throttled,
    Unreachable,
    Webhook,
)
from channels.telegram import TelegramChannel
from intake.messages import (
    Address,
    Button,
    ContactStopped,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    SharedPoint,
)

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
API = "https://telegram.example"
TOKEN = "700:AAF-token-nobody-may-see"
SECRETS = ("secret-one", "secret-two")
SITI = Address("telegram", "1001")
SENT_AT = datetime.fromtimestamp(1795600000, UTC)

Answer = tuple[int, Any] | Exception


class FakeTelegram:
    """A Bot API server: each method has its answers (the last one for ever) and a log of what was asked."""

    def __init__(self, **answers: Answer | list[Answer]) -> None:
        self.answers = {
            name: list(a) if isinstance(a, list) else [a] for name, a in answers.items()
        }
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        base, _, method = str(request.url).rpartition("/")
        assert base == f"{API}/bot{TOKEN}"
        self.asked.append((method, _parameters(request)))
        answers = self.answers[method]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return httpx.Response(
            status,
            content=body if isinstance(body, bytes) else json.dumps(body).encode(),
        )


def _parameters(request: httpx.Request) -> dict[str, Any]:
    found = {
        name: values[0] for name, values in parse_qs(request.content.decode()).items()
    }
    return {
        name: json.loads(value) if value[0] in "{[" else value
        for name, value in found.items()
    }


def done(result: Any) -> Answer:
    return 200, {"ok": True, "result": result}


def failed(code: int, description: str, **parameters: Any) -> Answer:
    return code, {
        "ok": False,
        "error_code": code,
        "description": description,
        "parameters": parameters,
    }


def sent(message_id: int) -> Answer:
    return done(
        {
            "message_id": message_id,
            "date": 1795600000,
            "chat": {"id": 1001, "type": "private"},
        }
    )


def channel(
    server: Callable[..., Any] | None = None,
    webhook_url: str = "https://lapor.example/webhooks/telegram",
) -> TelegramChannel:
    transport = httpx.MockTransport(server or FakeTelegram())
    wire = HTTPXRequest(httpx_kwargs={"transport": transport})
    return TelegramChannel(TOKEN, SECRETS, f"{API}/", wire, webhook_url)


def payload(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def pushed(body: Any, secret: str | None = SECRETS[0]) -> Webhook:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Webhook("https://lapor.example/webhooks/telegram", headers, body=content)


def heard(name: str) -> InboundMessage:
    [message] = channel().parse(pushed(payload(name)))
    return message


# --- Trust


@pytest.mark.parametrize("secret", SECRETS)
def test_g1_either_secret_is_good_while_one_replaces_the_other(secret):
    assert channel().parse(pushed(payload("text"), secret))


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(None, id="G1 no secret"),
        pytest.param("", id="G1 a blank secret"),
        pytest.param("secret-three", id="G1 another secret"),
        pytest.param("secret-one ", id="G1 nearly ours"),
        pytest.param("\udcffé", id="G1 not even ASCII"),
    ],
)
def test_refuses_what_telegram_did_not_send(secret):
    with pytest.raises(BadSignature):
        channel().parse(pushed(payload("text"), secret))


def test_g1_without_a_secret_of_ours_nothing_gets_in():
    silent = TelegramChannel(TOKEN, ("",), API)
    with pytest.raises(BadSignature):
        silent.parse(pushed(payload("text"), ""))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="G2 an empty body"),
        pytest.param(b"{oops", id="G2 not JSON"),
        pytest.param(b"\xff\xfe\x00", id="G2 not text"),
        pytest.param(b"[" * 100_000, id="G2 nested without end"),
        pytest.param(b"9" * 5000, id="G2 an endless number"),
        pytest.param({}, id="G2 an empty object"),
        pytest.param([1], id="G2 a list"),
        pytest.param({"update_id": "9"}, id="G2 an update_id that is no number"),
        pytest.param({"update_id": True}, id="G2 an update_id that is a truth"),
        pytest.param({"message": {"text": "a"}}, id="G2 no update_id"),
        pytest.param(
            {"update_id": 9, "message": {"text": "a"}},
            id="G17 a message without a chat",
        ),
        pytest.param(
            {"update_id": 9, "message": {"chat": {"id": "x"}}},
            id="G17 a chat without a number",
        ),
        pytest.param(
            {"update_id": 9, "callback_query": {"id": "1"}},
            id="G15 a button pressed by nobody",
        ),
        pytest.param(
            {"update_id": 9, "my_chat_member": {}}, id="G18 membership of no chat"
        ),
    ],
)
def test_keeps_a_genuine_but_broken_update_aside(body):
    with pytest.raises(Malformed):
        channel().parse(pushed(body))


def test_g2_a_broken_update_is_answered_so_that_telegram_goes_on():
    assert (channel().malformed_status, channel().ack) == (200, ("", "text/plain"))


# --- Updates


SIZES = {"photo": Media(MediaKind.PHOTO, "AgAC-x", "image/jpeg", 98211)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "text",
            {
                "external_id": "700:9001",
                "reference": "1001:51",
                "sender": SITI,
                "text": "Jalan Melati berlubang sejak minggu lalu 🙏",
                "sent_at": SENT_AT,
                "profile_name": "Siti Aminah",
                "language_hint": "id",
                "to": "700",
                "automatic": False,
                "unreadable": False,
            },
            id="G7 a text, with who wrote it, when and to whom",
        ),
        pytest.param(
            "start", {"text": "/start poster-pasar"}, id="G6 /start keeps its payload"
        ),
        pytest.param(
            "start_named", {"text": "/start"}, id="G6 the bot's name leaves a command"
        ),
        pytest.param(
            "photo",
            {"text": "Lubangnya di sini", "media": (SIZES["photo"],), "group": None},
            id="G8 the largest photo and its caption",
        ),
        pytest.param(
            "album_first",
            {"group": "13900000000000001", "text": "Tiga foto"},
            id="G8 the first photo of an album",
        ),
        pytest.param(
            "album_second",
            {"group": "13900000000000001", "text": "", "media": (SIZES["photo"],)},
            id="G8 the next belongs to it and has no words",
        ),
        pytest.param(
            "document",
            {
                "media": (
                    Media(MediaKind.DOCUMENT, "BQAC-doc", "application/pdf", 52000),
                )
            },
            id="G9 a document",
        ),
        pytest.param(
            "video",
            {"media": (Media(MediaKind.VIDEO, "BAAC-vid", "video/mp4", 2500000),)},
            id="G9 a video",
        ),
        pytest.param(
            "video_note",
            {"media": (Media(MediaKind.VIDEO, "DQAC-note", "video/mp4", 300000),)},
            id="G9 a round video",
        ),
        pytest.param(
            "voice",
            {"media": (Media(MediaKind.VOICE, "AwAC-voice", "audio/ogg", 18000),)},
            id="G9 a voice note",
        ),
        pytest.param(
            "audio",
            {"media": (Media(MediaKind.AUDIO, "CQAC-aud", "audio/mp3", 900000),)},
            id="G9 an audio file",
        ),
        pytest.param(
            "sticker",
            {"media": (Media(MediaKind.STICKER, "CAAC-stk", "image/webp", 12000),)},
            id="G9 a sticker without a thumbnail",
        ),
        pytest.param(
            "animation",
            {"media": (Media(MediaKind.VIDEO, "CgAC-gif", "video/mp4", 40000),)},
            id="G9 an animation is not its document too",
        ),
        pytest.param(
            "location",
            {"location": SharedPoint(-9.6567, 120.2641), "text": ""},
            id="G12 a place",
        ),
        pytest.param(
            "venue",
            {
                "location": SharedPoint(
                    -9.6567, 120.2641, "Pasar Inpres, Jl. Ahmad Yani"
                )
            },
            id="G12 a place with its name",
        ),
        pytest.param(
            "contact_own",
            {
                "shared_phone": "+6281200000001",
                "media": (),
                "text": "",
                "replied_to": "1001:40",
            },
            id="G13 one's own number, plus added",
        ),
        pytest.param(
            "contact_other",
            {
                "shared_phone": None,
                "media": (Media(MediaKind.CONTACT, ""),),
                "text": "Pak Lurah +62 812-0000-0002",
            },
            id="G13 someone else's number is only words",
        ),
        pytest.param(
            "edited_text",
            {
                "edits": "1001:51",
                "reference": "1001:51",
                "external_id": "700:9019",
                "text": "Jalan Mawar berlubang",
                "sent_at": datetime.fromtimestamp(1795600060, UTC),
            },
            id="G14 an edit names the message it replaces",
        ),
        pytest.param(
            "edited_caption",
            {"edits": "1001:54", "text": "Lubangnya di Jalan Mawar"},
            id="G14 a caption may be edited",
        ),
        pytest.param(
            "callback",
            {
                "sender": SITI,
                "button": "review:yes",
                "callback": "4382bfdwdsb323b2d9",
                "replied_to": "1001:41",
                "text": "",
                "automatic": False,
                "language_hint": "id",
            },
            id="G15 a button, its query and its question",
        ),
        pytest.param(
            "callback_inaccessible",
            {"sender": SITI, "button": "review:yes", "replied_to": "1001:41"},
            id="G15 under a message too old to see",
        ),
        pytest.param(
            "callback_inline",
            {
                "sender": SITI,
                "button": "review:yes",
                "replied_to": None,
                "callback": "4382bfdwdsb323b2db",
            },
            id="G15 under no message at all",
        ),
        pytest.param("group_text", {"automatic": True}, id="G16 a group gets silence"),
        pytest.param("channel_post", {"automatic": True}, id="G16 so does a channel"),
        pytest.param("from_bot", {"automatic": True}, id="G17 so does another bot"),
        pytest.param(
            "reply",
            {"replied_to": "1001:41", "text": "iya betul"},
            id="G7 a reply names what it answers",
        ),
        pytest.param(
            "forwarded",
            {"text": "Sebarkan! Besok air mati"},
            id="G7 a forwarded message is heard",
        ),
        pytest.param(
            "poll",
            {"unreadable": True, "media": ()},
            id="G2 a kind we cannot read is only acknowledged",
        ),
    ],
)
def test_reads_a_message(name, expected):
    message = heard(name)
    assert {field: getattr(message, field) for field in expected} == expected


NEW = {"message_id": 1, "chat": {"id": -1001234, "type": "supergroup"}}


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(payload("group_migrated"), id="G16 in the group it was"),
        pytest.param(
            {"update_id": 9, "message": {**NEW, "migrate_from_chat_id": -77}},
            id="G16 in the supergroup it is",
        ),
    ],
)
def test_a_group_that_moved_says_so_twice(update):
    [moved] = channel().parse(pushed(update))
    assert (moved.sender, moved.moved_to) == (
        Address("telegram", "-77"),
        Address("telegram", "-1001234"),
    )
    assert moved.automatic


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        pytest.param({"chat": {"id": -7, "type": "group"}}, "Ana", id="in a group"),
        pytest.param(
            {"chat": {"id": -7, "type": "supergroup"}}, "Ana", id="in a large one"
        ),
        pytest.param({}, "", id="in private"),
        pytest.param(
            {
                "chat": {"id": -7, "type": "group"},
                "from": {"id": 8, "is_bot": True, "first_name": "Ana"},
            },
            "",
            id="a bot",
        ),
        pytest.param(
            {"chat": {"id": -7, "type": "group"}, "sender_chat": {"id": -7}},
            "",
            id="somebody without a name",
        ),
        pytest.param(
            {"chat": {"id": -7, "type": "channel"}, "from": None}, "", id="a channel"
        ),
    ],
)
def test_who_speaks_in_a_chat_of_many_is_named(fields, author):
    assert message(**{"from": {"id": 8, "first_name": "Ana"}} | fields).author == author


@pytest.mark.parametrize(
    ("was", "now", "stopped"),
    [
        pytest.param("member", "administrator", None, id="made an administrator"),
        pytest.param("administrator", "member", None, id="an administrator no more"),
        pytest.param("administrator", "administrator", None, id="given a right"),
        pytest.param("member", "restricted", None, id="restricted"),
        pytest.param("kicked", "left", None, id="gone twice"),
        pytest.param("member", "kicked", True, id="blocked"),
        pytest.param("left", "member", False, id="added"),
        pytest.param("", "member", False, id="there, from we know not where"),
    ],
)
def test_only_coming_and_going_changes_whom_we_may_write_to(was, now, stopped):
    change = {"chat": {"id": 7}, "new_chat_member": {"status": now}}
    change |= {"old_chat_member": {"status": was}} if was else {}
    events = channel().parse(pushed({"update_id": 9, "my_chat_member": change}))
    assert [one.stopped for one in events] == ([] if stopped is None else [stopped])


@pytest.mark.parametrize(
    "note",
    ["forum_topic_created", "video_chat_started", "boost_added", "pinned_message"],
)
def test_what_a_chat_says_about_itself_is_nobodys_message(note):
    said = {"message_id": 1, "chat": {"id": 7}, note: {"x": 1}}
    assert channel().parse(pushed({"update_id": 9, "message": said})) == []


@pytest.mark.parametrize(
    ("name", "stopped", "address"),
    [
        pytest.param(
            "member_kicked", True, "1001", id="G18 the person blocked the bot"
        ),
        pytest.param("member_back", False, "1001", id="G18 the person came back"),
        pytest.param(
            "member_left_group", True, "-1001234", id="G16 the bot left a group"
        ),
    ],
)
def test_reads_who_stopped(name, stopped, address):
    update = payload(name)
    stop = ContactStopped(
        f"700:{update['update_id']}", Address("telegram", address), stopped
    )
    assert channel().parse(pushed(update)) == [stop]


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(payload("reaction"), id="G2 a reaction"),
        pytest.param(
            {"update_id": 1, "kind_of_next_year": {"chat": {"id": 1}}},
            id="G2 an unknown kind",
        ),
        pytest.param({"update_id": 1, "message": None}, id="G2 an absent message"),
        pytest.param(
            payload("live_location_moved"), id="G12 a live location on the move"
        ),
        pytest.param(
            payload("group_member_added"), id="G16 the bot was added to a group"
        ),
    ],
)
def test_some_updates_say_nothing(update):
    assert channel().parse(pushed(update)) == []


def message(**fields: Any) -> InboundMessage:
    body = {"message_id": 5, "chat": {"id": 1001, "type": "private"}} | fields
    [read] = channel().parse_update({"update_id": 1, "message": body})
    return read


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"text": "a" * 4096}, {"text": "a" * 4096}, id="G7 the longest text"
        ),
        pytest.param(
            {"text": "/jalan rusak di RT 4"},
            {"text": "/jalan rusak di RT 4"},
            id="G7 a slash may begin a complaint",
        ),
        pytest.param(
            {"text": "a\0b\ud83d"},
            {"text": "ab\ufffd"},
            id="G7 what no database stores goes",
        ),
        pytest.param(
            {
                "text": "jalan rusak di sini",
                "entities": [
                    {"type": "bold", "offset": 0, "length": 5},
                    {
                        "type": "text_link",
                        "offset": 15,
                        "length": 4,
                        "url": "https://maps.google.com/?q=-9.6571,120.2641",
                    },
                ],
            },
            {"text": "jalan rusak di sini https://maps.google.com/?q=-9.6571,120.2641"},
            id="G7 a link that the words hide is kept",
        ),
        pytest.param(
            {
                "caption": "di sini",
                "photo": [{"file_id": "s", "width": 90, "height": 90}],
                "caption_entities": [{"type": "text_link", "url": "https://g.co/x"}],
            },
            {"text": "di sini https://g.co/x"},
            id="G7 as is one that a caption hides",
        ),
        pytest.param(
            {"text": "halo", "entities": [5, {"type": "text_link", "url": 7}]},
            {"text": "halo"},
            id="G7 a broken link changes nothing",
        ),
        pytest.param({"text": "  spasi "}, {"text": "  spasi "}, id="G7 spaces stay"),
        pytest.param(
            {"text": "halo"},
            {"profile_name": "", "sent_at": None},
            id="G17 no `from`, no date",
        ),
        pytest.param(
            {"text": "a", "from": {"id": 1001, "first_name": "<b>Budi</b>"}},
            {"profile_name": "<b>Budi</b>"},
            id="G17 HTML in a name is only a name",
        ),
        pytest.param(
            {"text": "a", "sender_chat": {"id": -5, "type": "channel"}},
            {"automatic": True},
            id="G17 a chat that writes",
        ),
        pytest.param(
            {"text": "a", "date": 10**18},
            {"sent_at": None},
            id="G17 an impossible date",
        ),
        pytest.param(
            {
                "photo": [
                    {"file_id": "s", "width": 90, "height": 90},
                    {
                        "file_id": "x",
                        "width": 9000,
                        "height": 9000,
                        "file_size": 21 * 1024 * 1024,
                    },
                ]
            },
            {"media": (Media(MediaKind.PHOTO, "s", "image/jpeg"),)},
            id="G8 a photo over 20 MB is passed over",
        ),
        pytest.param(
            {"photo": [{}, 5]},
            {"media": (), "unreadable": True},
            id="G8 a photo without a file",
        ),
        pytest.param(
            {"document": {"file_id": "d", "file_size": 30_000_000}},
            {"media": (Media(MediaKind.DOCUMENT, "d", "", 30_000_000),)},
            id="G10 a document over 20 MB is named, with its size",
        ),
        pytest.param(
            {"location": {"latitude": 91, "longitude": 0}},
            {"location": None, "unreadable": True},
            id="G12 beyond the pole",
        ),
        pytest.param(
            {"location": {"latitude": 0, "longitude": 0.0}},
            {"location": None},
            id="G12 0,0 is no place",
        ),
        pytest.param(
            {
                "contact": {"phone_number": "0812", "first_name": "X", "user_id": 7},
                "from": {"id": 8},
            },
            {"shared_phone": None, "text": "X 0812"},
            id="G13 another account's number",
        ),
        pytest.param(
            {"contact": {"phone_number": "0812", "first_name": "X"}},
            {"shared_phone": None},
            id="G13 a number of no account",
        ),
    ],
)
def test_reads_the_odd_message(fields, expected):
    read = message(**fields)
    assert {field: getattr(read, field) for field in expected} == expected


def test_g3_the_same_update_has_the_same_id_and_another_bots_has_not():
    other = TelegramChannel("701:x", SECRETS, API)
    ids = [
        one.parse_update(payload("text"))[0].external_id
        for one in (channel(), channel(), other)
    ]
    assert ids == ["700:9001", "700:9001", "701:9001"]


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a JSON value."""
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [
        path,
        *(place for key, child in children for place in places(child, (*path, key))),
    ]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = st.recursive(
    SCALARS,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3),
)
UPDATES = [json.loads(path.read_text()) for path in sorted(PAYLOADS.glob("*.json"))]
SPOTS = [
    (number, place)
    for number, update in enumerate(UPDATES)
    for place in places(update)
    if place
]


def with_change(spot: tuple[int, tuple], value: Any) -> Any:
    number, place = spot
    update = deepcopy(UPDATES[number])
    holder = update
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return update


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(SPOTS), ANYTHING)
def test_g2_no_half_filled_update_breaks_the_reader(spot, value):
    with suppress(Malformed):
        events = channel().parse_update(with_change(spot, value))
        assert len(events) <= 1
        assert all(event.sender.id for event in events)


@given(ANYTHING)
def test_g2_nor_does_any_other_json(value):
    with pytest.raises(Malformed):
        channel().parse_update(value)


@given(st.binary())
def test_g2_nor_do_any_bytes(body):
    with pytest.raises(Malformed):
        channel().parse(pushed(body))


# --- Sending


YES, NO = Button("review:yes", "Ya, kirim"), Button("review:no", "Ubah")


def say(
    text: str = "Di mana?", **fields: Any
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    server = FakeTelegram(
        sendMessage=[sent(88), sent(89), sent(90)], answerCallbackQuery=done(True)
    )
    return channel(server).send(OutboundMessage(SITI, text, **fields)), server.asked


def test_sends_a_plain_message():
    provider_id, asked = say("<b>Di mana?</b> _jalan_")
    assert provider_id == "1001:88"
    parameters = {
        "chat_id": "1001",
        "text": "<b>Di mana?</b> _jalan_",
        "reply_markup": {"remove_keyboard": True},
    }
    assert asked == [
        ("sendMessage", parameters)
    ]  # G20: no parse_mode, so no entities to go wrong


def test_buttons_stand_under_the_message():
    _, [(_, parameters)] = say(buttons=(YES, NO))
    assert parameters["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Ya, kirim", "callback_data": "review:yes"}],
            [{"text": "Ubah", "callback_data": "review:no"}],
        ]
    }


def test_a_button_that_asks_the_app_makes_a_keyboard():
    asks = (
        Button("p", "Bagikan nomor", "phone"),
        Button("l", "Kirim lokasi", "location"),
        Button("s", "Lewati"),
    )
    _, [(_, parameters)] = say(buttons=asks)
    assert parameters["reply_markup"] == {
        "keyboard": [
            [{"text": "Bagikan nomor", "request_contact": True}],
            [{"text": "Kirim lokasi", "request_location": True}],
            [{"text": "Lewati"}],
        ],
        "one_time_keyboard": True,
        "resize_keyboard": True,
    }


def test_a_reply_quotes_what_it_answers_even_when_that_is_gone():
    _, [(_, parameters)] = say(reply_to="1001:51")
    assert parameters["reply_parameters"] == {
        "message_id": 51,
        "allow_sending_without_reply": True,
    }


def test_a_reply_to_something_of_another_channel_quotes_nothing():
    _, [(_, parameters)] = say(reply_to="SM1x")
    assert "reply_parameters" not in parameters


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("a" * 4096, ["a" * 4096], id="G21 4096 letters are one message"),
        pytest.param(
            "kata " * 900,
            [("kata " * 819).strip(), ("kata " * 81).strip()],
            id="G21 more are cut between words",
        ),
        pytest.param("😀" * 2049, ["😀" * 2048, "😀"], id="G21 an emoji counts two"),
    ],
)
def test_splits_what_is_too_long(text, parts):
    provider_id, asked = say(text, buttons=(YES,))
    assert [parameters["text"] for _, parameters in asked] == parts
    assert ["reply_markup" in parameters for _, parameters in asked] == [False] * (
        len(parts) - 1
    ) + [True]
    assert provider_id == f"1001:{87 + len(parts)}"


def test_g15_a_press_is_answered_before_the_reply():
    _, asked = say(acknowledge="4382b")
    assert [method for method, _ in asked] == ["answerCallbackQuery", "sendMessage"]
    assert asked[0][1] == {"callback_query_id": "4382b"}


def test_g15_a_press_too_old_to_answer_does_not_hold_up_the_reply():
    old = failed(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    server = FakeTelegram(answerCallbackQuery=old, sendMessage=sent(88))
    assert (
        channel(server).send(OutboundMessage(SITI, "Terima kasih", acknowledge="4382b"))
        == "1001:88"
    )


def test_g15_a_press_may_be_answered_alone():
    server = FakeTelegram(answerCallbackQuery=done(True))
    channel(server).acknowledge("4382b")
    assert server.asked == [("answerCallbackQuery", {"callback_query_id": "4382b"})]


FAILURES = [
    pytest.param(
        failed(403, "Forbidden: bot was blocked by the user"),
        OptedOut,
        id="G18 the person blocked us",
    ),
    pytest.param(
        failed(403, "Forbidden: user is deactivated"),
        OptedOut,
        id="G18 the account is gone",
    ),
    pytest.param(
        failed(400, "Bad Request: chat not found"),
        Refused,
        id="G18 there is no such chat",
    ),
    pytest.param(
        failed(400, "Bad Request: can't parse entities"), Refused, id="G20 entities"
    ),
    pytest.param(failed(401, "Unauthorized"), Misconfigured, id="the token is wrong"),
    pytest.param(failed(404, "Not Found"), Misconfigured, id="the token is no token"),
    pytest.param(
        failed(409, "Conflict: terminated by other getUpdates"),
        Misconfigured,
        id="two of us poll",
    ),
    pytest.param(
        failed(400, "Bad Request: group upgraded", migrate_to_chat_id=-1009),
        Moved,
        id="G16 the group has moved",
    ),
    pytest.param(
        failed(429, "Too Many Requests: retry after 17", retry_after=17),
        Throttled,
        id="G19 too fast",
    ),
    pytest.param(
        failed(500, "Internal Server Error"), Unreachable, id="Telegram is down"
    ),
    pytest.param((502, b"<html>"), Unreachable, id="its proxy is"),
    pytest.param((200, b"<html>"), Unreachable, id="a 200 that is not JSON"),
    pytest.param((200, {"ok": True}), Unreachable, id="a 200 without a result"),
    pytest.param((200, [1]), Unreachable, id="a 200 of another shape"),
    pytest.param(done({"chat": 5}), Unreachable, id="a result that is no message"),
    pytest.param(httpx.ReadTimeout("slow"), Unreachable, id="no answer in time"),
    pytest.param(httpx.ConnectError("down"), Unreachable, id="no connection"),
    pytest.param(
        httpx.ConnectError(f"cannot reach {API}/bot{TOKEN}/sendMessage"),
        Unreachable,
        id="G11 an error with the URL",
    ),
    pytest.param(
        ValueError(f"bad {TOKEN}"), Unreachable, id="G11 a bug that quotes the token"
    ),
]


@pytest.mark.parametrize(("answer", "error"), FAILURES)
def test_names_why_a_message_was_not_sent(answer, error, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as caught:
        channel(FakeTelegram(sendMessage=answer)).send(
            OutboundMessage(SITI, "rahasia warga")
        )
    assert caught.type is error
    assert TOKEN not in str(caught.getrepr(chain=True)) + repr(caught.value)
    assert TOKEN not in caplog.text
    assert "rahasia" not in caplog.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_telegrams_explanations_are_kept_only_where_they_quote_nobody(status):
    quoting = failed(status, "Bad Request: rahasia warga +6281234567890")
    with pytest.raises(SendError) as caught:
        channel(FakeTelegram(sendMessage=quoting)).send(OutboundMessage(SITI, "halo"))
    assert not any(word in str(caught.value) for word in ("rahasia", "6281234567890"))
    assert str(caught.value)


def test_g19_waits_exactly_as_long_as_telegram_says():
    server = FakeTelegram(
        sendMessage=failed(429, "Too Many Requests: retry after 17", retry_after=17)
    )
    with pytest.raises(Throttled) as caught:
        channel(server).send(OutboundMessage(SITI, "halo"))
    assert caught.value.retry_after == 17


def test_g16_a_group_that_moved_names_its_new_chat():
    server = FakeTelegram(
        sendMessage=failed(400, "Bad Request: group upgraded", migrate_to_chat_id=-1009)
    )
    with pytest.raises(Moved, match="-1009") as moved:
        channel(server).send(OutboundMessage(SITI, "halo"))
    assert moved.value.to == "-1009"


def test_g11_nothing_that_is_logged_holds_the_token_or_the_words(caplog):
    caplog.set_level(logging.DEBUG)
    server = FakeTelegram(
        sendMessage=sent(88),
        getUpdates=done([payload("text")]),
        getMe=failed(401, "Unauthorized"),
    )
    telegram = channel(server)
    telegram.send(OutboundMessage(SITI, "rahasia warga"))
    telegram.updates(None, 0)
    assert TOKEN not in "".join(telegram.check())
    assert not any(word in caplog.text for word in (TOKEN, "rahasia", "Melati"))


# --- Polling and the webhook


def test_fetches_raw_updates_and_a_strange_one_hides_none():
    strange = {"update_id": 1, "message": {"oops": 1}}
    server = FakeTelegram(getUpdates=done([strange, payload("text")]))
    assert channel(server).updates(7, 30) == [strange, payload("text")]
    [(_, parameters)] = server.asked
    assert parameters["offset"] == "7"
    assert parameters["timeout"] == "30"
    assert "callback_query" in parameters["allowed_updates"]


def test_a_long_poll_does_not_keep_replies_waiting():
    spoken, polling = threading.Event(), threading.Event()
    server = FakeTelegram(sendMessage=sent(88), getUpdates=done([payload("text")]))

    async def slow(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("getUpdates"):
            polling.set()
            await asyncio.to_thread(spoken.wait, 10)
        return server(request)

    telegram, found = channel(slow), []
    poll = threading.Thread(target=lambda: found.extend(telegram.updates(None, 30)))
    poll.start()
    assert polling.wait(10)
    assert telegram.send(OutboundMessage(SITI, "halo")) == "1001:88"
    spoken.set()
    poll.join(10)
    assert found == [payload("text")]


def test_many_threads_share_one_channel():
    server = FakeTelegram(sendMessage=sent(88))
    telegram, ids = channel(server), []
    threads = [
        threading.Thread(
            target=lambda: ids.append(telegram.send(OutboundMessage(SITI, "a")))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert ids == ["1001:88"] * 8


@pytest.mark.parametrize(
    "most", [pytest.param("10", id="G5 a few connections side by side are enough")]
)
def test_registers_the_webhook_with_the_first_secret(most):
    server = FakeTelegram(setWebhook=done(True), deleteWebhook=done(True))
    channel(server).set_webhook("https://lapor.example/webhooks/telegram")
    channel(server).delete_webhook()
    [(_, parameters), (deleted, kept)] = server.asked
    assert parameters["url"] == "https://lapor.example/webhooks/telegram"
    assert parameters["secret_token"] == SECRETS[0]
    assert parameters["max_connections"] == most
    assert "my_chat_member" in parameters["allowed_updates"]
    assert (deleted, kept) == ("deleteWebhook", {})


ME = done(
    {"id": 700, "is_bot": True, "first_name": "Satu Pintu", "username": "satupintu_bot"}
)
HOOK = {
    "url": "https://lapor.example/webhooks/telegram",
    "has_custom_certificate": False,
    "pending_update_count": 0,
}


@pytest.mark.parametrize(
    ("server", "faults"),
    [
        pytest.param(
            FakeTelegram(getMe=ME, getWebhookInfo=done(HOOK)), [], id="all is well"
        ),
        pytest.param(
            FakeTelegram(getMe=failed(401, "Unauthorized")),
            ["Telegram: Unauthorized"],
            id="the token is wrong",
        ),
        pytest.param(
            FakeTelegram(
                getMe=ME,
                getWebhookInfo=done(
                    HOOK
                    | {
                        "last_error_date": 1795600000,
                        "last_error_message": "Wrong response: 502",
                    }
                ),
            ),
            [
                "Telegram: webhook gagal pada 2026-11-25 09:46:40+00:00: Wrong response: 502"
            ],
            id="the webhook fails",
        ),
        pytest.param(
            FakeTelegram(
                getMe=ME, getWebhookInfo=done(HOOK | {"pending_update_count": 101})
            ),
            ["Telegram: 101 pesan menunggu diambil"],
            id="the webhook does not keep up",
        ),
        pytest.param(
            FakeTelegram(
                getMe=ME,
                getWebhookInfo=done(HOOK | {"url": "https://old.example/hook"}),
            ),
            [
                "Telegram: webhook menuju https://old.example/hook, seharusnya "
                "https://lapor.example/webhooks/telegram; jalankan `satupintu telegram set-webhook`"
            ],
            id="the webhook leads to another house",
        ),
        pytest.param(
            FakeTelegram(getMe=ME, getWebhookInfo=done(HOOK | {"url": ""})),
            [
                "Telegram: webhook menuju kosong, seharusnya "
                "https://lapor.example/webhooks/telegram; jalankan `satupintu telegram set-webhook`"
            ],
            id="no webhook is set",
        ),
    ],
)
def test_checks_the_bot(server, faults):
    assert channel(server).check() == faults


def test_who_fetches_updates_wants_no_webhook():
    server = FakeTelegram(getMe=ME, getWebhookInfo=done(HOOK))
    (fault,) = channel(server, webhook_url="").check()
    assert "jalankan `satupintu telegram delete-webhook`" in fault
    quiet = FakeTelegram(getMe=ME, getWebhookInfo=done(HOOK | {"url": ""}))
    assert channel(quiet, webhook_url="").check() == []


def test_the_commands_are_registered_for_everyone_and_in_english():
    server = FakeTelegram(setMyCommands=done(True))
    channel(server).set_commands()
    (_, everyone), (_, english) = server.asked
    names = [one["command"] for one in everyone["commands"]]
    assert names == [
        "start",
        "bantuan",
        "status",
        "batal",
        "ubah",
        "baru",
        "petugas",
        "bahasa",
    ]
    assert "language_code" not in everyone
    assert english["language_code"] == "en"
    assert [one["command"] for one in english["commands"]] == names


def test_a_long_text_goes_on_at_the_part_that_failed():
    text = " ".join(f"kata{n:04d}" for n in range(1200))
    server = FakeTelegram(
        sendMessage=[
            sent(1),
            failed(500, "Internal Server Error"),
            sent(2),
            sent(3),
            sent(4),
        ]
    )
    bot = channel(server)
    with pytest.raises(Unreachable) as caught:
        bot.send(OutboundMessage(SITI, text, (Button("y", "Ya"),)))
    rest = caught.value.rest
    assert rest
    assert rest.buttons
    bot.send(rest)
    taken = [asked["text"] for n, (_, asked) in enumerate(server.asked) if n != 1]
    assert " ".join(taken) == text


def test_a_text_whose_first_part_failed_is_begun_again():
    server = FakeTelegram(sendMessage=failed(500, "Internal Server Error"))
    with pytest.raises(Unreachable) as caught:
        channel(server).send(OutboundMessage(SITI, "a " * 4000))
    assert caught.value.rest is None


def test_what_could_not_be_pushed_is_told_with_the_last_failure():
    failing = HOOK | {
        "pending_update_count": 7,
        "last_error_date": 1795600000,
        "last_error_message": "Connection refused",
    }
    found = channel(FakeTelegram(getWebhookInfo=done(failing))).backlog()
    assert (found.waiting, found.failed_at) == (
        7,
        datetime(2026, 11, 25, 9, 46, 40, tzinfo=UTC),
    )
    assert "Connection refused" in found.why


def test_who_fetches_updates_has_no_backlog():
    assert channel(FakeTelegram(), webhook_url="").backlog() == Backlog(0)

"""Telegram's objects, as JSON values.

https://core.telegram.org/bots/api#available-types
"""

from dataclasses import replace
from typing import Any

from gateway.simulator.state import (
    Bubble,
    ContactCard,
    Phone,
    PhoneButton,
    PhoneFile,
    Pin,
)

FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "sticker": "stickers",
}


def message(bot: dict[str, Any], phone: Phone, bubble: Bubble) -> dict[str, Any]:
    """A Message."""
    body: dict[str, Any] = {
        "message_id": int(bubble.provider_id),
        "from": bot if bubble.direction == "in" else person(phone),
        "chat": chat(phone),
        "date": int(bubble.at),
    }
    body |= _content(phone, bubble)
    if bubble.edited_at:
        body["edit_date"] = int(bubble.edited_at)
    if bubble.group:
        body["media_group_id"] = bubble.group
    if bubble.buttons:
        body["reply_markup"] = {
            "inline_keyboard": [[_button(choice)] for choice in bubble.buttons]
        }
    answered = phone.bubble(bubble.reply_to) if bubble.reply_to else None
    if answered:
        body["reply_to_message"] = message(bot, phone, replace(answered, reply_to=None))
    return body


def chat(phone: Phone) -> dict[str, Any]:
    """A private Chat; a negative id is a group's, with one member who holds this phone."""
    if phone.id.startswith("-"):
        return {"id": int(phone.id), "type": "group", "title": phone.name}
    return {"id": int(phone.id), "type": "private", "first_name": phone.name}


def person(phone: Phone) -> dict[str, Any]:
    """The User who holds the phone."""
    return {
        "id": abs(int(phone.id)),
        "is_bot": False,
        "first_name": phone.name,
        "language_code": "id",
    }


def phone_number(phone: Phone) -> str:
    """The number behind an account, told only when its owner shares it. No plus, as Telegram writes it."""
    return f"62812{int(phone.id) % 10**8:08d}"


def file_path(media: PhoneFile) -> str:
    """Where getFile says a file lies."""
    ending = media.name.rpartition(".")[2] or "bin"
    return f"{FOLDERS.get(media.kind, 'documents')}/{media.id}.{ending}"


def _content(phone: Phone, bubble: Bubble) -> dict[str, Any]:
    if bubble.media:
        caption = {"caption": bubble.text} if bubble.text else {}
        return _file(bubble.media[0]) | caption
    if bubble.contact:
        return {"contact": _card(phone, bubble.contact)}
    if bubble.pin:
        return _place(bubble.pin)
    command = bubble.text.split(maxsplit=1)[0] if bubble.text.startswith("/") else ""
    entities = (
        {"entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]}
        if command
        else {}
    )
    return {"text": bubble.text} | entities


def _file(media: PhoneFile) -> dict[str, Any]:
    size = len(media.content or b"")
    own = {"file_id": media.id, "file_unique_id": media.id[:16], "file_size": size}
    typed = own | {"mime_type": media.media_type}
    frame = {"width": 240, "height": 160}
    if media.kind == "photo":
        small = {
            "file_id": f"{media.id}s",
            "file_unique_id": f"{media.id[:15]}s",
            "width": 90,
            "height": 60,
        }
        return {"photo": [small, own | frame]}
    shapes: dict[str, dict[str, Any]] = {
        "voice": typed | {"duration": 3},
        "audio": typed | {"duration": 3, "file_name": media.name},
        "video": typed | frame | {"duration": 3, "file_name": media.name},
        "sticker": own
        | frame
        | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"},
    }
    kind = media.kind if media.kind in shapes else "document"
    return {kind: shapes.get(kind, typed | {"file_name": media.name})}


def _card(phone: Phone, contact: ContactCard) -> dict[str, Any]:
    card = {"phone_number": contact.phone_number, "first_name": contact.first_name}
    return card | ({"user_id": int(phone.id)} if contact.own else {})


def _place(pin: Pin) -> dict[str, Any]:
    point = {"latitude": pin.latitude, "longitude": pin.longitude}
    if not pin.label:
        return {"location": point}
    return {
        "location": point,
        "venue": {"location": point, "title": pin.label, "address": pin.address},
    }


def _button(choice: PhoneButton) -> dict[str, str]:
    return {"text": choice.title} | (
        {"url": choice.url} if choice.url else {"callback_data": choice.id}
    )

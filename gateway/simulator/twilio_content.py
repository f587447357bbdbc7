"""Twilio's Content API: messages with buttons, lists and approved templates.

https://www.twilio.com/docs/content/content-api-resources
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from flask import request

from gateway.simulator.state import PhoneButton

QUICK_REPLIES, TITLE = 3, 20  # buttons in a session message, characters in each title
LIST_ROWS, ROW_TITLE = 10, 24


class TwilioError(Exception):
    """A refusal in Twilio's words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


NOT_FOUND = TwilioError(404, 20404, "The requested resource was not found")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the phone will show it."""

    text: str
    choices: tuple[PhoneButton, ...] = ()
    list_button: str = ""
    approved: bool = False  # a template WhatsApp lets through at any time


class Contents:
    """Content templates, kept for as long as we run."""

    def __init__(self, account: str, clock: Callable[[], float]) -> None:
        self._account = account
        self._clock = clock
        self._contents: dict[str, dict[str, Any]] = {}

    def create(self) -> tuple[dict[str, Any], int]:
        """Keep a content template."""
        given = request.get_json()
        types = {
            name: body for name, body in (given.get("types") or {}).items() if body
        }
        _check_content(types)
        sid, now = "HX" + token_hex(16), _iso(self._clock())
        self._contents[sid] = {
            "sid": sid,
            "account_sid": self._account,
            "friendly_name": given.get("friendly_name"),
            "language": given.get("language"),
            "variables": given.get("variables") or {},
            "types": types,
            "date_created": now,
            "date_updated": now,
            "url": f"https://content.twilio.com/v1/Content/{sid}",
            "links": {
                "approval_fetch": f"https://content.twilio.com/v1/Content/{sid}/ApprovalRequests"
            },
        }
        return self._contents[sid], HTTPStatus.CREATED

    def list_all(self) -> dict[str, Any]:
        """Every content template."""
        meta = {
            "key": "contents",
            "page": 0,
            "page_size": 50,
            "next_page_url": None,
            "previous_page_url": None,
        }
        return {"contents": list(self._contents.values()), "meta": meta}

    def fetch(self, sid: str) -> dict[str, Any]:
        """One content template."""
        if sid not in self._contents:
            raise NOT_FOUND
        return self._contents[sid]

    def delete(self, sid: str) -> tuple[str, int]:
        """Forget a content template."""
        self._contents.pop(self.fetch(sid)["sid"])
        return "", HTTPStatus.NO_CONTENT

    def approve(self, sid: str) -> tuple[dict[str, Any], int]:
        """Ask WhatsApp to approve it as a template; here it always does, at once."""
        given = request.get_json()
        self.fetch(sid)["approved"] = True
        answer = {
            "name": given.get("name"),
            "category": given.get("category"),
            "status": "approved",
        }
        return answer | {
            "content_type": "whatsapp",
            "rejection_reason": "",
        }, HTTPStatus.CREATED

    def render(self, sid: str, variables: dict[str, str]) -> Shown:
        """The message a template makes with these variables."""
        if sid not in self._contents:
            raise TwilioError(400, 20422, "The ContentSid is not valid.")
        return _render(self._contents[sid], variables)


def _check_content(types: dict[str, Any]) -> None:
    replies = types.get("twilio/quick-reply", {}).get("actions", [])
    rows = types.get("twilio/list-picker", {}).get("items", [])
    wrong = {
        "no known type": not types.keys()
        & {"twilio/text", "twilio/quick-reply", "twilio/list-picker"},
        "too many actions": len(replies) > QUICK_REPLIES,
        "title is too long": any(len(action["title"]) > TITLE for action in replies),
        "too many items": len(rows) > LIST_ROWS,
        "item is too long": any(len(row["item"]) > ROW_TITLE for row in rows),
    }
    if faults := [fault for fault, found in wrong.items() if found]:
        raise TwilioError(400, 20001, f"Invalid content: {', '.join(faults)}")


def _render(content: dict[str, Any], variables: dict[str, str]) -> Shown:
    """As a phone shows it: buttons where it has both, else a list, else words only."""
    types, values = content["types"], content["variables"] | variables
    approved = content.get("approved", False)
    if replies := types.get("twilio/quick-reply"):
        return Shown(
            _fill(replies["body"], values), _buttons(replies, values), "", approved
        )
    if rows := types.get("twilio/list-picker"):
        return Shown(
            _fill(rows["body"], values), _rows(rows, values), rows["button"], approved
        )
    return Shown(_fill(types["twilio/text"]["body"], values), (), "", approved)


def _buttons(
    replies: dict[str, Any], values: dict[str, str]
) -> tuple[PhoneButton, ...]:
    return tuple(
        PhoneButton(_fill(one["id"], values), _fill(one["title"], values))
        for one in replies.get("actions", ())
    )


def _rows(rows: dict[str, Any], values: dict[str, str]) -> tuple[PhoneButton, ...]:
    return tuple(
        PhoneButton(
            _fill(row["id"], values),
            _fill(row["item"], values),
            description=row.get("description") or "",
        )
        for row in rows["items"]
    )


def _fill(text: str, values: dict[str, str]) -> str:
    return re.sub(
        r"\{\{(\w+)\}\}", lambda found: str(values.get(found[1], found[0])), text
    )


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

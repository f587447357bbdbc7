"""The part of Telegram's Bot API that the gateway uses.

https://core.telegram.org/bots/api#making-requests
"""

import hmac
import json
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import FileStorage

from gateway.simulator.config import SimulatorConfig
from gateway.simulator.state import Phone, PhoneButton, PhoneFile, Phones, new_media
from gateway.simulator.telegram_line import Hook, TelegramLine
from gateway.simulator.telegram_objects import file_path, message

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # characters
CALLBACK_DATA = 64  # bytes
LARGEST_FILE = 20 * 1024 * 1024  # bytes a bot may download
LONGEST_POLL = 50.0  # seconds
JSON_PARAMETERS = ("reply_markup", "reply_parameters", "allowed_updates", "commands")

Parameters = dict[str, Any]


class TelegramError(Exception):
    """A refusal in Telegram's words."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


UNAUTHORIZED = TelegramError(401, "Unauthorized")
NO_METHOD = TelegramError(404, "Not Found")
NO_CHAT = TelegramError(400, "Bad Request: chat not found")
NO_MESSAGE = TelegramError(400, "Bad Request: message to edit not found")
NO_TEXT = TelegramError(400, "Bad Request: message text is empty")
NOT_MODIFIED = TelegramError(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message",
)
TOO_LONG = TelegramError(400, "Bad Request: message is too long")
CAPTION_TOO_LONG = TelegramError(400, "Bad Request: message caption is too long")
BAD_BUTTON = TelegramError(400, "Bad Request: BUTTON_DATA_INVALID")
BLOCKED = TelegramError(403, "Forbidden: bot was blocked by the user")
OLD_QUERY = TelegramError(
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)
NO_FILE = TelegramError(
    400, "Bad Request: wrong file_id or the file is temporarily unavailable"
)
BIG_FILE = TelegramError(400, "Bad Request: file is too big")
HOOKED = TelegramError(
    409,
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first",
)


class TelegramRest:
    """The methods, each from parameters to a result; raises TelegramError."""

    def __init__(
        self, config: SimulatorConfig, state: Phones, line: TelegramLine
    ) -> None:
        self._token = config.bot_token
        self._state = state
        self._line = line
        self._commands: list[dict[str, str]] = []
        self._methods: dict[str, Callable[[Parameters], Any]] = {
            "getme": self._get_me,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "senddocument": self._send_document,
            "sendchataction": self._send_chat_action,
            "answercallbackquery": self._answer_callback_query,
            "editmessagetext": self._edit_message_text,
            "editmessagereplymarkup": self._edit_message_reply_markup,
            "getfile": self._get_file,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
            "setmycommands": self._set_my_commands,
            "getmycommands": self._get_my_commands,
        }

    def call(self, token: str, method: str) -> Response:
        """Any method: names are case-insensitive, parameters come as query, form or JSON."""
        self._check(token)
        if method.lower() not in self._methods:
            raise NO_METHOD
        return jsonify(ok=True, result=self._methods[method.lower()](_parameters()))

    def download(self, token: str, path: str) -> Response:
        """A file's bytes."""
        self._check(token)
        media = self._state.media(path.rpartition("/")[2].partition(".")[0])
        if media is None or media.content is None:
            raise NO_METHOD
        return Response(media.content, content_type="application/octet-stream")

    def _check(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            raise UNAUTHORIZED

    def _get_me(self, _: Parameters) -> dict[str, Any]:
        can = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        return self._line.bot | can

    def _send_message(self, given: Parameters) -> dict[str, Any]:
        text = str(given.get("text", "")).strip()
        if not text:
            raise NO_TEXT
        if len(text) > LONGEST_TEXT:
            raise TOO_LONG
        return self._show(given, text)

    def _send_photo(self, given: Parameters) -> dict[str, Any]:
        return self._send_file("photo", "image/jpeg", given)

    def _send_document(self, given: Parameters) -> dict[str, Any]:
        return self._send_file("document", "application/octet-stream", given)

    def _send_file(
        self, kind: str, media_type: str, given: Parameters
    ) -> dict[str, Any]:
        caption = str(given.get("caption", ""))
        if len(caption) > LONGEST_CAPTION:
            raise CAPTION_TOO_LONG
        return self._show(
            given, caption, (self._file(kind, media_type, str(given.get(kind, ""))),)
        )

    def _file(self, kind: str, media_type: str, ref: str) -> PhoneFile:
        """An upload, a file sent before, or a link."""
        if upload := request.files.get(ref.removeprefix("attach://") or kind):
            return _uploaded(kind, media_type, upload)
        if known := self._state.media(ref):
            return known
        if not ref.startswith(("http://", "https://")):
            raise NO_FILE
        return PhoneFile(token_hex(16), kind, media_type, ref, None, ref)

    def _show(
        self, given: Parameters, text: str, media: tuple[PhoneFile, ...] = ()
    ) -> dict[str, Any]:
        phone = self._chat(given)
        if phone.stopped:
            raise BLOCKED
        markup = given.get("reply_markup") or {}
        answered = phone.by_provider_id(_replied(given))
        bubble = self._state.add(
            phone,
            "in",
            text,
            status="delivered",
            buttons=_inline(markup),
            keyboard=_keyboard(markup),
            media=media,
            reply_to=answered.n if answered else None,
        )
        return message(self._line.bot, phone, bubble)

    def _send_chat_action(self, given: Parameters) -> bool:
        self._chat(given)
        return True

    def _answer_callback_query(self, given: Parameters) -> bool:
        if not self._line.answer(
            str(given.get("callback_query_id")), str(given.get("text", ""))
        ):
            raise OLD_QUERY
        return True

    def _edit_message_text(self, given: Parameters) -> dict[str, Any]:
        return self._edit(given, str(given.get("text", "")).strip())

    def _edit_message_reply_markup(self, given: Parameters) -> dict[str, Any]:
        return self._edit(given, None)

    def _edit(self, given: Parameters, text: str | None) -> dict[str, Any]:
        phone = self._chat(given)
        buttons = _inline(given.get("reply_markup") or {})
        with self._state.lock:
            bubble = phone.by_provider_id(str(given.get("message_id")))
            if bubble is None or bubble.direction != "in":
                raise NO_MESSAGE
            if (text is None or text == bubble.text) and buttons == bubble.buttons:
                raise NOT_MODIFIED
            if text is not None:
                bubble.replace_text(text, self._state.clock())
            self._state.touch(phone, bubble, buttons=buttons)
        return message(self._line.bot, phone, bubble)

    def _get_file(self, given: Parameters) -> dict[str, Any]:
        media = self._state.media(str(given.get("file_id", "")).removesuffix("s"))
        if media is None or media.content is None:
            raise NO_FILE
        if len(media.content) > LARGEST_FILE:
            raise BIG_FILE
        known = {
            "file_id": media.id,
            "file_unique_id": media.id[:16],
            "file_size": len(media.content),
        }
        return known | {"file_path": file_path(media)}

    def _get_updates(self, given: Parameters) -> list[dict[str, Any]]:
        if self._line.hook.url:
            raise HOOKED
        seconds = min(float(given.get("timeout", 0)), LONGEST_POLL)
        limit = int(given.get("limit", 100))
        return self._line.fetch(
            int(given.get("offset", 0)),
            limit,
            seconds,
            given.get("allowed_updates") or (),
        )

    def _set_webhook(self, given: Parameters) -> bool:
        hook = Hook(
            str(given.get("url", "")),
            str(given.get("secret_token", "")),
            tuple(given.get("allowed_updates") or ()),
            int(given.get("max_connections", 40)),
        )
        self._line.set_hook(hook, drop=_true(given.get("drop_pending_updates")))
        return True

    def _delete_webhook(self, given: Parameters) -> bool:
        self._line.set_hook(Hook(), drop=_true(given.get("drop_pending_updates")))
        return True

    def _get_webhook_info(self, _: Parameters) -> dict[str, Any]:
        return self._line.hook_info()

    def _set_my_commands(self, given: Parameters) -> bool:
        self._commands = given.get("commands") or []
        return True

    def _get_my_commands(self, _: Parameters) -> list[dict[str, str]]:
        return self._commands

    def _chat(self, given: Parameters) -> Phone:
        phone = self._state.known("telegram", str(given.get("chat_id", "")))
        if phone is None or phone.heard_at is None:  # a bot never writes first
            raise NO_CHAT
        return phone


def telegram_blueprint(rest: TelegramRest) -> Blueprint:
    """api.telegram.org's two URLs."""
    pages = Blueprint("telegram", __name__)
    pages.add_url_rule(
        "/bot<token>/<method>", "call", rest.call, methods=["GET", "POST"]
    )
    pages.add_url_rule("/file/bot<token>/<path:path>", "download", rest.download)
    pages.register_error_handler(TelegramError, _refusal)
    return pages


def _refusal(error: TelegramError) -> tuple[Response, int]:
    return jsonify(
        ok=False, error_code=error.code, description=error.description
    ), error.code


def _parameters() -> Parameters:
    body = request.get_json(silent=True) if request.is_json else None
    given: Parameters = {**request.args, **request.form, **(body or {})}
    return {name: _decoded(name, value) for name, value in given.items()}


def _decoded(name: str, value: object) -> object:
    if name not in JSON_PARAMETERS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise TelegramError(
            400, f"Bad Request: can't parse {name} JSON object"
        ) from error


def _true(value: object) -> bool:
    return str(value).lower() in ("true", "1")


def _uploaded(kind: str, media_type: str, upload: FileStorage) -> PhoneFile:
    return new_media(
        kind, upload.mimetype or media_type, upload.filename or kind, upload.read()
    )


def _replied(given: Parameters) -> str:
    return str(
        (given.get("reply_parameters") or {}).get("message_id")
        or given.get("reply_to_message_id")
    )


def _inline(markup: dict[str, Any]) -> tuple[PhoneButton, ...]:
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    if any(
        len(button.get("callback_data", "").encode()) > CALLBACK_DATA
        for button in buttons
    ):
        raise BAD_BUTTON
    return tuple(_button(one) for one in buttons)


def _button(one: dict[str, Any]) -> PhoneButton:
    return PhoneButton(
        one.get("callback_data", ""), one["text"], url=one.get("url", "")
    )


def _keyboard(markup: dict[str, Any]) -> tuple[PhoneButton, ...] | None:
    if markup.get("remove_keyboard"):
        return ()
    if "keyboard" not in markup:
        return None
    return tuple(_key(key) for row in markup["keyboard"] for key in row)


def _key(key: str | dict[str, Any]) -> PhoneButton:
    if isinstance(key, str):
        return PhoneButton(key, key)
    asks = (
        "phone"
        if key.get("request_contact")
        else "location"
        if key.get("request_location")
        else ""
    )
    return PhoneButton(key["text"], key["text"], asks)

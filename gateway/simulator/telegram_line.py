"""Telegram's servers, simulated: what people do becomes updates, pushed to a webhook or kept to be fetched.

Updates: https://core.telegram.org/bots/api#update
Like Telegram, it delivers in order and asks again until the webhook answers 2xx, so one
update the bot refuses holds up all that follow.
"""

import json
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex
from typing import Any

from gateway.simulator.config import SimulatorConfig
from gateway.simulator.post import ACCEPTED, Postman
from gateway.simulator.state import (
    Bubble,
    ContactCard,
    Phone,
    PhoneButton,
    PhoneFile,
    Phones,
    Pin,
    PostOutcome,
    Typed,
)
from gateway.simulator.telegram_objects import chat, message, person, phone_number

LONGEST_RETRY = 60.0  # seconds
MOST_PENDING = 10_000
SHARED_PLACE = Pin(
    -9.6567, 120.2641
)  # Waingapu: where a phone is when a location button is tapped


@dataclass(slots=True)
class Update:
    """One update on its way to the bot."""

    id: int
    body: dict[str, Any]
    phone: Phone
    bubble: Bubble | None = None  # the message it tells of
    status: int | None = None  # the last answer to it


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are pushed."""

    url: str = ""
    secret: str = ""
    allowed: tuple[str, ...] = ()
    max_connections: int = 40


@dataclass(slots=True)
class Failure:
    """The last webhook that went wrong, as getWebhookInfo tells it."""

    at: float = 0.0
    why: str = ""
    tries: int = 0
    waiting: bool = False  # a retry is on its way


class TelegramLine:
    """Phones on Telegram, and the one bot they talk to."""

    def __init__(
        self, config: SimulatorConfig, state: Phones, postman: Postman
    ) -> None:
        self._state = state
        self._config = config
        self._postman = postman
        self._pending: deque[Update] = deque(maxlen=MOST_PENDING)
        self._last_update = state.epoch
        self._pushing = threading.Lock()
        self._failure = Failure()
        self._presses: dict[str, tuple[Phone, int]] = {}
        url = (
            f"{config.public_url.rstrip('/')}/webhooks/telegram"
            if config.webhook_secret
            else ""
        )
        self.hook = Hook(url, config.webhook_secret)
        self.bot = {
            "id": int(config.bot_token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Satu Pintu",
            "username": "satupintu_bot",
        }

    def say(self, phone: Phone, said: Typed) -> PostOutcome:
        """Send what the person wrote; several files make an album."""
        self._restart(phone)
        group = str(int(token_hex(6), 16)) if len(said.media) > 1 else ""
        bubbles = [
            self._written(phone, said, said.text if i == 0 else "", media, group)
            for i, media in enumerate(said.media or (None,))
        ]
        updates = [
            self._queue(phone, {"message": message(self.bot, phone, one)}, one)
            for one in bubbles
        ]
        return self._outcome(updates[-1], bubbles)

    def press(
        self, phone: Phone, choice: PhoneButton, under: Bubble | None
    ) -> PostOutcome:
        """Tap a button: under a message it is a callback query, on the keyboard it writes or shares."""
        if choice.asks or (under and choice in (under.keyboard or ())):
            return self.say(phone, self._typed(phone, choice))
        query = str(int(token_hex(7), 16))
        self._presses[query] = (phone, under.n if under else 0)
        if under:
            self._state.touch(phone, under, pressed=choice.id)
        body: dict[str, Any] = {
            "id": query,
            "from": person(phone),
            "chat_instance": phone.id,
            "data": choice.id,
        }
        if under:
            body["message"] = message(self.bot, phone, under)
        return self._outcome(self._queue(phone, {"callback_query": body}))

    def stop(self, phone: Phone) -> PostOutcome:
        """Block the bot."""
        phone.stopped = True
        return self._outcome(self._membership(phone, "member", "kicked"))

    def edit(self, phone: Phone, bubble: Bubble, text: str) -> PostOutcome:
        """Change the words of a message sent earlier."""
        with self._state.lock:
            bubble.replace_text(text, self._state.clock())
            self._state.touch(phone, bubble)
        return self._outcome(
            self._queue(
                phone, {"edited_message": message(self.bot, phone, bubble)}, bubble
            ),
            [bubble],
        )

    def seen(self, phone: Phone, up_to: int) -> None:
        """Telegram tells bots nothing of that."""

    def answer(self, query: str, text: str) -> bool:
        """Show the bot's answer to a press; False when it knows no such press."""
        phone, n = self._presses.pop(query, (None, 0))
        if phone is None:
            return False
        if under := phone.bubble(n):
            self._state.touch(phone, under, pressed="", notice=text)
        return True

    def set_hook(self, hook: Hook, *, drop: bool) -> None:
        """Push updates there from now on, those that waited included unless dropped."""
        with self._state.changed:
            self.hook, self._failure = hook, Failure()
            if drop:
                self._pending.clear()
        if hook.url:
            self._postman.later(0, self._push)

    def hook_info(self) -> dict[str, Any]:
        """The webhook as getWebhookInfo tells it."""
        info: dict[str, Any] = {
            "url": self.hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._pending),
            "max_connections": self.hook.max_connections,
        }
        if self.hook.allowed:
            info["allowed_updates"] = list(self.hook.allowed)
        if self._failure.why:
            info |= {
                "last_error_date": int(self._failure.at),
                "last_error_message": self._failure.why,
            }
        return info

    def fetch(
        self, offset: int, limit: int, seconds: float, allowed: Iterable[str]
    ) -> list[dict[str, Any]]:
        """What waits from `offset` on, once there is any or time is up; anything before it is done with."""
        with self._state.changed:
            if allowed:
                self.hook = replace(self.hook, allowed=tuple(allowed))
            while self._pending and self._pending[0].id < offset:
                self._done(self._pending.popleft())
            self._state.changed.wait_for(lambda: bool(self._pending), timeout=seconds)
            waiting = list(self._pending)
        return [
            update.body
            for update in (waiting[offset:] if offset < 0 else waiting)[:limit]
        ]

    def _written(
        self, phone: Phone, said: Typed, text: str, media: PhoneFile | None, group: str
    ) -> Bubble:
        phone.heard_at = self._state.clock()
        return self._state.add(
            phone,
            "out",
            text,
            status="sending",
            media=(media,) if media else (),
            pin=said.pin,
            contact=said.contact,
            reply_to=said.reply_to,
            group=group,
        )

    def _typed(self, phone: Phone, choice: PhoneButton) -> Typed:
        if choice.asks == "phone":
            return Typed(contact=ContactCard(phone_number(phone), phone.name, own=True))
        if choice.asks == "location":
            return Typed(pin=SHARED_PLACE)
        return Typed(choice.title)

    def _restart(self, phone: Phone) -> None:
        if phone.stopped:
            phone.stopped = False
            self._membership(phone, "kicked", "member")

    def _membership(self, phone: Phone, old: str, new: str) -> Update:
        change = {
            "chat": chat(phone),
            "from": person(phone),
            "date": int(self._state.clock()),
        }
        change["old_chat_member"] = self._member(old)
        change["new_chat_member"] = self._member(new)
        return self._queue(phone, {"my_chat_member": change})

    def _member(self, status: str) -> dict[str, Any]:
        return {"user": self.bot, "status": status} | (
            {"until_date": 0} if status == "kicked" else {}
        )

    def _queue(
        self, phone: Phone, content: dict[str, Any], bubble: Bubble | None = None
    ) -> Update:
        with self._state.changed:
            self._last_update += 1
            update = Update(
                self._last_update,
                {"update_id": self._last_update} | content,
                phone,
                bubble,
            )
            if not self.hook.allowed or next(iter(content)) in self.hook.allowed:
                self._pending.append(update)
                self._state.changed.notify_all()
            return update

    def _outcome(self, last: Update, bubbles: Iterable[Bubble] = ()) -> PostOutcome:
        self._push()
        return PostOutcome(last.status, tuple(bubbles))

    def _push(self) -> None:
        with self._pushing:
            while self.hook.url and self._pending:
                update = self._pending[0]
                update.status = self._post(update)
                if update.status not in ACCEPTED:
                    self._fail(update)
                    return
                self._failure.tries = 0
                with self._state.lock:
                    self._done(update)
                    if self._pending and self._pending[0] is update:
                        self._pending.popleft()

    def _done(self, update: Update) -> None:
        if update.bubble:
            self._state.touch(update.phone, update.bubble, status="sent")

    def _post(self, update: Update) -> int:
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        return self._postman.post(
            self._config.reach(self.hook.url), headers, json.dumps(update.body).encode()
        )

    def _fail(self, update: Update) -> None:
        if update.bubble:
            self._state.touch(update.phone, update.bubble, status="failed")
        failure, status = self._failure, update.status
        failure.at = self._state.clock()
        failure.why = (
            f"Wrong response from the webhook: {status}"
            if status
            else "Connection refused"
        )
        failure.tries += 1
        if not failure.waiting:
            failure.waiting = True
            self._postman.later(
                min(LONGEST_RETRY, 2.0**failure.tries / 2),
                partial(self._retry, failure),
            )

    def _retry(self, failure: Failure) -> None:
        failure.waiting = False
        self._push()

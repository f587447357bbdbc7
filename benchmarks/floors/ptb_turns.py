"""python-telegram-bot as its documentation shows it: a ConversationHandler, made durable after each turn.

PicklePersistence writes everything it holds into one file; with 400 chats in it, and once
a turn. It does not wait for the disk, so a power loss may still
lose what a crash does not. What is said goes to a bot whose wire is cut.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from telegram import Chat, Message, Update, User
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest

from benchmarks.dialogue import STEPS, words_of
from benchmarks.floors.rounds import Turns, serve

CHATS = 400  # that are in the middle of a dialogue all the while
QUESTIONS = ("Di mana?", "Sejak kapan?", "Siapa nama Anda?", "Alamat Anda?", "Kirim?")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
Context = ContextTypes.DEFAULT_TYPE


class CutWire(BaseRequest):
    """Agrees to everything."""

    @property
    def read_timeout(self) -> float:
        """Nothing is waited for."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        """A user for `getMe`, a message for the rest."""
        user = {"id": 1, "is_bot": True, "first_name": "b", "username": "b"}
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
        return 200, json.dumps(
            {"ok": True, "result": user if url.endswith("getMe") else message}
        ).encode()


class Bot:
    """The application, and chats that begin."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.persistence = PicklePersistence(folder / "ptb.pickle", on_flush=True)
        wire = CutWire()
        self.app: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token("1:a")
            .request(wire)
            .get_updates_request(wire)
            .persistence(self.persistence)
            .build()
        )
        self.app.add_handler(_dialogue())
        self._chats, self._updates = count(1), count(1)
        self._do(self.app.initialize())
        for chat in [next(self._chats) for _ in range(CHATS)]:
            for words in words_of(chat)[:2]:
                self._do(self.app.process_update(self._update(chat, words)))
        self._do(self._flush())

    def prepare(self, people: int) -> Turns:
        """Their whole dialogues, everyone's first message first."""
        chats = [next(self._chats) for _ in range(people)]
        updates = [
            self._update(chat, words_of(chat)[step])
            for step in range(STEPS)
            for chat in chats
        ]
        return lambda: self._do(self._take(updates))

    async def _take(self, updates: list[Update]) -> int:
        for update in updates:
            await self.app.process_update(update)
            await self._flush()
        return len(updates)

    async def _flush(self) -> None:
        await self.app.update_persistence()
        await self.persistence.flush()

    def _update(self, chat: int, words: str) -> Update:
        message = Message(
            next(self._updates),
            NOW,
            Chat(chat, "private"),
            from_user=User(chat, "Warga", is_bot=False),
            text=words,
        )
        message.set_bot(self.app.bot)
        return Update(next(self._updates), message=message)

    def _do(self, what: Any) -> Any:
        return self.loop.run_until_complete(what)


def _dialogue() -> ConversationHandler[Any]:
    def asking(step: int) -> list[MessageHandler[Any, Any]]:
        async def hear(update: Update, context: Context) -> int:
            return await _hear(step, update, context)

        return [MessageHandler(filters.TEXT, hear)]

    return ConversationHandler(
        entry_points=asking(0),  # type: ignore[arg-type]
        states={step: asking(step) for step in range(1, STEPS)},  # type: ignore[misc]
        fallbacks=[],
        name="report",
        persistent=True,
    )


async def _hear(step: int, update: Update, context: Context) -> int:
    """Keep the answer, ask the next question; after the last the report is made and forgotten."""
    assert update.message is not None
    assert context.user_data is not None
    context.user_data[step] = update.message.text
    if step == STEPS - 1:
        context.user_data.clear()
        await update.message.reply_text("Laporan diterima.")
        return ConversationHandler.END
    await update.message.reply_text(QUESTIONS[step])
    return step + 1


if __name__ == "__main__":
    serve(Bot(Path(sys.argv[1])).prepare)

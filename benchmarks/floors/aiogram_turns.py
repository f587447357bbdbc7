"""aiogram as its documentation shows it: a finite state machine whose state is in Redis.

Redis runs with `appendfsync always`, so that each write is on disk before it is answered. Its
process is not counted and may use the other core. What is said goes to a bot whose wire is cut.
Run with the address of that Redis, by the Python of `.venv/bench`: aiogram asks for an older
pydantic than ours.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods.base import TelegramMethod
from aiogram.types import Chat, Message, Update, User

from benchmarks.dialogue import STEPS, words_of
from benchmarks.floors.rounds import Turns, serve

QUESTIONS = ("Di mana?", "Sejak kapan?", "Siapa nama Anda?", "Alamat Anda?", "Kirim?")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Report(StatesGroup):
    """What is asked next, after the story."""

    place, time, name, address, confirm = (State() for _ in range(STEPS - 1))


ASKED: tuple[State | None, ...] = (
    None,
    Report.place,
    Report.time,
    Report.name,
    Report.address,
    Report.confirm,
)


class CutWire(BaseSession):
    """Agrees to everything."""

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(
        self, _bot: Bot, _method: TelegramMethod[Any], **_: Any
    ) -> Any:
        """A message."""
        return Message(message_id=1, date=NOW, chat=Chat(id=1, type="private"))

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """There are no files."""
        yield b""


class Machine:
    """The dispatcher, and chats that begin."""

    def __init__(self, redis_url: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.bot = Bot("1:a", session=CutWire())
        self.dispatcher = Dispatcher(storage=RedisStorage.from_url(redis_url))
        for step, state in enumerate(ASKED):
            self.dispatcher.message.register(_hearing(step), StateFilter(state), F.text)
        self._chats, self._updates = count(1), count(1)

    def prepare(self, people: int) -> Turns:
        """Their whole dialogues, everyone's first message first."""
        chats = [next(self._chats) for _ in range(people)]
        updates = [
            self._update(chat, words_of(chat)[step])
            for step in range(STEPS)
            for chat in chats
        ]
        return lambda: self.loop.run_until_complete(self._take(updates))

    async def _take(self, updates: list[Update]) -> int:
        for update in updates:
            await self.dispatcher.feed_update(self.bot, update)
        return len(updates)

    def _update(self, chat: int, words: str) -> Update:
        message = Message(
            message_id=next(self._updates),
            date=NOW,
            chat=Chat(id=chat, type="private"),
            from_user=User(id=chat, is_bot=False, first_name="Warga"),
            text=words,
        )
        return Update(update_id=next(self._updates), message=message)


def _hearing(step: int) -> Any:
    async def hear(message: Message, state: FSMContext) -> None:
        """Keep the answer, ask the next question; after the last the report is made and forgotten."""
        await state.update_data({str(step): message.text})
        if step == STEPS - 1:
            await state.clear()
            await message.answer("Laporan diterima.")
            return
        await state.set_state(ASKED[step + 1])
        await message.answer(QUESTIONS[step])

    return hear


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    serve(Machine(sys.argv[1]).prepare)

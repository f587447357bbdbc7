"""Officers' words and the table of verbs, as the core's tests use them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from gateway.setup.wiring import load_words
from intake.reading.nik import mask_numbers
from routing.agencies import Agencies
from routing.clocks import Calendar
from routing.notices import Voice
from routing.office import Office
from routing.verbs import VERBS

WORDS = load_words("id")
EVERY_DAY = Calendar(frozenset(), ZoneInfo("Asia/Jakarta"))


def office_of(agencies: Agencies, calendar: Calendar = EVERY_DAY) -> Office:
    return Office(agencies, calendar, WORDS)


def voice_of(mask: Callable[[str], str] = mask_numbers) -> Voice:
    return Voice(WORDS, VERBS, mask)
